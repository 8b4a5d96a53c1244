import type { LayerSpec } from '../network/specification.ts';
import { indexOf, type Place } from './featureMaps.ts';

/** A layer on the way of a value through a stage. */
export interface TracedValue {
  readonly layer: LayerSpec;
  readonly place: Place;
  readonly value: number;
}

/**
 * Where a value comes from within its stage: through activations and normalization from the same place, through pooling from the
 * largest value of the window.
 *
 * @param stage the layers of the stage; the first combines values
 * @param outputs of each of them
 * @param end in the outputs of the last
 * @returns one for each layer, in their order
 */
export function traced(
  stage: readonly LayerSpec[],
  outputs: readonly Float32Array[],
  end: Place,
): readonly TracedValue[] {
  const values: TracedValue[] = [];
  let place = end;
  for (let index = stage.length - 1; index >= 0; index--) {
    const layer = stage[index];
    const ofLayer = outputs[index];
    if (!layer || !ofLayer) throw new RangeError(`the stage has no layer ${index}`);
    values.unshift({ layer, place, value: ofLayer[indexOf(layer.output, place)] ?? 0 });
    const before = outputs[index - 1];
    if (before) place = largestOf(layer, before, place);
  }
  return values;
}

/** Where the largest input of an output is. */
function largestOf(layer: LayerSpec, inputs: Float32Array, place: Place): Place {
  const windowed = poolingOf(layer);
  if (windowed === null) return place;
  const { height, width } = windowed;
  const [top, left] = [place.row * height, place.column * width];
  const inWindow = Array.from({ length: height * width }, (_, pixel) => ({
    row: top + Math.trunc(pixel / width),
    column: left + (pixel % width),
    channel: place.channel,
  }));
  const valueAt = (one: Place) => inputs[indexOf(layer.input, one)] ?? Number.NEGATIVE_INFINITY;
  return inWindow.reduce((best, one) => (valueAt(one) > valueAt(best) ? one : best));
}

/** The windows of a layer that pools; null where it does not. */
function poolingOf(layer: LayerSpec): { readonly height: number; readonly width: number } | null {
  const [height = 1, width = 1] = layer.input;
  switch (layer.kind) {
    case 'maxPooling':
    case 'averagePooling':
      return { height: layer.size, width: layer.size };
    case 'globalMaxPooling':
    case 'globalAveragePooling':
      return { height, width };
    default:
      return null;
  }
}
