/*
 * Batch normalization: (inputs − mean) / √(variance + epsilon) + offset for each channel, and an activation. Rows of [rows,
 * channels] are divided among items.
 */
import { loadUpTo4, storeUpTo4 } from './lanes';
import { multiplyAdd } from './multiplyAdd';
import { constantsBytes, geluOf, geluSlope, writeConstants } from './normalDistribution';

const relu: i32 = 1;
const gelu: i32 = 2;

@unmanaged
class Normalization {
  /** [rows][channels], as all other matrices here; 0 where only sums of derivatives are wanted. */
  inputs: usize;
  rows: i32;
  channels: i32;
  rowsPerItem: i32;
  /** [channels], as `variance` and `offset` */
  mean: usize;
  variance: usize;
  offset: usize;
  epsilon: f32;
  activation: i32;
  outputs: usize;
}

/** Writes the outputs of `rowsPerItem` rows. */
export function normalizeRows(job: usize, item: i32, scratch: usize): void {
  const normalization = changetype<Normalization>(job);
  const channels = normalization.channels;
  const activation = normalization.activation;
  const factors = scratch + constantsBytes;
  writeConstants(scratch);
  writeFactors(factors, normalization.variance, channels, normalization.epsilon);
  const first = item * normalization.rowsPerItem;
  const rows = min(normalization.rowsPerItem, normalization.rows - first);
  let place = (<usize>(first * channels)) << 2;
  for (let row = 0; row < rows; row++) {
    for (let channel = 0; channel < channels; channel += 4) {
      const left = channels - channel;
      const own = (<usize>channel) << 2;
      const offset = loadUpTo4(normalization.offset + own, left);
      const x = loadUpTo4(normalization.inputs + place + own, left);
      const centred = f32x4.sub(x, loadUpTo4(normalization.mean + own, left));
      let y = multiplyAdd(centred, v128.load(factors + own), offset);
      // Not `max`: NaN must stay NaN, or divergence would go unnoticed.
      if (activation === relu) y = v128.andnot(y, f32x4.lt(y, f32x4.splat(0)));
      else if (activation === gelu) y = geluOf(y, scratch);
      storeUpTo4(normalization.outputs + place + own, y, left);
    }
    place += (<usize>channels) << 2;
  }
}

/** 1 / √(variance + epsilon) of each channel. */
function writeFactors(target: usize, variance: usize, channels: i32, epsilon: f32): void {
  for (let channel = 0; channel < channels; channel += 4) {
    const own = (<usize>channel) << 2;
    const sum = f32x4.add(loadUpTo4(variance + own, channels - channel), f32x4.splat(epsilon));
    v128.store(target + own, f32x4.div(f32x4.splat(1), f32x4.sqrt(sum)));
  }
}

@unmanaged
class NormalizationGradient extends Normalization {
  byOutputs: usize;
  /** Where the derivatives by what is activated are put; 0 where they are not needed later. */
  bySums: usize;
  /** In double precision, [item][channels][2]: the sums of those, and of their products with the normalized inputs. */
  partials: usize;
  /** [2][channels]: the means of the same. */
  means: usize;
  byInputs: usize;
}

/** Undoes the activation of `rowsPerItem` rows, and adds them up. */
export function sumGradientRows(job: usize, item: i32, scratch: usize): void {
  const gradient = changetype<NormalizationGradient>(job);
  const channels = gradient.channels;
  const first = item * gradient.rowsPerItem;
  const rows = min(gradient.rowsPerItem, gradient.rows - first);
  const start = (<usize>(first * channels)) << 2;
  const factors = scratch + constantsBytes;
  const ownRows = factors + ((<usize>(channels + 4)) << 2);
  if (gradient.inputs !== 0) writeFactors(factors, gradient.variance, channels, gradient.epsilon);
  let bySums = gradient.byOutputs + start;
  if (gradient.activation !== 0) {
    bySums = gradient.bySums !== 0 ? gradient.bySums + start : ownRows;
    writeConstants(scratch);
    undoActivation(gradient, bySums, start, rows, scratch);
  }
  const partials = gradient.partials + ((<usize>(item * channels)) << 4);
  for (let channel = 0; channel < channels; channel += 4) {
    const own = (<usize>channel) << 2;
    const count = channels - channel;
    const inputs = gradient.inputs !== 0 ? gradient.inputs + start + own : 0;
    const mean = gradient.inputs !== 0 ? loadUpTo4(gradient.mean + own, count) : f32x4.splat(0);
    const factor = gradient.inputs !== 0 ? v128.load(factors + own) : f32x4.splat(0);
    sumChannels(partials + (own << 2), bySums + own, inputs, mean, factor, rows, channels, count);
  }
}

