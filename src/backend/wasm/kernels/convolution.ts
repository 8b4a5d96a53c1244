/*
 * Convolutions, and their derivatives by the inputs, which are convolutions too. The sums of 6 windows × 8 filters stay in twelve
 * vector registers over the whole depth, as in `product.ts`; but the windows are read where they lie in the copy of the images
 * (`windows.ts`), without being written one beside the other first. Filters are packed once into panels of 8. Biases, pooling and
 * ReLU follow while the sums are in the cache.
 *
 * Every sum runs over the filter’s rows, columns and channels in ascending order, whatever the units.
 */
import { finishPanel, Outputs } from './convolutionOutputs';
import { multiplyAdd } from './multiplyAdd';
import {
  GradientSource,
  gradientSourceBytes,
  Spreading,
  spreadGradient,
  spreadingBytes,
} from './sumsGradient';
import {
  copiedRowBytes,
  copyBytes,
  copyImages,
  Images,
  imagesBytes,
  listWindows,
  placeUnit,
  Unit,
  unitCount,
  unitPixels,
  Windows,
  windowsBytes,
} from './windows';

export const tileWindows: i32 = 6;
export const tileBytes: usize = 192;
const panelRowBytes: usize = 32;
const unitBytes: usize = 64;

/** The record is `Windows`, `Images`, `Outputs`. */
export function convolve(job: usize, item: i32, scratch: usize): void {
  const windows = changetype<Windows>(job);
  const images = changetype<Images>(job + windowsBytes);
  const outputs = changetype<Outputs>(job + windowsBytes + imagesBytes);
  const unit = changetype<Unit>(scratch);
  const copy = scratch + unitBytes;
  const end = min((item + 1) * windows.unitsPerItem, unitCount(windows));
  for (let index = item * windows.unitsPerItem; index < end; index++) {
    placeUnit(unit, windows, index);
    copyImages(copy, windows, images, unit);
    convolveUnit(windows, outputs, unit, copy);
  }
}

/** The record is `Windows`, `GradientSource`, `Spreading`, `Outputs`. */
export function convolveGradient(job: usize, item: i32, scratch: usize): void {
  const windows = changetype<Windows>(job);
  const gradient = changetype<GradientSource>(job + windowsBytes);
  const spreading = changetype<Spreading>(job + windowsBytes + gradientSourceBytes);
  const outputs = changetype<Outputs>(job + windowsBytes + gradientSourceBytes + spreadingBytes);
  const unit = changetype<Unit>(scratch);
  const copy = scratch + unitBytes;
  const end = min((item + 1) * windows.unitsPerItem, unitCount(windows));
  for (let index = item * windows.unitsPerItem; index < end; index++) {
    placeUnit(unit, windows, index);
    spreadGradient(copy, windows, gradient, spreading, unit);
    convolveUnit(windows, outputs, unit, copy);
  }
}

function convolveUnit(windows: Windows, outputs: Outputs, unit: Unit, copy: usize): void {
  const offsets = copy + copyBytes(windows);
  const sums = (offsets + ((<usize>(unitPixels(windows) + tileWindows)) << 2) + 63) & ~63;
  const count = listWindows(offsets, windows, unit, tileWindows - 1);
  const run = windows.filterColumns * windows.channels;
  const rowBytes = copiedRowBytes(windows);
  const panelBytes = <usize>(windows.filterRows * run) * panelRowBytes;
  let panel = outputs.packed;
  for (let filter = 0; filter < outputs.filters; filter += 8) {
    let target = sums;
    for (let window = 0; window < count; window += tileWindows) {
      const tile = offsets + ((<usize>window) << 2);
      convolveTile(copy, tile, panel, windows.filterRows, run, rowBytes, target);
      target += tileBytes;
    }
    finishPanel(outputs, windows, unit, sums, filter);
    panel += panelBytes;
  }
}

/** Writes the sums of 6 windows × 8 filters over `filterRows` runs. */
export function convolveTile(
  copy: usize,
  offsets: usize,
  panel: usize,
  filterRows: i32,
  run: i32,
  rowBytes: usize,
  target: usize,
): void {
  let p0 = copy + <usize>load<u32>(offsets);
  let p1 = copy + <usize>load<u32>(offsets, 4);
  let p2 = copy + <usize>load<u32>(offsets, 8);
  let p3 = copy + <usize>load<u32>(offsets, 12);
  let p4 = copy + <usize>load<u32>(offsets, 16);
  let p5 = copy + <usize>load<u32>(offsets, 20);
  let c00 = f32x4.splat(0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  let c20 = c00;
  let c21 = c00;
  let c30 = c00;
  let c31 = c00;
  let c40 = c00;
  let c41 = c00;
  let c50 = c00;
  let c51 = c00;
  const runBytes = (<usize>run) << 5;
  const skip = rowBytes - ((<usize>run) << 2);
  for (let row = 0; row < filterRows; row++) {
    const end = panel + runBytes;
    // Not unrolled: by 2, 4 or 8, the compiler keeps fewer of the sums in registers.
    while (panel < end) {
      const b0 = v128.load(panel);
      const b1 = v128.load(panel, 16);
      let x = v128.load32_splat(p0);
      c00 = multiplyAdd(x, b0, c00);
      c01 = multiplyAdd(x, b1, c01);
      x = v128.load32_splat(p1);
      c10 = multiplyAdd(x, b0, c10);
      c11 = multiplyAdd(x, b1, c11);
      x = v128.load32_splat(p2);
      c20 = multiplyAdd(x, b0, c20);
      c21 = multiplyAdd(x, b1, c21);
      x = v128.load32_splat(p3);
      c30 = multiplyAdd(x, b0, c30);
      c31 = multiplyAdd(x, b1, c31);
      x = v128.load32_splat(p4);
      c40 = multiplyAdd(x, b0, c40);
      c41 = multiplyAdd(x, b1, c41);
      x = v128.load32_splat(p5);
      c50 = multiplyAdd(x, b0, c50);
      c51 = multiplyAdd(x, b1, c51);
      p0 += 4;
      p1 += 4;
      p2 += 4;
      p3 += 4;
      p4 += 4;
      p5 += 4;
      panel += panelRowBytes;
    }
    p0 += skip;
    p1 += skip;
    p2 += skip;
    p3 += skip;
    p4 += skip;
    p5 += skip;
  }
  v128.store(target, c00);
  v128.store(target, c01, 16);
  v128.store(target, c10, 32);
  v128.store(target, c11, 48);
  v128.store(target, c20, 64);
  v128.store(target, c21, 80);
  v128.store(target, c30, 96);
  v128.store(target, c31, 112);
  v128.store(target, c40, 128);
  v128.store(target, c41, 144);
  v128.store(target, c50, 160);
  v128.store(target, c51, 176);
}
