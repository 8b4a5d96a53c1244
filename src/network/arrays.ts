import { type ByKind, byKind, type LayerSpec, type Shape } from './specification.ts';

/** An array that training changes. */
export interface ArraySpec {
  readonly shape: Shape;
  readonly initial: 'zeros' | { readonly stddev: number };
  /** Weights are penalized and decayed; biases are not. */
  readonly role: 'weight' | 'bias';
}

/** The arrays of each kind of layer, by their names within the layer. */
const arraysOf: ByKind<Readonly<Record<string, ArraySpec>>> = {
  dense: ({ input, output, initialStddev }) => ({
    weights: {
      shape: [...input, ...output],
      initial: initialStddev === 0 ? 'zeros' : { stddev: initialStddev },
      role: 'weight',
    },
    biases: { shape: output, initial: 'zeros', role: 'bias' },
  }),
  relu: () => ({}),
  dropout: () => ({}),
};

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

/** The layers that have arrays. */
export function trainedLayers(layers: readonly LayerSpec[]): readonly LayerSpec[] {
  return layers.filter((layer) => layerArrays(layer).length > 0);
}
