import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { WasmBackend } from './wasmBackend.ts';

/** The same as in `kernels/gelu.ts`. */
const numbersPerItem = 16_384;
const imagesPerItem = 16;

/** Images [batch, channels · side · side], one plane after another → [batch, side, side, channels]. */
export function heapChannelsLast(
  backend: WasmBackend,
  images: TensorInfo,
  side: number,
  channels: number,
): TensorInfo {
  const [batch = 0] = images.shape;
  const result = backend.reserve([batch, side, side, channels]);
  backend.jobs.run('channelsLast', Math.ceil(batch / imagesPerItem), [
    ...[backend.addressOf(images), backend.addressOf(result)],
    ...[batch, channels, side * side, imagesPerItem],
  ]);
  return result;
}

/** `x · Φ(x)`, or, with `byOutputs`, its derivative times these. */
export function heapGelu(backend: WasmBackend, inputs: TensorInfo, byOutputs: TensorInfo | null): TensorInfo {
  const result = backend.reserve(inputs.shape);
  const count = inputs.shape.reduce((product, size) => product * size, 1);
  backend.jobs.run('gelu', Math.ceil(count / numbersPerItem), [
    backend.addressOf(inputs),
    byOutputs ? backend.addressOf(byOutputs) : 0,
    backend.addressOf(result),
    count,
  ]);
  return result;
}
