/*
 * Packs the operands of a product so that the loop over the depth reads both sequentially (see `product.ts`): B in panels of 8
 * columns, A in panels of 6 rows. A transposed operand only has different strides.
 */

export const tileRows: i32 = 6;
export const tileColumns: i32 = 8;
export const packedRowBytes: usize = 24;
export const packedColumnBytes: usize = 32;

/** B[depth, columns] is copied to [panel][depth][8], the last panel padded with zeros. */ @unmanaged
class Packing {
  b: usize;
  /** In bytes, here and below. */
  rowStride: usize;
  columnStride: usize;
  packed: usize;
  depth: i32;
  columns: i32;
}

/** One panel of 8 columns. */
export function packColumns(job: usize, item: i32, _scratch: usize): void {
  const packing = changetype<Packing>(job);
  const first = item * tileColumns;
  const columns = min(tileColumns, packing.columns - first);
  let source = packing.b + <usize>first * packing.columnStride;
  let target = packing.packed + <usize>item * <usize>packing.depth * packedColumnBytes;
  for (let row = 0; row < packing.depth; row++) {
    if (columns === tileColumns && packing.columnStride === 4) {
      v128.store(target, v128.load(source));
      v128.store(target, v128.load(source, 16), 16);
    } else {
      for (let column = 0; column < tileColumns; column++) {
        const value = column < columns ? load<f32>(source + <usize>column * packing.columnStride) : 0;
        store<f32>(target + ((<usize>column) << 2), value);
      }
    }
    source += packing.rowStride;
    target += packedColumnBytes;
  }
}

/** A[rows, depth] is copied to [panel][depth][6], the last panel padded with zeros. */
export function packRows(
  target: usize,
  source: usize,
  rows: i32,
  depth: i32,
  rowStride: usize,
  columnStride: usize,
): void {
  for (let row = 0; row < rows; row += tileRows) {
    const height = min(tileRows, rows - row);
    const panel = source + <usize>row * rowStride;
    const packed = target + <usize>row * <usize>depth * 4;
    if (height < tileRows) packPartialRows(packed, panel, height, depth, rowStride, columnStride);
    else if (rowStride === 4) packAdjacentRows(packed, panel, depth, columnStride);
    else if (columnStride === 4) packDistantRows(packed, panel, depth, rowStride);
    else packPartialRows(packed, panel, height, depth, rowStride, columnStride);
  }
}

/** For a transposed matrix, whose six numbers are adjacent. */
function packAdjacentRows(target: usize, source: usize, depth: i32, columnStride: usize): void {
  const end = target + <usize>depth * packedRowBytes;
  for (; target < end; target += packedRowBytes) {
    v128.store(target, v128.load(source));
    store<u64>(target, load<u64>(source, 16), 16);
    source += columnStride;
  }
}

/** Six rows: four columns at a time are transposed in registers. */
function packDistantRows(target: usize, source: usize, depth: i32, rowStride: usize): void {
  let row0 = source;
  let row1 = row0 + rowStride;
  let row2 = row1 + rowStride;
  let row3 = row2 + rowStride;
  let row4 = row3 + rowStride;
  let row5 = row4 + rowStride;
  const end = target + <usize>depth * packedRowBytes;
  for (; target + 4 * packedRowBytes <= end; target += 4 * packedRowBytes) {
    const a = v128.load(row0);
    const b = v128.load(row1);
    const c = v128.load(row2);
    const d = v128.load(row3);
    const e = v128.load(row4);
    const f = v128.load(row5);
    const ab01 = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
    const ab23 = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
    const cd01 = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
    const cd23 = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
    const ef01 = v128.shuffle<f32>(e, f, 0, 4, 1, 5);
    const ef23 = v128.shuffle<f32>(e, f, 2, 6, 3, 7);
    v128.store(target, v128.shuffle<u64>(ab01, cd01, 0, 2));
    v128.store64_lane(target, ef01, 0, 16);
    v128.store(target, v128.shuffle<u64>(ab01, cd01, 1, 3), 24);
    v128.store64_lane(target, ef01, 1, 40);
    v128.store(target, v128.shuffle<u64>(ab23, cd23, 0, 2), 48);
    v128.store64_lane(target, ef23, 0, 64);
    v128.store(target, v128.shuffle<u64>(ab23, cd23, 1, 3), 72);
    v128.store64_lane(target, ef23, 1, 88);
    row0 += 16;
    row1 += 16;
    row2 += 16;
    row3 += 16;
    row4 += 16;
    row5 += 16;
  }
  packPartialRows(target, row0, tileRows, <i32>((end - target) / packedRowBytes), rowStride, 4);
}

function packPartialRows(
  target: usize,
  source: usize,
  height: i32,
  depth: i32,
  rowStride: usize,
  columnStride: usize,
): void {
  for (let column = 0; column < depth; column++) {
    for (let row = 0; row < tileRows; row++) {
      store<f32>(target, row < height ? load<f32>(source + <usize>row * rowStride) : 0);
      target += 4;
    }
    source += columnStride;
  }
}
