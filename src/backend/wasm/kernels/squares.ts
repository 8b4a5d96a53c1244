/* Squares of 4 × 4 sums and the 6 × 6 inputs that they need, transformed (`squareTransforms.ts`). */
import { loadUpTo4 } from './lanes';
import { filterLine, inputLine, lineBytes, patchSide, places } from './squareTransforms';
import { copiedRowBytes, copiedRows, Unit, Windows, windowsBytes } from './windows';

/** Sums along an axis of a square. */
export const side: i32 = 4;
const sideMask: i32 = 3;

/** Squares of sums along an axis. */
export function squaresAlong(sums: i32): i32 {
  return (sums + sideMask) >> 2;
}

/** Copies `windows` with as many rows and columns as whole squares have. */
export function wholeSquares(target: usize, windows: Windows): Windows {
  memory.copy(target, changetype<usize>(windows), windowsBytes);
  const whole = changetype<Windows>(target);
  whole.rows = (windows.rows + sideMask) & ~sideMask;
  whole.columns = (windows.columns + sideMask) & ~sideMask;
  return whole;
}

/** Bytes from one place to the next: an odd number of cache lines, or the places of a square would compete for the same ones. */
export function placeStep(bytes: usize): usize {
  return ((bytes + 63) & ~63) | 64;
}

/**
 * Transforms the squares of the copy: [place][square][channels]. `windows` and `unit` have whole squares; channels are a multiple
 * of 4.
 */
export function transformInputs(
  target: usize,
  placeBytes: usize,
  windows: Windows,
  unit: Unit,
  copy: usize,
  halfway: usize,
): void {
  const rowBytes = copiedRowBytes(windows);
  const pixelBytes = (<usize>windows.channels) << 2;
  const imageBytes = <usize>copiedRows(windows, unit.rows) * rowBytes;
  for (let image = 0; image < unit.images; image++) {
    for (let row = 0; row < unit.rows; row += side) {
      let source = copy + <usize>image * imageBytes + <usize>row * rowBytes;
      for (let column = 0; column < windows.columns; column += side) {
        for (let channel: usize = 0; channel < pixelBytes; channel += 16) {
          transformInput(target + channel, placeBytes, source + channel, rowBytes, pixelBytes, halfway);
        }
        target += pixelBytes;
        source += pixelBytes << 2;
      }
    }
  }
}

function transformInput(
  target: usize,
  placeBytes: usize,
  source: usize,
  rowBytes: usize,
  pixelBytes: usize,
  halfway: usize,
): void {
  for (let line = 0; line < patchSide; line++) {
    inputLine(halfway + <usize>line * lineBytes, 16, source, pixelBytes);
    source += rowBytes;
  }
  for (let line = 0; line < patchSide; line++) {
    inputLine(target, 6 * placeBytes, halfway + ((<usize>line) << 4), lineBytes);
    target += placeBytes;
  }
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

/** Transforms and packs filters. An item is a panel of 8. */
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
  const placeBytes = (<usize>transform.depth) << 5;
  const packed = transform.packed + <usize>(item * places) * placeBytes;
  for (let row = 0; row < transform.depth; row++) {
    for (let column = 0; column < 8; column += 4) {
      const first = (item << 3) + column;
      const count = row < rows ? columns - first : 0;
      const source = transform.filters + <usize>row * rowStep + <usize>first * columnStep;
      for (let tap = 0; tap < 9; tap++) {
        const own = <usize>(isFlipped ? 8 - tap : tap);
        v128.store(scratch + ((<usize>tap) << 4), loadColumns(source + own * tapBytes, columnStep, count));
      }
      transformFilter(packed + ((<usize>((row << 3) + column)) << 2), placeBytes, scratch);
    }
  }
}

/** Up to four numbers that are `step` bytes apart; the others are 0. */
function loadColumns(source: usize, step: usize, count: i32): v128 {
  if (step === 4) return loadUpTo4(source, count);
  let four = f32x4.splat(0);
  if (count > 0) four = v128.load_lane<f32>(source, four, 0);
  if (count > 1) four = v128.load_lane<f32>(source + step, four, 1);
  if (count > 2) four = v128.load_lane<f32>(source + 2 * step, four, 2);
  if (count > 3) four = v128.load_lane<f32>(source + 3 * step, four, 3);
  return four;
}

/** `taps` are [3][3] of four columns each; half-transformed ones follow them. */
function transformFilter(target: usize, placeBytes: usize, taps: usize): void {
  const halfway = taps + 144;
  for (let column: usize = 0; column < 48; column += 16) filterLine(halfway + column, 48, taps + column, 48);
  for (let line: usize = 0; line < 6; line++) {
    filterLine(target + line * 6 * placeBytes, placeBytes, halfway + line * 48, 16);
  }
}
