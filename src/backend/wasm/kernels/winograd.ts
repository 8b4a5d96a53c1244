/*
 * Convolutions with filters of 3 × 3 and a stride of 1, four sums at a time, after Lavin and Gray, "Fast Algorithms for Convolutional
 * Neural Networks" (CVPR 2016), F(2 × 2, 3 × 3): a square of 4 × 4 inputs and the filters are transformed, so that the 36
 * multiplications for 2 × 2 sums become 16, one for each place of the transformed squares. Over all squares, channels and filters,
 * each of the 16 places is a matrix product.
 *
 * Here are the transforms. `t` is that of numbers on a line; squares are transformed along one axis, then along the other.
 */
import { copiedRowBytes, copiedRows, Unit, Windows } from './windows';

/** Places of a transformed square. */
export const places: i32 = 16;

/** Bytes from one place to the next: an odd number of cache lines, or the places of a square would compete for the same ones. */
export function placeStep(bytes: usize): usize {
  return ((bytes + 63) & ~63) | 64;
}

/** Squares of 2 × 2 sums along an axis. */
export function squaresAlong(sums: i32): i32 {
  return (sums + 1) >> 1;
}

/**
 * Transforms the squares of the copy: [place][square][channels]. `windows` and `unit` have even numbers of rows and columns;
 * channels are a multiple of 4.
 */
export function transformInputs(
  target: usize,
  placeBytes: usize,
  windows: Windows,
  unit: Unit,
  copy: usize,
): void {
  const rowBytes = copiedRowBytes(windows);
  const pixelBytes = (<usize>windows.channels) << 2;
  const imageBytes = <usize>copiedRows(windows, unit.rows) * rowBytes;
  for (let image = 0; image < unit.images; image++) {
    for (let row = 0; row < unit.rows; row += 2) {
      let source = copy + <usize>image * imageBytes + <usize>row * rowBytes;
      for (let column = 0; column < windows.columns; column += 2) {
        for (let channel: usize = 0; channel < pixelBytes; channel += 16) {
          transformInput(target + channel, placeBytes, source + channel, rowBytes, pixelBytes);
        }
        target += pixelBytes;
        source += pixelBytes << 1;
      }
    }
  }
}

/** t = (d0 − d2, d1 + d2, d2 − d1, d1 − d3), for four channels. */
function transformInput(
  target: usize,
  placeBytes: usize,
  source: usize,
  rowBytes: usize,
  pixelBytes: usize,
): void {
  const row1 = source + rowBytes;
  const row2 = row1 + rowBytes;
  const row3 = row2 + rowBytes;
  const column2 = pixelBytes << 1;
  const column3 = pixelBytes + column2;
  const c0 = v128.load(source + column2);
  const c1 = v128.load(row1 + column2);
  const c2 = v128.load(row2 + column2);
  const c3 = v128.load(row3 + column2);
  let t0 = f32x4.sub(v128.load(source), c0);
  let t1 = f32x4.sub(v128.load(row1), c1);
  let t2 = f32x4.sub(v128.load(row2), c2);
  let t3 = f32x4.sub(v128.load(row3), c3);
  storeInputColumn(target, placeBytes, t0, t1, t2, t3);
  const b0 = v128.load(source + pixelBytes);
  const b1 = v128.load(row1 + pixelBytes);
  const b2 = v128.load(row2 + pixelBytes);
  const b3 = v128.load(row3 + pixelBytes);
  t0 = f32x4.add(b0, c0);
  t1 = f32x4.add(b1, c1);
  t2 = f32x4.add(b2, c2);
  t3 = f32x4.add(b3, c3);
  storeInputColumn(target + placeBytes, placeBytes, t0, t1, t2, t3);
  t0 = f32x4.sub(c0, b0);
  t1 = f32x4.sub(c1, b1);
  t2 = f32x4.sub(c2, b2);
  t3 = f32x4.sub(c3, b3);
  storeInputColumn(target + 2 * placeBytes, placeBytes, t0, t1, t2, t3);
  t0 = f32x4.sub(b0, v128.load(source + column3));
  t1 = f32x4.sub(b1, v128.load(row1 + column3));
  t2 = f32x4.sub(b2, v128.load(row2 + column3));
  t3 = f32x4.sub(b3, v128.load(row3 + column3));
  storeInputColumn(target + 3 * placeBytes, placeBytes, t0, t1, t2, t3);
}

function storeInputColumn(target: usize, placeBytes: usize, t0: v128, t1: v128, t2: v128, t3: v128): void {
  const rowOfPlaces = placeBytes << 2;
  v128.store(target, f32x4.sub(t0, t2));
  v128.store(target + rowOfPlaces, f32x4.add(t1, t2));
  v128.store(target + 2 * rowOfPlaces, f32x4.sub(t2, t1));
  v128.store(target + 3 * rowOfPlaces, f32x4.sub(t1, t3));
}

/**
 * Transforms four columns of a square back to 2 × 2 sums: t = (m0 + m1 + m2, m1 − m2 − m3).
 *
 * @param source its first place
 * @param right bytes from a sum to the one on its right; 0 where that is not wanted, as `below`
 */
