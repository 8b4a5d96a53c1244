/* The derivatives of a convolution of 3 × 3 by its filters, by transformed squares (`winograd.ts`). */
import { addTile, Chunks, tilePlaces } from './filterGradient';
import { storeUpTo4 } from './lanes';
import { copyGradientRow, GradientSource, gradientSourceBytes } from './sumsGradient';
import {
  copyBytes,
  copyImages,
  evenWindows,
  Images,
  imagesBytes,
  placeUnit,
  Unit,
  unitCount,
  Windows,
  windowsBytes,
} from './windows';
import { placeStep, places, squaresAlong, transformInputs, transformSumsGradient } from './winograd';

const tileBytes: usize = 192;
const headBytes: usize = 128;
const unitPlace: usize = 64;

/** One chunk. The record is that of `filterGradient`; a chunk has [place][tile of 6 channels][panel of 8 filters][6][8]. */
export function filterGradientSquares(job: usize, item: i32, scratch: usize): void {
  const windows = changetype<Windows>(job);
  const images = changetype<Images>(job + windowsBytes);
  const gradient = changetype<GradientSource>(job + windowsBytes + imagesBytes);
  const chunks = changetype<Chunks>(job + windowsBytes + imagesBytes + gradientSourceBytes);
  const sums = chunks.sums + <usize>item * chunks.bytesPerChunk;
  const even = evenWindows(scratch, windows);
  const unit = changetype<Unit>(scratch + unitPlace);
  const first = item * windows.unitsPerItem;
  const end = min(first + windows.unitsPerItem, unitCount(windows));
  for (let index = first; index < end; index++) {
    placeUnit(unit, even, index);
    addUnit(sums, windows, even, images, gradient, unit, scratch + headBytes, index === first);
  }
}

function addUnit(
  sums: usize,
  windows: Windows,
  even: Windows,
  images: Images,
  gradient: GradientSource,
  unit: Unit,
  scratch: usize,
  isFirst: bool,
): void {
  const channels = windows.channels;
  const squares = unit.images * squaresAlong(unit.rows) * squaresAlong(windows.columns);
  const depthBytes = (<usize>channels) << 2;
  const inputPlaceBytes = placeStep(<usize>squares * depthBytes);
  const panels = (gradient.filters + 7) >> 3;
  const panelBytes = (<usize>squares) << 5;
  const panelsBytes = <usize>panels * panelBytes;
  const gradientPlaceBytes = placeStep(panelsBytes);
  const inputs = scratch + copyBytes(even);
  const offsets = inputs + <usize>places * inputPlaceBytes;
  const transformed = (offsets + ((<usize>squares) << 2) + 63) & ~63;
  const plain = transformed + <usize>places * gradientPlaceBytes;
  copyImages(scratch, even, images, unit);
  transformInputs(inputs, inputPlaceBytes, even, unit, scratch);
  copyGradient(plain, windows, even, gradient, unit);
  transformGradient(transformed, gradientPlaceBytes, panelBytes, even, unit, plain, panels);
  for (let square = 0; square < squares; square++) {
    store<u32>(offsets + ((<usize>square) << 2), <u32>(<usize>square * depthBytes));
  }
  for (let place: usize = 0; place < <usize>places; place++) {
    const firstPanel = transformed + place * gradientPlaceBytes;
    for (let channel = 0; channel < channels; channel += tilePlaces) {
      const source = inputs + place * inputPlaceBytes + ((<usize>channel) << 2);
      for (let panel: usize = 0; panel < panelsBytes; panel += panelBytes) {
        addTile(sums, source, offsets, firstPanel + panel, firstPanel + panel + panelBytes, isFirst);
        sums += tileBytes;
      }
    }
  }
}

/** [image][row][column][filters, rounded up to panels], with zeros where a row or column is added to an odd number. */
function copyGradient(
  target: usize,
  windows: Windows,
  even: Windows,
  gradient: GradientSource,
  unit: Unit,
): void {
  const pixelBytes = (<usize>((gradient.filters + 7) & ~7)) << 2;
  const rowBytes = <usize>even.columns * pixelBytes;
  const filled = <usize>windows.columns * pixelBytes;
  for (let image = unit.image; image < unit.image + unit.images; image++) {
    for (let row = unit.row; row < unit.row + unit.rows; row++) {
      if (row < windows.rows) {
        copyGradientRow(target, pixelBytes, 32, gradient, image, row);
        memory.fill(target + filled, 0, rowBytes - filled);
      } else {
        memory.fill(target, 0, rowBytes);
      }
      target += rowBytes;
    }
  }
}

