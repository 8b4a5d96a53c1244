import { layerArrays, type NetworkArray } from '../network/arrays.ts';
import type { LayerSpec, Shape } from '../network/specification.ts';
import { type ArrayForm, renamed } from './arrayForm.ts';

/** A program's conventions for the arrays of layers. */
export interface Layout {
  /** Between the name of a layer and that of its array. */
  readonly separator: '/' | '.';
  /** The names of arrays within their layer, by the page's. */
  readonly names: Readonly<Record<string, string>>;
  /** Its name for the factors of batch normalization, which the page's networks do not have; null where there is none. */
  readonly normalizationFactors: string | null;
  /** Whether matrices are `[outputs, inputs]`, filters [filters, channels, size, size], and flattened images in planes. */
  readonly isOutputsFirst: boolean;
  /** Whether dense layers have no output scale, so that their arrays must include it. */
  readonly includesOutputScale: boolean;
}

export const layouts = {
  page: {
    separator: '/',
    names: {
      ...{ weights: 'weights', filters: 'filters', biases: 'biases' },
      ...{ offset: 'offset', mean: 'mean', variance: 'variance' },
    },
    normalizationFactors: null,
    isOutputsFirst: false,
    includesOutputScale: false,
  },
  keras: {
    separator: '/',
    names: {
      ...{ weights: 'kernel', filters: 'kernel', biases: 'bias' },
      ...{ offset: 'beta', mean: 'moving_mean', variance: 'moving_variance' },
    },
    normalizationFactors: 'gamma',
    isOutputsFirst: false,
    includesOutputScale: true,
  },
  pytorch: {
    separator: '.',
    names: {
      ...{ weights: 'weight', filters: 'weight', biases: 'bias' },
      ...{ offset: 'bias', mean: 'running_mean', variance: 'running_var' },
    },
    normalizationFactors: 'weight',
    isOutputsFirst: true,
    includesOutputScale: true,
  },
} as const satisfies Readonly<Record<string, Layout>>;

/** A layer, and what its arrays depend on besides. */
export interface PlacedLayer {
  readonly layer: LayerSpec;
  /** The shape of the image whose values, in one row, are the layer's inputs; null where they are no flattened image. */
  readonly flattened: Shape | null;
}

export function placedLayers(layers: readonly LayerSpec[]): readonly PlacedLayer[] {
  let flattened: Shape | null = null;
  return layers.map((layer) => {
    const placed = { layer, flattened };
    if (layer.kind === 'flatten') flattened = layer.input;
    if (layer.kind === 'dense') flattened = null;
    return placed;
  });
}

/** How files of this layout hold the arrays of the layer, in the layer's order. */
export function layerForms({ layer, flattened }: PlacedLayer, layout: Layout): readonly ArrayForm[] {
  const factor = layout.includesOutputScale && layer.kind === 'dense' ? layer.outputScale : 1;
  return layerArrays(layer).map((array) => {
    const form = renamed(array.name, array.shape, nameIn(layout, array));
    return { ...form, ...(layout.isOutputsFirst ? outputsFirst(array.shape, flattened) : {}), factor };
  });
}

function nameIn({ names }: Layout, { name }: NetworkArray): string {
  const found = names[name.slice(name.lastIndexOf('/') + 1)];
  if (found === undefined) throw new RangeError(`other programs have no name for ${name}`);
  return found;
}

function outputsFirst(shape: Shape, flattened: Shape | null): Pick<ArrayForm, 'axes' | 'order' | 'shape'> {
  const [first = 1, second = 1, channels = 1, filters = 1] = shape;
  if (shape.length === 4) {
    return { axes: shape, order: [3, 2, 0, 1], shape: [filters, channels, first, second] };
  }
  if (shape.length !== 2) return { axes: shape, order: [0], shape };
  return flattened
    ? { axes: [...flattened, second], order: [3, 2, 0, 1], shape: [second, first] }
    : { axes: shape, order: [1, 0], shape: [second, first] };
}
