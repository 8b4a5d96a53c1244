import { imagePixels, imageSize } from '../data/cifar10.ts';
import type { LayerSpec, Shape, Spec } from '../network/specification.ts';
import type { Place } from './featureMaps.ts';
import type { OutputWeights } from './layerOutputs.ts';

/* What one output of a layer is a sum of. Everything here is plain numbers: the page computes it from what the worker has answered. */

/** The inputs of one output, with their weights. */
export interface Window {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** [height, width, channels]; 0 outside of the image */
  readonly values: Float32Array;
  /** [height, width, channels] */
  readonly weights: Float32Array;
}

/**
 * The window that an output of a layer looks at. A dense layer looks at all of its inputs, as an image where they are one.
 *
 * @param layers of the network
 * @param place of the layer among them
 * @param inputs of the layer
 */
export function windowAt(
  layers: readonly LayerSpec[],
  place: number,
  inputs: Float32Array,
  weights: OutputWeights,
  { row, column }: Place,
): Window {
  const layer = layers[place];
  if (layer?.kind === 'convolution' || layer?.kind === 'whitening') {
    return { ...convolved(layer, inputs, row, column), weights: weights.values };
  }
  const [height = 1, width = 1, channels = 1] = imageShapeOf(layers, place);
  const isPlanes = place === 0;
  const arranged = (values: Float32Array) => (isPlanes ? channelsLast(values) : values);
  return { height, width, channels, values: arranged(inputs), weights: arranged(weights.values) };
}

function convolved(
  { size, input: [height = 1, width = 1, channels = 1], ...windows }: Spec<'convolution'> | Spec<'whitening'>,
  inputs: Float32Array,
  row: number,
  column: number,
): Omit<Window, 'weights'> {
  const top = row * windows.stride - paddingBefore(windows, size, height);
  const left = column * windows.stride - paddingBefore(windows, size, width);
  const values = new Float32Array(size * size * channels);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      if (top + y < 0 || top + y >= height || left + x < 0 || left + x >= width) continue;
      const start = ((top + y) * width + left + x) * channels;
      values.set(inputs.subarray(start, start + channels), (y * size + x) * channels);
    }
  }
  return { height: size, width: size, channels, values };
}

/** How many rows, or columns, of zeros lie before an image; as in TensorFlow, one more may lie behind it. */
export function paddingBefore(
  { stride, padding }: Pick<Spec<'convolution'>, 'stride' | 'padding'>,
  size: number,
  length: number,
): number {
  if (padding === 'valid') return 0;
  const outputs = Math.ceil(length / stride);
  return Math.floor(Math.max(0, (outputs - 1) * stride + size - length) / 2);
}

/** Of a dense layer's inputs: as the picture, as the image that was flattened, or as units. */
function imageShapeOf(layers: readonly LayerSpec[], place: number): Shape {
  if (place === 0) return [imageSize, imageSize, imagePixels / imageSize ** 2];
  const before = layers[place - 1];
  if (before?.kind === 'flatten' && before.input.length === 3) return before.input;
  return [1, 1, layers[place]?.input[0] ?? 1];
}

/** From three colour planes to pixels. */
function channelsLast(planes: Float32Array): Float32Array {
  const pixels = imageSize * imageSize;
  const colours = planes.length / pixels;
  return Float32Array.from(
    planes,
    (_, index) => planes[(index % colours) * pixels + Math.trunc(index / colours)] ?? 0,
  );
}

/** What one channel of a window adds to an output. */
export interface Contribution {
  readonly channel: number;
  /** [height, width] */
  readonly values: Float32Array;
  readonly weights: Float32Array;
  readonly products: Float32Array;
  /** The sum of the products. */
  readonly sum: number;
}

/** Of all channels, those with the greatest sums in magnitude first. */
export function contributions({ height, width, channels, values, weights }: Window): Contribution[] {
  const all = Array.from({ length: channels }, (_, channel) => {
    const ofChannel = (from: Float32Array) =>
      Float32Array.from({ length: height * width }, (_, pixel) => from[pixel * channels + channel] ?? 0);
    const [inputs, factors] = [ofChannel(values), ofChannel(weights)];
    const products = inputs.map((value, pixel) => value * (factors[pixel] ?? 0));
    return {
      channel,
      values: inputs,
      weights: factors,
      products,
      sum: products.reduce((total, product) => total + product, 0),
    };
  });
  return all.sort((a, b) => Math.abs(b.sum) - Math.abs(a.sum));
}
