/*
 * The loss’s derivative with respect to the sums of a convolution, made from the one with respect to its outputs while it is
 * copied: ReLU and pooling are undone.
 */
import { copiedRowBytes, copiedRows, Unit, Windows } from './windows';

@unmanaged
export class GradientSource {
  /** [batch][rows][columns][filters] */
  byOutputs: usize;
  /** The outputs, where ReLU is to be undone, else 0. */
  outputs: usize;
  /** Which of four sums each output was, where pooling is to be undone, else 0. */
  winners: usize;
  /** Of the outputs. */
  rows: i32;
  columns: i32;
  filters: i32;
}

export const gradientSourceBytes: usize = 24;

/** Where the sums’ derivatives lie under the windows of the inputs’ derivatives. */
@unmanaged
export class Spreading {
  /** Rows and columns of zeros before the first. */
  top: i32;
  left: i32;
  /** The convolution’s stride: there are that many rows and columns from one to the next. */
  step: i32;
}

export const spreadingBytes: usize = 12;

/** Copies the rows that a unit’s windows cover. `windows.channels` is the number of filters, rounded up to a multiple of 8. */
export function spreadGradient(
  target: usize,
  windows: Windows,
  source: GradientSource,
  spreading: Spreading,
  unit: Unit,
): void {
  const rowBytes = copiedRowBytes(windows);
  const pixelBytes = (<usize>windows.channels) << 2;
  const left = <usize>spreading.left * pixelBytes;
  const isPooled = source.winners !== 0;
  const sumRows = isPooled ? source.rows << 1 : source.rows;
  const sumColumns = isPooled ? source.columns << 1 : source.columns;
  const step = spreading.step;
  const rows = copiedRows(windows, unit.rows);
  const first = unit.row - spreading.top;
  const filled = left + <usize>((sumColumns - 1) * step + 1) * pixelBytes;
  for (let image = unit.image; image < unit.image + unit.images; image++) {
    for (let row = first; row < first + rows; row++) {
      const sumRow = row / step;
      if (row < 0 || sumRow >= sumRows || row % step !== 0) {
        memory.fill(target, 0, rowBytes);
      } else {
        if (step > 1) memory.fill(target, 0, rowBytes);
        memory.fill(target, 0, left);
        copyGradientRow(target + left, pixelBytes * <usize>step, 32, source, image, sumRow);
        memory.fill(target + filled, 0, rowBytes - filled);
      }
      target += rowBytes;
    }
  }
}

/**
 * Writes the derivatives of one row of sums: `pixelStep` bytes from one pixel to the next, `groupStep` from eight filters to the
 * next eight; the last are filled up with zeros.
 */
export function copyGradientRow(
  target: usize,
  pixelStep: usize,
  groupStep: usize,
  source: GradientSource,
  image: i32,
  row: i32,
): void {
  const shift = i32(source.winners !== 0);
  const filters = source.filters;
  const columns = source.columns << shift;
  const first = (image * source.rows + (row >> shift)) * source.columns;
  const quarter = (row & 1) << 1;
  for (let column = 0; column < columns; column++) {
    const place = <usize>((first + (column >> shift)) * filters);
    const winner = quarter | (column & 1);
    let group = target;
    for (let filter = 0; filter < filters; filter += 8) {
      if (filter + 8 <= filters) copyEight(group, source, place + <usize>filter, winner);
      else copyFew(group, source, place + <usize>filter, filters - filter, winner);
      group += groupStep;
    }
    target += pixelStep;
  }
}

function copyEight(target: usize, source: GradientSource, place: usize, winner: i32): void {
  let v0 = v128.load(source.byOutputs + (place << 2));
  let v1 = v128.load(source.byOutputs + (place << 2), 16);
  if (source.outputs !== 0) {
    const zero = f32x4.splat(0);
    v0 = v128.and(v0, f32x4.gt(v128.load(source.outputs + (place << 2)), zero));
    v1 = v128.and(v1, f32x4.gt(v128.load(source.outputs + (place << 2), 16), zero));
  }
  if (source.winners !== 0) {
    const words = v128.load8x8_u(source.winners + place);
    const wanted = i32x4.splat(winner);
    v0 = v128.and(v0, i32x4.eq(i32x4.extend_low_i16x8_u(words), wanted));
    v1 = v128.and(v1, i32x4.eq(i32x4.extend_high_i16x8_u(words), wanted));
  }
  v128.store(target, v0);
  v128.store(target, v1, 16);
}

function copyFew(target: usize, source: GradientSource, place: usize, count: i32, winner: i32): void {
  for (let index = 0; index < 8; index++) {
    let value: f32 = 0;
    if (index < count) {
      const own = place + <usize>index;
      const isPositive = source.outputs === 0 || load<f32>(source.outputs + (own << 2)) > 0;
      const isWinner = source.winners === 0 || load<u8>(source.winners + own) === <u8>winner;
      if (isPositive && isWinner) value = load<f32>(source.byOutputs + (own << 2));
    }
    store<f32>(target + ((<usize>index) << 2), value);
  }
}
