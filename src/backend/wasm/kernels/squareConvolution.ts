/* Convolutions of 3 × 3 by transformed squares (`squares.ts`), and their derivatives by the inputs. */
import { convolveTile, tileBytes, tileWindows } from './convolution';
import { finishPanel, Outputs } from './convolutionOutputs';
import { placeStep, side, squaresAlong, transformInputs, wholeSquares } from './squares';
import { halfwayBytes, lineBytes, patchSide, places, sumLine } from './squareTransforms';
import {
  GradientSource,
  gradientSourceBytes,
  Spreading,
  spreadGradient,
  spreadingBytes,
} from './sumsGradient';
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

/** `Windows`, a `Unit`, and a half-transformed square. */
const headBytes: usize = 128 + halfwayBytes;
const unitPlace: usize = 64;
const halfwayPlace: usize = 128;

/** The record is that of `convolve`. */
export function convolveSquares(job: usize, item: i32, scratch: usize): void {
  const windows = changetype<Windows>(job);
  const images = changetype<Images>(job + windowsBytes);
  const outputs = changetype<Outputs>(job + windowsBytes + imagesBytes);
  const whole = wholeSquares(scratch, windows);
  const unit = changetype<Unit>(scratch + unitPlace);
  const copy = scratch + headBytes;
  const end = min((item + 1) * windows.unitsPerItem, unitCount(windows));
  for (let index = item * windows.unitsPerItem; index < end; index++) {
    placeUnit(unit, whole, index);
    copyImages(copy, whole, images, unit);
    convolveUnit(windows, whole, outputs, unit, scratch);
  }
}

/** The record is that of `convolveGradient`. */
export function convolveGradientSquares(job: usize, item: i32, scratch: usize): void {
  const windows = changetype<Windows>(job);
  const gradient = changetype<GradientSource>(job + windowsBytes);
  const spreading = changetype<Spreading>(job + windowsBytes + gradientSourceBytes);
  const outputs = changetype<Outputs>(job + windowsBytes + gradientSourceBytes + spreadingBytes);
  const whole = wholeSquares(scratch, windows);
  const unit = changetype<Unit>(scratch + unitPlace);
  const copy = scratch + headBytes;
  const end = min((item + 1) * windows.unitsPerItem, unitCount(windows));
  for (let index = item * windows.unitsPerItem; index < end; index++) {
    placeUnit(unit, whole, index);
    spreadGradient(copy, whole, gradient, spreading, unit);
    convolveUnit(windows, whole, outputs, unit, scratch);
  }
}

function convolveUnit(windows: Windows, whole: Windows, outputs: Outputs, unit: Unit, scratch: usize): void {
  const halfway = scratch + halfwayPlace;
  const copy = scratch + headBytes;
  const squares = unit.images * squaresAlong(unit.rows) * squaresAlong(windows.columns);
  const tiles = (squares + tileWindows - 1) / tileWindows;
  const depthBytes = (<usize>windows.channels) << 2;
  const inputs = copy + copyBytes(whole);
  const inputPlaceBytes = placeStep(<usize>squares * depthBytes);
  const offsets = inputs + <usize>places * inputPlaceBytes;
  const products = (offsets + ((<usize>(tiles * tileWindows)) << 2) + 63) & ~63;
  const productPlaceBytes = placeStep(<usize>tiles * tileBytes);
  const sums = products + <usize>places * productPlaceBytes;
  const panelPlaceBytes = depthBytes << 3;
  listSquares(offsets, squares, tiles * tileWindows, depthBytes);
  transformInputs(inputs, inputPlaceBytes, whole, unit, copy, halfway);
  // The last band of an image may end within its squares.
  unit.rows = min(unit.rows, windows.rows - unit.row);
  let panel = outputs.packed;
  for (let filter = 0; filter < outputs.filters; filter += 8) {
    for (let place = 0; place < places; place++) {
      let target = products + <usize>place * productPlaceBytes;
      const source = inputs + <usize>place * inputPlaceBytes;
      for (let tile = 0; tile < tiles; tile++) {
        const six = offsets + <usize>(tile * tileWindows * 4);
        convolveTile(source, six, panel, 1, windows.channels, depthBytes, target);
        target += tileBytes;
      }
      panel += panelPlaceBytes;
    }
    transformPanel(sums, windows, unit, products, productPlaceBytes, halfway);
    finishPanel(outputs, windows, unit, sums, filter);
  }
}

/** The offset of each square’s channels; the last is repeated up to whole tiles. */
function listSquares(target: usize, squares: i32, count: i32, depthBytes: usize): void {
  for (let square = 0; square < count; square++) {
    store<u32>(target, <u32>(<usize>min(square, squares - 1) * depthBytes));
    target += 4;
  }
}

/** Transforms the products of 8 filters back to sums, [image][row][column][8]. */
function transformPanel(
  sums: usize,
  windows: Windows,
  unit: Unit,
  products: usize,
  placeBytes: usize,
  halfway: usize,
): void {
  const rowBytes = (<usize>windows.columns) << 5;
  for (let image = 0; image < unit.images; image++) {
    for (let row = 0; row < unit.rows; row += side) {
      const rows = min(side, unit.rows - row);
      let target = sums + <usize>(image * unit.rows + row) * rowBytes;
      for (let column = 0; column < windows.columns; column += side) {
        const columns = min(side, windows.columns - column);
        transformSums(target, rowBytes, rows, columns, products, placeBytes, halfway);
        transformSums(target + 16, rowBytes, rows, columns, products + 16, placeBytes, halfway);
        target += 128;
        products += 32;
      }
    }
  }
}

/** Of four filters, as many rows and columns of a square as there are. */
function transformSums(
  target: usize,
  rowBytes: usize,
  rows: i32,
  columns: i32,
  source: usize,
  placeBytes: usize,
  halfway: usize,
): void {
  for (let line = 0; line < patchSide; line++) {
    sumLine(halfway + ((<usize>line) << 4), lineBytes, source, 6 * placeBytes, rows);
    source += placeBytes;
  }
  for (let line = 0; line < rows; line++) {
    sumLine(target, 32, halfway + <usize>line * lineBytes, 16, columns);
    target += rowBytes;
  }
}
