/* What follows the sums of a convolution while they are in the cache: biases, pooling, ReLU. */
import { loadUpTo4, storeUpTo8 } from './lanes';
import { Unit, Windows } from './windows';

@unmanaged
export class Outputs {
  /** [panel][filterRows][filterColumns][channels][8] */
  packed: usize;
  /** [filters]; 0 where there are none. */
  biases: usize;
  /** [batch][rows][columns][filters], rows and columns halved where there is pooling. */
  target: usize;
  /** In the outputs’ shape, a byte each: which of the four sums was the largest. 0 where there is no pooling. */
  winners: usize;
  filters: i32;
  isRectified: i32;
}

/** Writes the outputs of 8 filters, of which `sums` has [image][row][column][8]. */
export function finishPanel(outputs: Outputs, windows: Windows, unit: Unit, sums: usize, filter: i32): void {
  const width = min(8, outputs.filters - filter);
  let b0 = f32x4.splat(0);
  let b1 = b0;
  if (outputs.biases !== 0) {
    b0 = loadUpTo4(outputs.biases + ((<usize>filter) << 2), width);
    b1 = loadUpTo4(outputs.biases + ((<usize>filter) << 2) + 16, width - 4);
  }
  if (outputs.winners !== 0) poolPanel(outputs, windows, unit, sums, filter, b0, b1);
  else copyPanel(outputs, windows, unit, sums, filter, b0, b1);
}

function copyPanel(
  outputs: Outputs,
  windows: Windows,
  unit: Unit,
  sums: usize,
  filter: i32,
  b0: v128,
  b1: v128,
): void {
  const first = (unit.image * windows.rows + unit.row) * windows.columns;
  const width = min(8, outputs.filters - filter);
  const step = (<usize>outputs.filters) << 2;
  let target = outputs.target + <usize>first * step + ((<usize>filter) << 2);
  const end = sums + ((<usize>(unit.images * unit.rows * windows.columns)) << 5);
  const floor = floorOf(outputs);
  for (; sums < end; sums += 32) {
    const v0 = rectified(f32x4.add(v128.load(sums), b0), floor);
    const v1 = rectified(f32x4.add(v128.load(sums, 16), b1), floor);
    storeUpTo8(target, v0, v1, width);
    target += step;
  }
}

function poolPanel(
  outputs: Outputs,
  windows: Windows,
  unit: Unit,
  sums: usize,
  filter: i32,
  b0: v128,
  b1: v128,
): void {
  const width = min(8, outputs.filters - filter);
  const columns = windows.columns >> 1;
  const rowBytes = (<usize>windows.columns) << 5;
  const step = <usize>outputs.filters;
  const first = (unit.image * (windows.rows >> 1) + (unit.row >> 1)) * columns;
  const rows = unit.images * (unit.rows >> 1);
  let place = <usize>first * step + <usize>filter;
  const floor = floorOf(outputs);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const below = sums + rowBytes;
      let best0 = v128.load(sums);
      let best1 = v128.load(sums, 16);
      let winner0 = i32x4.splat(0);
      let winner1 = winner0;
      let v = v128.load(sums, 32);
      let wins = beats(v, best0);
      best0 = v128.bitselect(v, best0, wins);
      winner0 = v128.bitselect(i32x4.splat(1), winner0, wins);
      v = v128.load(sums, 48);
      wins = beats(v, best1);
      best1 = v128.bitselect(v, best1, wins);
      winner1 = v128.bitselect(i32x4.splat(1), winner1, wins);
      v = v128.load(below);
      wins = beats(v, best0);
      best0 = v128.bitselect(v, best0, wins);
      winner0 = v128.bitselect(i32x4.splat(2), winner0, wins);
      v = v128.load(below, 16);
      wins = beats(v, best1);
      best1 = v128.bitselect(v, best1, wins);
      winner1 = v128.bitselect(i32x4.splat(2), winner1, wins);
      v = v128.load(below, 32);
      wins = beats(v, best0);
      best0 = v128.bitselect(v, best0, wins);
      winner0 = v128.bitselect(i32x4.splat(3), winner0, wins);
      v = v128.load(below, 48);
      wins = beats(v, best1);
      best1 = v128.bitselect(v, best1, wins);
      winner1 = v128.bitselect(i32x4.splat(3), winner1, wins);
      const v0 = rectified(f32x4.add(best0, b0), floor);
      const v1 = rectified(f32x4.add(best1, b1), floor);
      storeUpTo8(outputs.target + (place << 2), v0, v1, width);
      const words = i16x8.narrow_i32x4_s(winner0, winner1);
      storeBytes(outputs.winners + place, i8x16.narrow_i16x8_u(words, words), width);
      place += step;
      sums += 64;
    }
    sums += rowBytes;
  }
}

/** NaN beats every number, or divergence would go unnoticed. Of equal values, the first stays. */
function beats(value: v128, best: v128): v128 {
  return v128.or(f32x4.gt(value, best), f32x4.ne(value, value));
}

/** Numbers below it become 0. */
function floorOf(outputs: Outputs): v128 {
  return f32x4.splat(outputs.isRectified ? 0 : -Infinity);
}

/** Not `max`: NaN must stay NaN. */
function rectified(values: v128, floor: v128): v128 {
  return v128.andnot(values, f32x4.lt(values, floor));
}

/** The low eight bytes, or the first of them. */
function storeBytes(target: usize, bytes: v128, count: i32): void {
  let eight = i64x2.extract_lane(bytes, 0);
  if (count === 8) {
    store<i64>(target, eight);
    return;
  }
  for (let index = 0; index < count; index++) {
    store<u8>(target + <usize>index, <u8>eight);
    eight >>= 8;
  }
}
