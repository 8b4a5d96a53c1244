import type { Hyperparameters } from '../configuration/hyperparameters.ts';
import { type ByKind, byKind, type LayerSpec, type Shape } from './specification.ts';

/** The values that an array starts from. */
export type Initial =
  | { readonly kind: 'zeros' }
  | { readonly kind: 'ones' }
  /** Truncated normal. */
  | { readonly kind: 'drawn'; readonly stddev: number }
  /** Filters [size, size, channels, filters] that each pass one channel on; those beyond the number of channels are drawn. */
  | { readonly kind: 'identity'; readonly stddev: number };

export type Role =
  /** Trained, penalized and decayed. */
  | 'weight'
  /** Trained. */
  | 'bias'
  /** Follows from the batches of training. */
  | 'statistic'
  /** Never changes. */
  | 'constant';

/** An array of a layer. */
export interface ArraySpec {
  readonly shape: Shape;
  readonly initial: Initial;
  readonly role: Role;
}

const zeros: Initial = { kind: 'zeros' };

/** The arrays of each kind of layer, by their names within the layer. */
const arraysOf: ByKind<Readonly<Record<string, ArraySpec>>> = {
  dense: ({ input, output, initialStddev }) => ({
    weights: { shape: [...input, ...output], initial: drawn(initialStddev), role: 'weight' },
    biases: { shape: output, initial: zeros, role: 'bias' },
  }),
  relu: () => ({}),
  gelu: () => ({}),
  dropout: () => ({}),
  image: () => ({}),
  convolution: ({ size, input, output, initialStddev, hasBiases, startsAsIdentity }) => ({
    filters: {
      shape: [size, size, channelsOf(input), channelsOf(output)],
      initial: startsAsIdentity ? { kind: 'identity', stddev: initialStddev } : drawn(initialStddev),
      role: 'weight',
    },
    ...(hasBiases ? { biases: { shape: [channelsOf(output)], initial: zeros, role: 'bias' } } : {}),
  }),
  whitening: ({ size, input, output }) => ({
    filters: {
      shape: [size, size, channelsOf(input), channelsOf(output)],
      // Until they are computed from the training images.
      initial: zeros,
      role: 'constant',
    },
  }),
  batchNormalization: ({ output }) => {
    const shape = [channelsOf(output)];
    return {
      offset: { shape, initial: zeros, role: 'bias' },
      mean: { shape, initial: zeros, role: 'statistic' },
      variance: { shape, initial: { kind: 'ones' }, role: 'statistic' },
    };
  },
  maxPooling: () => ({}),
  averagePooling: () => ({}),
  globalMaxPooling: () => ({}),
  globalAveragePooling: () => ({}),
  flatten: () => ({}),
};

function drawn(stddev: number): Initial {
  return stddev === 0 ? zeros : { kind: 'drawn', stddev };
}

/** The last axis of an image, or of a row of values. */
function channelsOf(shape: Shape): number {
  return shape.at(-1) ?? 1;
}

/** An array of a network. */
export interface NetworkArray extends ArraySpec {
  /** The layer's name and the array's name within it, such as `hidden/weights`. */
  readonly name: string;
}

/** The arrays of one layer, in the order in which files hold them. */
export function layerArrays(layer: LayerSpec): readonly NetworkArray[] {
  return Object.entries(byKind(arraysOf, layer)).map(([name, array]) => ({
    ...array,
    name: `${layer.name}/${name}`,
  }));
}

/** The arrays of a network, from the first layer to the last. */
export function networkArrays(layers: readonly LayerSpec[]): readonly NetworkArray[] {
  return layers.flatMap(layerArrays);
}

/** Whether gradients change the array. */
export function isTrained({ role }: Pick<ArraySpec, 'role'>): boolean {
  return role === 'weight' || role === 'bias';
}

/** Ends the names of averaged arrays in checkpoints. */
export const averageSuffix = 'average';

/** What the names of the arrays that evaluation uses end with; undefined where these are the network's own. */
export function evaluatedSuffix({
  averageDecay,
}: Pick<Hyperparameters, 'averageDecay'>): typeof averageSuffix | undefined {
  return averageDecay > 0 ? averageSuffix : undefined;
}

/** `hidden/weights`, `hidden/weights/average` */
export function nameInCheckpoint(name: string, suffix: string | undefined): string {
  return suffix === undefined ? name : `${name}/${suffix}`;
}

/** The layers that have arrays. */
export function layersWithArrays(layers: readonly LayerSpec[]): readonly LayerSpec[] {
  return layers.filter((layer) => layerArrays(layer).length > 0);
}
