/*
 * The derivatives of a convolution by its filters: for each place under a filter’s row and each filter, a sum over all windows of
 * input × derivative of the sum. A tile of 6 adjacent places × 8 filters stays in twelve vector registers over a unit’s windows.
 *
 * The batch is divided into chunks, each with sums of its own, whose number does not depend on the threads; `sumChunks` adds them
 * up in order.
 */
import { storeUpTo8 } from './lanes';
import { multiplyAdd } from './multiplyAdd';
import { copyGradientRow, GradientSource, gradientSourceBytes } from './sumsGradient';
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

export const tilePlaces: i32 = 6;
const tileBytes: usize = 192;
const unitBytes: usize = 64;

@unmanaged
export class Chunks {
  /** [chunk][filterRows][tile of 6 places][panel of 8 filters][6][8] */
  sums: usize;
  bytesPerChunk: usize;
}

/** One chunk. The record is `Windows`, `Images`, `GradientSource`, `Chunks`. */
export function filterGradient(job: usize, item: i32, scratch: usize): void {
  const windows = changetype<Windows>(job);
  const images = changetype<Images>(job + windowsBytes);
  const gradient = changetype<GradientSource>(job + windowsBytes + imagesBytes);
  const chunks = changetype<Chunks>(job + windowsBytes + imagesBytes + gradientSourceBytes);
  const sums = chunks.sums + <usize>item * chunks.bytesPerChunk;
  const unit = changetype<Unit>(scratch);
  const copy = scratch + unitBytes;
  const offsets = copy + copyBytes(windows);
  const panels = (offsets + ((<usize>unitPixels(windows)) << 2) + 63) & ~63;
  const first = item * windows.unitsPerItem;
  const end = min(first + windows.unitsPerItem, unitCount(windows));
  for (let index = first; index < end; index++) {
    placeUnit(unit, windows, index);
    copyImages(copy, windows, images, unit);
    copyGradient(panels, windows, gradient, unit);
    const count = listWindows(offsets, windows, unit, 0);
    addUnit(sums, windows, copy, offsets, count, panels, gradient.filters, index === first);
  }
}

/** In panels of 8 filters: [panel][window][8]. */
function copyGradient(target: usize, windows: Windows, gradient: GradientSource, unit: Unit): void {
  const groupStep = (<usize>(unit.images * unit.rows * windows.columns)) << 5;
  for (let image = unit.image; image < unit.image + unit.images; image++) {
    for (let row = unit.row; row < unit.row + unit.rows; row++) {
      copyGradientRow(target, 32, groupStep, gradient, image, row);
      target += (<usize>windows.columns) << 5;
    }
  }
}

function addUnit(
  sums: usize,
  windows: Windows,
  copy: usize,
  offsets: usize,
  count: i32,
  panels: usize,
  filters: i32,
  isFirst: bool,
): void {
  const run = windows.filterColumns * windows.channels;
  const rowBytes = copiedRowBytes(windows);
  const panelBytes = (<usize>count) << 5;
  const panelsEnd = panels + <usize>((filters + 7) >> 3) * panelBytes;
  for (let row = 0; row < windows.filterRows; row++) {
    for (let place = 0; place < run; place += tilePlaces) {
      const source = copy + <usize>row * rowBytes + ((<usize>place) << 2);
      for (let panel = panels; panel < panelsEnd; panel += panelBytes) {
        addTile(sums, source, offsets, panel, panel + panelBytes, isFirst);
        sums += tileBytes;
      }
    }
  }
}

/** Adds (or, the first time, writes) the sums of 6 places × 8 filters over the windows. */
export function addTile(
  target: usize,
  source: usize,
  offsets: usize,
  panel: usize,
  end: usize,
  isFirst: bool,
): void {
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
  if (!isFirst) {
    c00 = v128.load(target);
    c01 = v128.load(target, 16);
    c10 = v128.load(target, 32);
    c11 = v128.load(target, 48);
    c20 = v128.load(target, 64);
    c21 = v128.load(target, 80);
    c30 = v128.load(target, 96);
    c31 = v128.load(target, 112);
    c40 = v128.load(target, 128);
    c41 = v128.load(target, 144);
    c50 = v128.load(target, 160);
    c51 = v128.load(target, 176);
  }
  while (panel < end) {
    const p = source + <usize>load<u32>(offsets);
    const b0 = v128.load(panel);
    const b1 = v128.load(panel, 16);
    let x = v128.load32_splat(p);
    c00 = multiplyAdd(x, b0, c00);
    c01 = multiplyAdd(x, b1, c01);
    x = v128.load32_splat(p, 4);
    c10 = multiplyAdd(x, b0, c10);
    c11 = multiplyAdd(x, b1, c11);
    x = v128.load32_splat(p, 8);
    c20 = multiplyAdd(x, b0, c20);
    c21 = multiplyAdd(x, b1, c21);
    x = v128.load32_splat(p, 12);
    c30 = multiplyAdd(x, b0, c30);
    c31 = multiplyAdd(x, b1, c31);
    x = v128.load32_splat(p, 16);
    c40 = multiplyAdd(x, b0, c40);
    c41 = multiplyAdd(x, b1, c41);
    x = v128.load32_splat(p, 20);
    c50 = multiplyAdd(x, b0, c50);
    c51 = multiplyAdd(x, b1, c51);
    offsets += 4;
    panel += 32;
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

@unmanaged
class ChunkSum {
  sums: usize;
  bytesPerChunk: usize;
  chunks: i32;
  /** [filterRows][run][filters] */
  target: usize;
  filterRows: i32;
  /** Numbers under a row of a filter. */
  run: i32;
  filters: i32;
  tilesPerItem: i32;
}

/** Adds up the chunks, for `tilesPerItem` tiles of 6 places. */
export function sumChunks(job: usize, item: i32, _scratch: usize): void {
  const sum = changetype<ChunkSum>(job);
  const tiles = sum.filterRows * ((sum.run + tilePlaces - 1) / tilePlaces);
  const end = min((item + 1) * sum.tilesPerItem, tiles);
  for (let tile = item * sum.tilesPerItem; tile < end; tile++) sumTile(sum, tile);
}

function sumTile(sum: ChunkSum, tile: i32): void {
  const tilesPerRow = (sum.run + tilePlaces - 1) / tilePlaces;
  const panels = (sum.filters + 7) >> 3;
  const row = tile / tilesPerRow;
  const place = (tile % tilesPerRow) * tilePlaces;
  const places = min(tilePlaces, sum.run - place);
  let source = sum.sums + <usize>(tile * panels) * tileBytes;
  for (let panel = 0; panel < panels; panel++) {
    const filter = panel << 3;
    const width = min(8, sum.filters - filter);
    for (let index = 0; index < places; index++) {
      const target = sum.target + ((<usize>((row * sum.run + place + index) * sum.filters + filter)) << 2);
      addChunks(target, source + ((<usize>index) << 5), sum, width);
    }
    source += tileBytes;
  }
}

function addChunks(target: usize, source: usize, sum: ChunkSum, width: i32): void {
  let v0 = v128.load(source);
  let v1 = v128.load(source, 16);
  for (let chunk = 1; chunk < sum.chunks; chunk++) {
    source += sum.bytesPerChunk;
    v0 = f32x4.add(v0, v128.load(source));
    v1 = f32x4.add(v1, v128.load(source, 16));
  }
  storeUpTo8(target, v0, v1, width);
}
