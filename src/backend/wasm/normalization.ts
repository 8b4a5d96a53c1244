import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Activation, Normalization } from '../convolutionOperations.ts';
import { floatWord } from './jobs.ts';
import type { WasmBackend } from './wasmBackend.ts';

/** Few enough that an item's rows stay in the cache while each group of channels goes over them. */
const numbersPerItem = 8_192;
const maxItems = 4_000;
const floatBytes = 4;
/** Two numbers in double precision. */
const pairBytes = 16;

/** As in `kernels/normalization.ts`. */
const activationWords: Readonly<Record<Activation, number>> = { linear: 0, relu: 1, gelu: 2 };

interface HeapMoments {
  readonly mean: TensorInfo;
  readonly variance: TensorInfo;
}

/** How [rows, channels] are divided among the items of a job. */
interface Rows {
  readonly rows: number;
  readonly channels: number;
  readonly rowsPerItem: number;
  readonly items: number;
}

function rowsOf({ shape }: TensorInfo): Rows {
  const channels = shape.at(-1) ?? 1;
  const rows = shape.slice(0, -1).reduce((product, size) => product * size, 1);
  const rowsPerItem = Math.max(1, Math.round(numbersPerItem / channels), Math.ceil(rows / maxItems));
  return { rows, channels, rowsPerItem, items: Math.ceil(rows / rowsPerItem) };
}

/** Mean and variance of each channel, [channels]. */
export function heapMoments(backend: WasmBackend, inputs: TensorInfo): HeapMoments {
  const { rows, channels, rowsPerItem, items } = rowsOf(inputs);
  const mean = backend.reserve([channels]);
  const variance = backend.reserve([channels]);
  const partials = backend.heap.allocate(items * channels * pairBytes);
  const record = [
    ...[backend.addressOf(inputs), rows, channels, rowsPerItem],
    ...[partials, backend.addressOf(mean), backend.addressOf(variance)],
  ];
  backend.jobs.run('rowMoments', items, record);
  backend.jobs.run('mergeMoments', channels, record);
  backend.heap.release(partials);
  return { mean, variance };
}

/** `activation((inputs − mean) / √(variance + epsilon) + offset)`, in the shape of the inputs. */
export function heapNormalize(
  backend: WasmBackend,
  inputs: TensorInfo,
  moments: HeapMoments,
  offset: TensorInfo,
  normalization: Normalization,
): TensorInfo {
  const outputs = backend.reserve(inputs.shape);
  const rows = rowsOf(inputs);
  backend.jobs.run('normalizeRows', rows.items, [
    backend.addressOf(inputs),
    ...settingWords(backend, rows, moments, offset, normalization),
    backend.addressOf(outputs),
  ]);
  return outputs;
}

interface HeapNormalizationPass extends HeapMoments {
  readonly inputs: TensorInfo;
  readonly outputs: TensorInfo;
  readonly byOutputs: TensorInfo;
}

/** @param wantsInputs whether the derivative with respect to the inputs is wanted */
export function heapNormalizationGradients(
  backend: WasmBackend,
  { inputs, outputs, byOutputs, ...moments }: HeapNormalizationPass,
  offset: TensorInfo,
  normalization: Normalization,
  wantsInputs: boolean,
): { readonly byInputs: TensorInfo | null; readonly byOffset: TensorInfo } {
  const rows = rowsOf(inputs);
  const { channels, items } = rows;
  const byOffset = backend.reserve([channels]);
  const byInputs = wantsInputs ? backend.reserve(inputs.shape) : null;
  const partials = backend.heap.allocate(items * channels * pairBytes);
  const means = backend.heap.allocate(2 * channels * floatBytes);
  const target = byInputs ? backend.addressOf(byInputs) : 0;
  const isLinear = normalization.activation === 'linear';
  const record = [
    backend.addressOf(inputs),
    ...settingWords(backend, rows, moments, offset, normalization),
    ...[backend.addressOf(outputs), backend.addressOf(byOutputs)],
    // The derivatives before the activation are put where those by the inputs take their place.
    ...[isLinear ? backend.addressOf(byOutputs) : target, partials, means, target],
  ];
  backend.jobs.run('sumGradientRows', items, record);
  backend.jobs.run('mergeSums', channels, [
    ...[partials, items, channels, rows.rows, backend.addressOf(byOffset), means],
  ]);
  if (byInputs) backend.jobs.run('normalizeGradientRows', items, record);
  backend.heap.release(partials);
  backend.heap.release(means);
  return { byInputs, byOffset };
}

/**
 * Sums over all but the last axis, [..., channels] → [channels].
 *
 * @param mask in the shape of the values, of which only those count where it is positive; null where all count
 */
export function heapChannelSums(
  backend: WasmBackend,
  values: TensorInfo,
  mask: TensorInfo | null,
): TensorInfo {
  const { rows, channels, rowsPerItem, items } = rowsOf(values);
  const sums = backend.reserve([channels]);
  const partials = backend.heap.allocate(items * channels * pairBytes);
  const means = backend.heap.allocate(2 * channels * floatBytes);
  const [inputs, none] = [0, 0];
  backend.jobs.run('sumGradientRows', items, [
    ...[inputs, rows, channels, rowsPerItem],
    ...[none, none, none, none, activationWords[mask ? 'relu' : 'linear']],
    ...[mask ? backend.addressOf(mask) : none, backend.addressOf(values), none, partials, means, none],
  ]);
  backend.jobs.run('mergeSums', channels, [
    ...[partials, items, channels, rows, backend.addressOf(sums), means],
  ]);
  backend.heap.release(partials);
  backend.heap.release(means);
  return sums;
}

function settingWords(
  backend: WasmBackend,
  { rows, channels, rowsPerItem }: Rows,
  { mean, variance }: HeapMoments,
  offset: TensorInfo,
  { epsilon, activation }: Normalization,
): number[] {
  return [
    ...[rows, channels, rowsPerItem],
    ...[mean, variance, offset].map((tensor) => backend.addressOf(tensor)),
    ...[floatWord(epsilon), activationWords[activation]],
  ];
}
