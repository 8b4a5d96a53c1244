/*
 * Mean and variance of each channel of [rows, channels]. An item takes some rows; their moments are merged in the items’ order, in
 * double precision, after Chan, Golub and LeVeque, “Updating Formulae and a Pairwise Algorithm for Computing Sample Variances”
 * (1979).
 */
import { loadUpTo4 } from './lanes';
import { multiplyAdd } from './multiplyAdd';

@unmanaged
class Moments {
  inputs: usize;
  rows: i32;
  channels: i32;
  rowsPerItem: i32;
  /** In double precision, [item][channels][2]: mean, and sum of the squared deviations from it. */
  partials: usize;
  /** [channels] */
  mean: usize;
  variance: usize;
}

/** The rows of an item whose mean is close to that of all of them: sums of deviations from it lose no digits. */
const pivotRows: i32 = 4;

export function rowMoments(job: usize, item: i32, scratch: usize): void {
  const moments = changetype<Moments>(job);
  const channels = moments.channels;
  const first = item * moments.rowsPerItem;
  const rows = min(moments.rowsPerItem, moments.rows - first);
  const inputs = moments.inputs + ((<usize>(first * channels)) << 2);
  const partials = moments.partials + ((<usize>(item * channels)) << 4);
  for (let channel = 0; channel < channels; channel += 4) {
    const own = (<usize>channel) << 2;
    const count = min(4, channels - channel);
    channelMoments(partials + (own << 2), inputs + own, rows, channels, count, scratch);
  }
}

/** Of up to four channels. */
function channelMoments(
  target: usize,
  inputs: usize,
  rows: i32,
  channels: i32,
  count: i32,
  scratch: usize,
): void {
  const step = (<usize>channels) << 2;
  let pivot = f32x4.splat(0);
  const sampled = min(rows, pivotRows);
  for (let row = 0; row < sampled; row++) {
    pivot = f32x4.add(pivot, loadUpTo4(inputs + <usize>row * step, count));
  }
  pivot = f32x4.div(pivot, f32x4.splat(<f32>sampled));
  let sum = f32x4.splat(0);
  let squares = sum;
  for (let row = 0; row < rows; row++) {
    const deviation = f32x4.sub(loadUpTo4(inputs, count), pivot);
    sum = f32x4.add(sum, deviation);
    squares = multiplyAdd(deviation, deviation, squares);
    inputs += step;
  }
  v128.store(scratch, pivot);
  v128.store(scratch, sum, 16);
  v128.store(scratch, squares, 32);
  for (let channel = 0; channel < count; channel++) {
    const own = scratch + ((<usize>channel) << 2);
    const place = target + ((<usize>channel) << 4);
    storeMoments(place, load<f32>(own), load<f32>(own, 16), load<f32>(own, 32), rows);
  }
}

function storeMoments(target: usize, pivot: f64, sum: f64, squares: f64, rows: i32): void {
  const shift = sum / <f64>rows;
  store<f64>(target, pivot + shift);
  store<f64>(target, squares - sum * shift, 8);
}

/** An item is a channel. */
export function mergeMoments(job: usize, item: i32, _scratch: usize): void {
  const moments = changetype<Moments>(job);
  const step = (<usize>moments.channels) << 4;
  let source = moments.partials + ((<usize>item) << 4);
  let mean: f64 = 0;
  let squares: f64 = 0;
  for (let row = 0; row < moments.rows; row += moments.rowsPerItem) {
    const rows = <f64>min(moments.rowsPerItem, moments.rows - row);
    const share = rows / (<f64>row + rows);
    const difference = load<f64>(source) - mean;
    mean += difference * share;
    squares += load<f64>(source, 8) + difference * difference * share * <f64>row;
    source += step;
  }
  const own = (<usize>item) << 2;
  store<f32>(moments.mean + own, <f32>mean);
  // Rounding may bring it below zero where all numbers are the same; NaN stays NaN.
  if (squares < 0) squares = 0;
  store<f32>(moments.variance + own, <f32>(squares / <f64>moments.rows));
}

@unmanaged
class PairSums {
  /** In double precision, [items][channels][2] */
  partials: usize;
  items: i32;
  channels: i32;
  /** What the pairs’ sums are divided by for their means. */
  count: i32;
  /** [channels]: the sums of the first of each pair */
  sums: usize;
  /** [2][channels] */
  means: usize;
}

/** Adds up pairs in the items’ order. An item is a channel. */
export function mergeSums(job: usize, item: i32, _scratch: usize): void {
  const pairs = changetype<PairSums>(job);
  const step = (<usize>pairs.channels) << 4;
  let source = pairs.partials + ((<usize>item) << 4);
  let first: f64 = 0;
  let second: f64 = 0;
  for (let index = 0; index < pairs.items; index++) {
    first += load<f64>(source);
    second += load<f64>(source, 8);
    source += step;
  }
  const own = (<usize>item) << 2;
  store<f32>(pairs.sums + own, <f32>first);
  store<f32>(pairs.means + own, <f32>(first / <f64>pairs.count));
  store<f32>(pairs.means + own + ((<usize>pairs.channels) << 2), <f32>(second / <f64>pairs.count));
}