function undoActivation(
  gradient: NormalizationGradient,
  target: usize,
  start: usize,
  rows: i32,
  constants: usize,
): void {
  const factors = constants + constantsBytes;
  const channels = gradient.channels;
  const isGelu = gradient.activation === gelu;
  let place = start;
  for (let row = 0; row < rows; row++) {
    for (let channel = 0; channel < channels; channel += 4) {
      const own = (<usize>channel) << 2;
      const left = channels - channel;
      let g = loadUpTo4(gradient.byOutputs + place + own, left);
      if (isGelu) {
        const x = loadUpTo4(gradient.inputs + place + own, left);
        const centred = f32x4.sub(x, loadUpTo4(gradient.mean + own, left));
        const offset = loadUpTo4(gradient.offset + own, left);
        g = f32x4.mul(g, geluSlope(multiplyAdd(centred, v128.load(factors + own), offset), constants));
      } else {
        g = v128.and(g, f32x4.gt(loadUpTo4(gradient.outputs + place + own, left), f32x4.splat(0)));
      }
      storeUpTo4(target + own, g, left);
    }
    place += (<usize>channels) << 2;
    target += (<usize>channels) << 2;
  }
}

/** Of up to four channels: Σg and Σ g · x̂. */
function sumChannels(
  target: usize,
  bySums: usize,
  inputs: usize,
  mean: v128,
  factor: v128,
  rows: i32,
  channels: i32,
  count: i32,
): void {
  const step = (<usize>channels) << 2;
  let sum = f32x4.splat(0);
  let products = sum;
  for (let row = 0; row < rows; row++) {
    const g = loadUpTo4(bySums, count);
    sum = f32x4.add(sum, g);
    if (inputs !== 0) {
      const centred = f32x4.sub(loadUpTo4(inputs, count), mean);
      products = multiplyAdd(g, f32x4.mul(centred, factor), products);
      inputs += step;
    }
    bySums += step;
  }
  storePairs(target, sum, products, count);
}

/** In double precision, as pairs. */
function storePairs(target: usize, sum: v128, products: v128, count: i32): void {
  store<f64>(target, f32x4.extract_lane(sum, 0));
  store<f64>(target, f32x4.extract_lane(products, 0), 8);
  if (count > 1) {
    store<f64>(target, f32x4.extract_lane(sum, 1), 16);
    store<f64>(target, f32x4.extract_lane(products, 1), 24);
  }
  if (count > 2) {
    store<f64>(target, f32x4.extract_lane(sum, 2), 32);
    store<f64>(target, f32x4.extract_lane(products, 2), 40);
  }
  if (count > 3) {
    store<f64>(target, f32x4.extract_lane(sum, 3), 48);
    store<f64>(target, f32x4.extract_lane(products, 3), 56);
  }
}

/** byInputs = factor · (g − mean(g) − x̂ · mean(g · x̂)), for `rowsPerItem` rows. */
export function normalizeGradientRows(job: usize, item: i32, scratch: usize): void {
  const gradient = changetype<NormalizationGradient>(job);
  const channels = gradient.channels;
  writeFactors(scratch, gradient.variance, channels, gradient.epsilon);
  const first = item * gradient.rowsPerItem;
  const rows = min(gradient.rowsPerItem, gradient.rows - first);
  const alongNormalized = gradient.means + ((<usize>channels) << 2);
  let place = (<usize>(first * channels)) << 2;
  for (let row = 0; row < rows; row++) {
    for (let channel = 0; channel < channels; channel += 4) {
      const own = (<usize>channel) << 2;
      const left = channels - channel;
      const factor = v128.load(scratch + own);
      const x = loadUpTo4(gradient.inputs + place + own, left);
      const normalized = f32x4.mul(f32x4.sub(x, loadUpTo4(gradient.mean + own, left)), factor);
      const g = loadUpTo4(gradient.bySums + place + own, left);
      const centred = f32x4.sub(g, loadUpTo4(gradient.means + own, left));
      const along = f32x4.mul(normalized, loadUpTo4(alongNormalized + own, left));
      storeUpTo4(gradient.byInputs + place + own, f32x4.mul(f32x4.sub(centred, along), factor), left);
    }
    place += (<usize>channels) << 2;
  }
}