export function transformSums(
  target: usize,
  right: usize,
  below: usize,
  source: usize,
  placeBytes: usize,
): void {
  const rowOfPlaces = placeBytes << 2;
  const a0 = upperSum(source, rowOfPlaces);
  const a1 = upperSum(source + placeBytes, rowOfPlaces);
  const a2 = upperSum(source + 2 * placeBytes, rowOfPlaces);
  v128.store(target, f32x4.add(f32x4.add(a0, a1), a2));
  if (right !== 0) {
    const a3 = upperSum(source + 3 * placeBytes, rowOfPlaces);
    v128.store(target + right, f32x4.sub(f32x4.sub(a1, a2), a3));
  }
  if (below === 0) return;
  const b0 = lowerSum(source, rowOfPlaces);
  const b1 = lowerSum(source + placeBytes, rowOfPlaces);
  const b2 = lowerSum(source + 2 * placeBytes, rowOfPlaces);
  v128.store(target + below, f32x4.add(f32x4.add(b0, b1), b2));
  if (right !== 0) {
    const b3 = lowerSum(source + 3 * placeBytes, rowOfPlaces);
    v128.store(target + below + right, f32x4.sub(f32x4.sub(b1, b2), b3));
  }
}

function upperSum(source: usize, step: usize): v128 {
  return f32x4.add(f32x4.add(v128.load(source), v128.load(source + step)), v128.load(source + 2 * step));
}

function lowerSum(source: usize, step: usize): v128 {
  const difference = f32x4.sub(v128.load(source + step), v128.load(source + 2 * step));
  return f32x4.sub(difference, v128.load(source + 3 * step));
}

/**
 * Transforms the derivatives by 2 × 2 sums, for the derivative by the filters: t = (s0, s0 + s1, s0 − s1, −s1), for four filters.
 */
export function transformSumsGradient(
  target: usize,
  placeBytes: usize,
  source: usize,
  right: usize,
  below: usize,
): void {
  const s00 = v128.load(source);
  const s01 = v128.load(source + right);
  const s10 = v128.load(source + below);
  const s11 = v128.load(source + below + right);
  const rowOfPlaces = placeBytes << 2;
  storeGradientRow(target, placeBytes, s00, s01);
  storeGradientRow(target + rowOfPlaces, placeBytes, f32x4.add(s00, s10), f32x4.add(s01, s11));
  storeGradientRow(target + 2 * rowOfPlaces, placeBytes, f32x4.sub(s00, s10), f32x4.sub(s01, s11));
  storeGradientRow(target + 3 * rowOfPlaces, placeBytes, f32x4.neg(s10), f32x4.neg(s11));
}

function storeGradientRow(target: usize, placeBytes: usize, s0: v128, s1: v128): void {
  v128.store(target, s0);
  v128.store(target + placeBytes, f32x4.add(s0, s1));
  v128.store(target + 2 * placeBytes, f32x4.sub(s0, s1));
  v128.store(target + 3 * placeBytes, f32x4.neg(s1));
}

@unmanaged
class FilterTransform {
  /** [3][3][channels][filters] */
  filters: usize;
  /** [panel of 8 columns][place][depth, rounded up][8] */
  packed: usize;
  channels: i32;
  filterCount: i32;
  /** Whether the filters are rotated, with channels as columns: for the derivative by the inputs. */
  isFlipped: i32;
  /** Of the packed filters. */
  depth: i32;
}

/** Transforms and packs filters, t = (g0, (g0 + g1 + g2) / 2, (g0 − g1 + g2) / 2, g2). An item is a panel of 8. */
export function transformFilters(job: usize, item: i32, scratch: usize): void {
  const transform = changetype<FilterTransform>(job);
  const isFlipped = transform.isFlipped !== 0;
  const columns = isFlipped ? transform.channels : transform.filterCount;
  const rows = isFlipped ? transform.filterCount : transform.channels;
  const filterStep: usize = 4;
  const channelStep = (<usize>transform.filterCount) << 2;
  const rowStep = isFlipped ? filterStep : channelStep;
  const columnStep = isFlipped ? channelStep : filterStep;
  const tapBytes = (<usize>(transform.channels * transform.filterCount)) << 2;
  const first = item << 3;
  const placeBytes = (<usize>transform.depth) << 5;
  const packed = transform.packed + <usize>(item * places) * placeBytes;
  for (let row = 0; row < transform.depth; row++) {
    for (let column = 0; column < 8; column++) {
      const isInside = row < rows && first + column < columns;
      const source = transform.filters + <usize>row * rowStep + <usize>(first + column) * columnStep;
      for (let tap = 0; tap < 9; tap++) {
        const own = <usize>(isFlipped ? 8 - tap : tap);
        store<f32>(scratch + ((<usize>tap) << 2), isInside ? load<f32>(source + own * tapBytes) : 0);
      }
      transformFilter(packed + ((<usize>((row << 3) + column)) << 2), placeBytes, scratch);
    }
  }
}

function transformFilter(target: usize, placeBytes: usize, taps: usize): void {
  const lines = taps + 64;
  for (let column: usize = 0; column < 12; column += 4) {
    transformLine(
      lines + column,
      12,
      load<f32>(taps + column),
      load<f32>(taps + column, 12),
      load<f32>(taps + column, 24),
    );
  }
  for (let line: usize = 0; line < 4; line++) {
    const source = lines + line * 12;
    const place = target + (line << 2) * placeBytes;
    transformLine(place, placeBytes, load<f32>(source), load<f32>(source, 4), load<f32>(source, 8));
  }
}

function transformLine(target: usize, step: usize, g0: f32, g1: f32, g2: f32): void {
  store<f32>(target, g0);
  store<f32>(target + step, 0.5 * (g0 + g1 + g2));
  store<f32>(target + 2 * step, 0.5 * (g0 - g1 + g2));
  store<f32>(target + 3 * step, g2);
}