/** [place][panel][square][8] */
function transformGradient(
  target: usize,
  placeBytes: usize,
  panelBytes: usize,
  even: Windows,
  unit: Unit,
  source: usize,
  panels: i32,
): void {
  const pixelBytes = (<usize>panels) << 5;
  const rowBytes = <usize>even.columns * pixelBytes;
  for (let row = 0; row < unit.images * unit.rows; row += 2) {
    for (let column = 0; column < even.columns; column += 2) {
      let place = target;
      for (let filter: usize = 0; filter < pixelBytes; filter += 32) {
        transformSumsGradient(place, placeBytes, source + filter, pixelBytes, rowBytes);
        transformSumsGradient(place + 16, placeBytes, source + filter + 16, pixelBytes, rowBytes);
        place += panelBytes;
      }
      target += 32;
      source += pixelBytes << 1;
    }
    source += rowBytes;
  }
}

@unmanaged
class SquareSum {
  /** As `filterGradientSquares` leaves them. */
  sums: usize;
  bytesPerChunk: usize;
  chunks: i32;
  /** [3][3][channels][filters] */
  target: usize;
  channels: i32;
  filters: i32;
}

/** Adds up the chunks of a tile of 6 channels in order, and transforms the sums back. */
export function sumSquares(job: usize, item: i32, scratch: usize): void {
  const sum = changetype<SquareSum>(job);
  const panels = (sum.filters + 7) >> 3;
  const tiles = (sum.channels + tilePlaces - 1) / tilePlaces;
  const placeBytes = <usize>(tiles * panels) * tileBytes;
  const first = item * tilePlaces;
  const channels = min(tilePlaces, sum.channels - first);
  const tapBytes = (<usize>(sum.channels * sum.filters)) << 2;
  for (let channel = 0; channel < channels; channel++) {
    for (let filter = 0; filter < sum.filters; filter += 4) {
      const panel = filter >> 3;
      const own = ((<usize>channel) << 5) + ((<usize>(filter & 4)) << 2);
      addChunks(scratch, sum, sum.sums + <usize>(item * panels + panel) * tileBytes + own, placeBytes);
      const target = sum.target + ((<usize>((first + channel) * sum.filters + filter)) << 2);
      transformBack(target, tapBytes, scratch, sum.filters - filter);
    }
  }
}

function addChunks(target: usize, sum: SquareSum, source: usize, placeBytes: usize): void {
  for (let place = 0; place < places; place++) {
    let chunk = source;
    let four = v128.load(chunk);
    for (let index = 1; index < sum.chunks; index++) {
      chunk += sum.bytesPerChunk;
      four = f32x4.add(four, v128.load(chunk));
    }
    v128.store(target, four);
    target += 16;
    source += placeBytes;
  }
}

/** t = (m0 + (m1 + m2) / 2, (m1 − m2) / 2, (m1 + m2) / 2 + m3), for up to four filters. */
function transformBack(target: usize, tapBytes: usize, squares: usize, count: i32): void {
  const half = f32x4.splat(0.5);
  const lines = squares + 256;
  for (let column: usize = 0; column < 64; column += 16) {
    const source = squares + column;
    const m1 = v128.load(source, 64);
    const m2 = v128.load(source, 128);
    const mean = f32x4.mul(f32x4.add(m1, m2), half);
    v128.store(lines + column, f32x4.add(v128.load(source), mean));
    v128.store(lines + column, f32x4.mul(f32x4.sub(m1, m2), half), 64);
    v128.store(lines + column, f32x4.add(mean, v128.load(source, 192)), 128);
  }
  for (let line = lines; line < lines + 192; line += 64) {
    const m1 = v128.load(line, 16);
    const m2 = v128.load(line, 32);
    const mean = f32x4.mul(f32x4.add(m1, m2), half);
    storeUpTo4(target, f32x4.add(v128.load(line), mean), count);
    storeUpTo4(target + tapBytes, f32x4.mul(f32x4.sub(m1, m2), half), count);
    storeUpTo4(target + 2 * tapBytes, f32x4.add(mean, v128.load(line, 48)), count);
    target += 3 * tapBytes;
  }
}
