/* The derivatives of a convolution of 3 × 3 by its filters, by transformed squares (`squares.ts`). */
import { addTile, Chunks, tilePlaces } from './filterGradient';
import { storeUpTo4 } from './lanes';
import { placeStep, side, squaresAlong, transformInputs, wholeSquares } from './squares';
import {
  filterGradientLine,
  halfwayBytes,
  lineBytes,
  patchSide,
  places,
  sumGradientLine,
} from './squareTransforms';
import { copyGradientRow, GradientSource, gradientSourceBytes } from './sumsGradient';
import {
  copyBytes,
  copyImages,
  Images,
  imagesBytes,
  placeUnit,
  Unit,
  unitCount,
  Windows,
  windowsBytes,
} from './windows';

const tileBytes: usize = 192;
/** `Windows`, a `Unit`, and a half-transformed square. */
const headBytes: usize = 128 + halfwayBytes;
const unitPlace: usize = 64;
const halfwayPlace: usize = 128;

/** One chunk. The record is that of `filterGradient`; a chunk has [place][tile of 6 channels][panel of 8 filters][6][8]. */
export function filterGradientSquares(job: usize, item: i32, scratch: usize): void {
  const windows = changetype<Windows>(job);
  const images = changetype<Images>(job + windowsBytes);
  const gradient = changetype<GradientSource>(job + windowsBytes + imagesBytes);
  const chunks = changetype<Chunks>(job + windowsBytes + imagesBytes + gradientSourceBytes);
  const sums = chunks.sums + <usize>item * chunks.bytesPerChunk;
  const whole = wholeSquares(scratch, windows);
  const unit = changetype<Unit>(scratch + unitPlace);
  const first = item * windows.unitsPerItem;
  const end = min(first + windows.unitsPerItem, unitCount(windows));
  for (let index = first; index < end; index++) {
    placeUnit(unit, whole, index);
    addUnit(sums, windows, whole, images, gradient, unit, scratch, index === first);
  }
}

function addUnit(
  sums: usize,
  windows: Windows,
  whole: Windows,
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
  const halfway = scratch + halfwayPlace;
  const copy = scratch + headBytes;
  const inputs = copy + copyBytes(whole);
  const offsets = inputs + <usize>places * inputPlaceBytes;
  const transformed = (offsets + ((<usize>squares) << 2) + 63) & ~63;
  const plain = transformed + <usize>places * gradientPlaceBytes;
  copyImages(copy, whole, images, unit);
  transformInputs(inputs, inputPlaceBytes, whole, unit, copy, halfway);
  copyGradient(plain, windows, whole, gradient, unit);
  transformGradient(transformed, gradientPlaceBytes, panelBytes, whole, unit, plain, panels, halfway);
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

/** [image][row][column][filters, rounded up to panels], with zeros around it up to whole squares. */
function copyGradient(
  target: usize,
  windows: Windows,
  whole: Windows,
  gradient: GradientSource,
  unit: Unit,
): void {
  const pixelBytes = (<usize>((gradient.filters + 7) & ~7)) << 2;
  const rowBytes = <usize>whole.columns * pixelBytes;
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
  whole: Windows,
  unit: Unit,
  source: usize,
  panels: i32,
  halfway: usize,
): void {
  const pixelBytes = (<usize>panels) << 5;
  const rowBytes = <usize>whole.columns * pixelBytes;
  for (let row = 0; row < unit.images * unit.rows; row += side) {
    for (let column = 0; column < whole.columns; column += side) {
      let place = target;
      for (let filter: usize = 0; filter < pixelBytes; filter += 32) {
        transformSquare(place, placeBytes, source + filter, rowBytes, pixelBytes, halfway);
        transformSquare(place + 16, placeBytes, source + filter + 16, rowBytes, pixelBytes, halfway);
        place += panelBytes;
      }
      target += 32;
      source += pixelBytes << 2;
    }
    source += 3 * rowBytes;
  }
}

/** Of four filters. */
function transformSquare(
  target: usize,
  placeBytes: usize,
  source: usize,
  rowBytes: usize,
  pixelBytes: usize,
  halfway: usize,
): void {
  for (let line = 0; line < side; line++) {
    sumGradientLine(halfway + <usize>line * lineBytes, 16, source, pixelBytes);
    source += rowBytes;
  }
  for (let line = 0; line < patchSide; line++) {
    sumGradientLine(target, 6 * placeBytes, halfway + ((<usize>line) << 4), lineBytes);
    target += placeBytes;
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

/** Of up to four filters; `squares` are followed by half-transformed ones. */
function transformBack(target: usize, tapBytes: usize, squares: usize, count: i32): void {
  const halfway = squares + halfwayBytes;
  const taps = halfway + halfwayBytes;
  for (let line = 0; line < patchSide; line++) {
    const column = (<usize>line) << 4;
    filterGradientLine(halfway + column, lineBytes, squares + column, lineBytes);
  }
  for (let line: usize = 0; line < 3; line++) {
    filterGradientLine(taps + line * 48, 16, halfway + line * lineBytes, 16);
  }
  for (let tap: usize = 0; tap < 9; tap++) {
    storeUpTo4(target + tap * tapBytes, v128.load(taps + (tap << 4)), count);
  }
}
