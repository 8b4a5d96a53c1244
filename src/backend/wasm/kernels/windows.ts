/*
 * What the kernels of convolutions have in common: the division of the work into units, and the copy of a unit's inputs, with
 * zeros around them, into a thread's scratch space.
 *
 * A unit is a band of rows of one image, or several whole images where these are small. In the copy, the numbers under one row of
 * a filter are adjacent (its columns × channels), so a window is an address, and a filter's row is a run.
 */

@unmanaged
export class Windows {
  batch: i32;
  /** Of one image’s sums, as far as they are wanted: pooling leaves out an odd last row or column. */
  rows: i32;
  columns: i32;
  /** All rows where a unit has several images. */
  rowsPerUnit: i32;
  imagesPerUnit: i32;
  unitsPerItem: i32;
  filterRows: i32;
  filterColumns: i32;
  /** From one window to the next. */
  stride: i32;
  /** Of the copy. */
  channels: i32;
}

/** The words of `Windows`; a record goes on behind them. */
export const windowsBytes: usize = 40;

@unmanaged
export class Images {
  /** [batch][height][width][channels] */
  values: usize;
  height: i32;
  width: i32;
  /** Rows and columns of zeros before the first. */
  top: i32;
  left: i32;
}

export const imagesBytes: usize = 20;

/** A band of rows of one or more images. */
@unmanaged
export class Unit {
  image: i32;
  images: i32;
  row: i32;
  rows: i32;
}

export function unitsPerImage(windows: Windows): i32 {
  return (windows.rows + windows.rowsPerUnit - 1) / windows.rowsPerUnit;
}

export function unitCount(windows: Windows): i32 {
  const groups = (windows.batch + windows.imagesPerUnit - 1) / windows.imagesPerUnit;
  return groups * unitsPerImage(windows);
}

export function placeUnit(unit: Unit, windows: Windows, index: i32): void {
  const perImage = unitsPerImage(windows);
  unit.image = (index / perImage) * windows.imagesPerUnit;
  unit.images = min(windows.imagesPerUnit, windows.batch - unit.image);
  unit.row = (index % perImage) * windows.rowsPerUnit;
  unit.rows = min(windows.rowsPerUnit, windows.rows - unit.row);
}

export function copiedRows(windows: Windows, rows: i32): i32 {
  return (rows - 1) * windows.stride + windows.filterRows;
}

/** Bytes of a row of the copy. */
export function copiedRowBytes(windows: Windows): usize {
  const columns = (windows.columns - 1) * windows.stride + windows.filterColumns;
  return (<usize>(columns * windows.channels)) << 2;
}

/** Bytes of the largest unit’s copy, in whole cache lines. */
export function copyBytes(windows: Windows): usize {
  const rows = windows.imagesPerUnit * copiedRows(windows, windows.rowsPerUnit);
  return (<usize>rows * copiedRowBytes(windows) + 127) & ~63;
}

/** Pixels of the largest unit. */
export function unitPixels(windows: Windows): i32 {
  return windows.imagesPerUnit * windows.rowsPerUnit * windows.columns;
}

/** Copies the rows of the images that a unit’s windows cover. */
export function copyImages(target: usize, windows: Windows, images: Images, unit: Unit): void {
  const rowBytes = copiedRowBytes(windows);
  const pixelBytes = (<usize>windows.channels) << 2;
  const left = <usize>images.left * pixelBytes;
  const filled = min(rowBytes - left, <usize>images.width * pixelBytes);
  const rows = copiedRows(windows, unit.rows);
  const first = unit.row * windows.stride - images.top;
  for (let image = unit.image; image < unit.image + unit.images; image++) {
    for (let row = first; row < first + rows; row++) {
      if (row < 0 || row >= images.height) {
        memory.fill(target, 0, rowBytes);
      } else {
        const source = images.values + <usize>((image * images.height + row) * images.width) * pixelBytes;
        memory.fill(target, 0, left);
        memory.copy(target + left, source, filled);
        memory.fill(target + left + filled, 0, rowBytes - left - filled);
      }
      target += rowBytes;
    }
  }
}

/**
 * Writes the offset of each window in the copy, in bytes, row by row and image by image; `spare` more repeat the last one.
 * Returns the number of windows.
 */
export function listWindows(target: usize, windows: Windows, unit: Unit, spare: i32): i32 {
  const rowBytes = <u32>copiedRowBytes(windows);
  const step = (<u32>(windows.stride * windows.channels)) << 2;
  const imageBytes = <u32>copiedRows(windows, unit.rows) * rowBytes;
  let offset: u32 = 0;
  for (let image = 0; image < unit.images; image++) {
    for (let row = 0; row < unit.rows; row++) {
      offset = <u32>image * imageBytes + <u32>(row * windows.stride) * rowBytes;
      for (let column = 0; column < windows.columns; column++) {
        store<u32>(target, offset);
        offset += step;
        target += 4;
      }
    }
  }
  const last = load<u32>(target - 4);
  for (let index = 0; index < spare; index++) {
    store<u32>(target, last);
    target += 4;
  }
  return unit.images * unit.rows * windows.columns;
}
