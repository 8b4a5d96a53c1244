/* Convolutions of 3 × 3 by transformed squares (`winograd.ts`), and their derivatives by the inputs. */
import { convolveTile, tileBytes, tileWindows } from './convolution';
import { finishPanel, Outputs } from './convolutionOutputs';
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
  evenWindows,
  Images,
  imagesBytes,
  placeUnit,
  Unit,
  unitCount,
  Windows,
  windowsBytes,
} from './windows';
import { placeStep, places, squaresAlong, transformInputs, transformSums } from './winograd';

/** For two `Windows` and a `Unit` */
const headBytes: usize = 128;
const unitPlace: usize = 64;

/** The record is that of `convolve`. */
export function convolveSquares(job: usize, item: i32, scratch: usize): void {
  const windows = changetype<Windows>(job);
  const images = changetype<Images>(job + windowsBytes);
  const outputs = changetype<Outputs>(job + windowsBytes + imagesBytes);
  const even = evenWindows(scratch, windows);
  const unit = changetype<Unit>(scratch + unitPlace);
  const copy = scratch + headBytes;
  const end = min((item + 1) * windows.unitsPerItem, unitCount(windows));
  for (let index = item * windows.unitsPerItem; index < end; index++) {
    placeUnit(unit, even, index);
    copyImages(copy, even, images, unit);
    convolveUnit(windows, even, outputs, unit, copy);
  }
}

/** The record is that of `convolveGradient`. */
export function convolveGradientSquares(job: usize, item: i32, scratch: usize): void {
  const windows = changetype<Windows>(job);
  const gradient = changetype<GradientSource>(job + windowsBytes);
  const spreading = changetype<Spreading>(job + windowsBytes + gradientSourceBytes);
  const outputs = changetype<Outputs>(job + windowsBytes + gradientSourceBytes + spreadingBytes);
  const even = evenWindows(scratch, windows);
  const unit = changetype<Unit>(scratch + unitPlace);
  const copy = scratch + headBytes;
  const end = min((item + 1) * windows.unitsPerItem, unitCount(windows));
  for (let index = item * windows.unitsPerItem; index < end; index++) {
    placeUnit(unit, even, index);
    spreadGradient(copy, even, gradient, spreading, unit);
    convolveUnit(windows, even, outputs, unit, copy);
  }
}

function convolveUnit(windows: Windows, even: Windows, outputs: Outputs, unit: Unit, copy: usize): void {
  const squares = unit.images * squaresAlong(unit.rows) * squaresAlong(windows.columns);
  const tiles = (squares + tileWindows - 1) / tileWindows;
  const depthBytes = (<usize>windows.channels) << 2;
  const inputs = copy + copyBytes(even);
  const inputPlaceBytes = placeStep(<usize>squares * depthBytes);
  const offsets = inputs + <usize>places * inputPlaceBytes;
  const products = (offsets + ((<usize>(tiles * tileWindows)) << 2) + 63) & ~63;
  const productPlaceBytes = placeStep(<usize>tiles * tileBytes);
  const sums = products + <usize>places * productPlaceBytes;
  const panelPlaceBytes = depthBytes << 3;
  listSquares(offsets, squares, tiles * tileWindows, depthBytes);
  transformInputs(inputs, inputPlaceBytes, even, unit, copy);
  // The last band of an image with an odd number of rows has one less.
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
    transformPanel(sums, windows, unit, products, productPlaceBytes);
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
function transformPanel(sums: usize, windows: Windows, unit: Unit, products: usize, placeBytes: usize): void {
  const columns = windows.columns;
  const rowBytes = (<usize>columns) << 5;
  for (let image = 0; image < unit.images; image++) {
    for (let row = 0; row < unit.rows; row += 2) {
      const below = row + 1 < unit.rows ? rowBytes : 0;
      const line = sums + <usize>(image * unit.rows + row) * rowBytes;
      for (let column = 0; column < columns; column += 2) {
        const right: usize = column + 1 < columns ? 32 : 0;
        const target = line + ((<usize>column) << 5);
        transformSums(target, right, below, products, placeBytes);
        transformSums(target + 16, right, below, products + 16, placeBytes);
        products += 32;
      }
    }
  }
}
