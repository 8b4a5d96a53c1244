/*
 * Matrix products C = A · B (+ biases) (ReLU), single precision, after Goto and van de Geijn, "Anatomy of High-Performance Matrix
 * Multiplication" (ACM TOMS 34(3), 2008): B is packed once into panels of 8 columns, A block by block into panels of 6 rows, and a
 * tile of 6 × 8 sums stays in twelve vector registers while the depth goes by. A transposed operand is only another pair of
 * strides to the packing, so it costs nothing.
 *
 * Every sum runs over the depth in ascending order, whatever the blocks and whoever does them.
 */
import { multiplyAdd } from './multiplyAdd';

const tileRows: i32 = 6;
const tileColumns: i32 = 8;
const packedRowBytes: usize = 24;
const packedColumnBytes: usize = 32;
/** Of a block, so that a panel of either operand lies in 32 kB of first-level cache. */
const maxDepth: i32 = 448;

/** B[depth, columns] is copied to [panel][depth][8], the last panel filled up with zeros. */
@unmanaged
class Packing {
  b: usize;
  /** In bytes, here and below. */
  rowStride: usize;
  columnStride: usize;
  packed: usize;
  depth: i32;
  columns: i32;
}

@unmanaged
class Product {
  a: usize;
  rowStride: usize;
  columnStride: usize;
  packedB: usize;
  c: usize;
  rows: i32;
  columns: i32;
  depth: i32;
  /** 0 where there are none. */
  biases: usize;
  isRelu: i32;
  rowsPerItem: i32;
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

/** `rowsPerItem` rows of C. `scratch` takes a block of A: rowsPerItem × 448 numbers, and a tile behind it. */
export function multiplyRows(job: usize, item: i32, scratch: usize): void {
  const product = changetype<Product>(job);
  const first = item * product.rowsPerItem;
  const rows = min(product.rowsPerItem, product.rows - first);
  const columns = product.columns;
  const depth = product.depth;
  const cStride = (<usize>columns) << 2;
  const c = product.c + <usize>first * cStride;
  const a = product.a + <usize>first * product.rowStride;
  const tile = scratch + <usize>(product.rowsPerItem * maxDepth * 4);
  const blocks = (depth + maxDepth - 1) / maxDepth;
  const blockDepth = (depth + blocks - 1) / blocks;

  for (let done = 0; done < depth; done += blockDepth) {
    const deep = min(blockDepth, depth - done);
    packRows(scratch, a + <usize>done * product.columnStride, rows, deep, product);
    for (let column = 0; column < columns; column += tileColumns) {
      const panel =
        product.packedB + (<usize>(column / tileColumns) * <usize>depth + <usize>done) * packedColumnBytes;
      for (let row = 0; row < rows; row += tileRows) {
        const rowPanel = scratch + <usize>row * <usize>deep * 4;
        const corner = c + <usize>row * cStride + ((<usize>column) << 2);
        const height = min(tileRows, rows - row);
        const width = min(tileColumns, columns - column);
        if (height === tileRows && width === tileColumns) {
          multiplyTile(deep, rowPanel, panel, corner, cStride, done === 0);
        } else {
          if (done > 0) copyTile(tile, packedColumnBytes, corner, cStride, height, width);
          multiplyTile(deep, rowPanel, panel, tile, packedColumnBytes, done === 0);
          copyTile(corner, cStride, tile, packedColumnBytes, height, width);
        }
      }
    }
  }
  if (product.biases !== 0 || product.isRelu)
    activateRows(c, rows, columns, product.biases, product.isRelu !== 0);
}

/** A[rows, depth] is copied to [panel][depth][6], the last panel filled up with zeros. */
function packRows(target: usize, source: usize, rows: i32, depth: i32, product: Product): void {
  const rowStride = product.rowStride;
  const columnStride = product.columnStride;
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

/** Of a transposed matrix: six numbers side by side. */
function packAdjacentRows(target: usize, source: usize, depth: i32, columnStride: usize): void {
  const end = target + <usize>depth * packedRowBytes;
  for (; target < end; target += packedRowBytes) {
    v128.store(target, v128.load(source));
    store<u64>(target, load<u64>(source, 16), 16);
    source += columnStride;
  }
}

function packDistantRows(target: usize, source: usize, depth: i32, rowStride: usize): void {
  let row0 = source;
  let row1 = row0 + rowStride;
  let row2 = row1 + rowStride;
  let row3 = row2 + rowStride;
  let row4 = row3 + rowStride;
  let row5 = row4 + rowStride;
  const end = target + <usize>depth * packedRowBytes;
  for (; target < end; target += packedRowBytes) {
    store<f32>(target, load<f32>(row0));
    store<f32>(target, load<f32>(row1), 4);
    store<f32>(target, load<f32>(row2), 8);
    store<f32>(target, load<f32>(row3), 12);
    store<f32>(target, load<f32>(row4), 16);
    store<f32>(target, load<f32>(row5), 20);
    row0 += 4;
    row1 += 4;
    row2 += 4;
    row3 += 4;
    row4 += 4;
    row5 += 4;
  }
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

/** Adds (or, the first time, writes) a tile of 6 × 8 sums over the depth. */
function multiplyTile(depth: i32, a: usize, b: usize, c: usize, cStride: usize, isFirst: bool): void {
  const row1 = c + cStride;
  const row2 = row1 + cStride;
  const row3 = row2 + cStride;
  const row4 = row3 + cStride;
  const row5 = row4 + cStride;
  const zero = f32x4.splat(0);
  let c00 = zero;
  let c01 = zero;
  let c10 = zero;
  let c11 = zero;
  let c20 = zero;
  let c21 = zero;
  let c30 = zero;
  let c31 = zero;
  let c40 = zero;
  let c41 = zero;
  let c50 = zero;
  let c51 = zero;
  if (!isFirst) {
    c00 = v128.load(c);
    c01 = v128.load(c, 16);
    c10 = v128.load(row1);
    c11 = v128.load(row1, 16);
    c20 = v128.load(row2);
    c21 = v128.load(row2, 16);
    c30 = v128.load(row3);
    c31 = v128.load(row3, 16);
    c40 = v128.load(row4);
    c41 = v128.load(row4, 16);
    c50 = v128.load(row5);
    c51 = v128.load(row5, 16);
  }
  const end = a + <usize>depth * packedRowBytes;
  while (a < end) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let x = v128.load32_splat(a);
    c00 = multiplyAdd(x, b0, c00);
    c01 = multiplyAdd(x, b1, c01);
    x = v128.load32_splat(a, 4);
    c10 = multiplyAdd(x, b0, c10);
    c11 = multiplyAdd(x, b1, c11);
    x = v128.load32_splat(a, 8);
    c20 = multiplyAdd(x, b0, c20);
    c21 = multiplyAdd(x, b1, c21);
    x = v128.load32_splat(a, 12);
    c30 = multiplyAdd(x, b0, c30);
    c31 = multiplyAdd(x, b1, c31);
    x = v128.load32_splat(a, 16);
    c40 = multiplyAdd(x, b0, c40);
    c41 = multiplyAdd(x, b1, c41);
    x = v128.load32_splat(a, 20);
    c50 = multiplyAdd(x, b0, c50);
    c51 = multiplyAdd(x, b1, c51);
    a += packedRowBytes;
    b += packedColumnBytes;
  }
  v128.store(c, c00);
  v128.store(c, c01, 16);
  v128.store(row1, c10);
  v128.store(row1, c11, 16);
  v128.store(row2, c20);
  v128.store(row2, c21, 16);
  v128.store(row3, c30);
  v128.store(row3, c31, 16);
  v128.store(row4, c40);
  v128.store(row4, c41, 16);
  v128.store(row5, c50);
  v128.store(row5, c51, 16);
}

/** The part of a tile that lies within C. */
function copyTile(
  target: usize,
  targetStride: usize,
  source: usize,
  sourceStride: usize,
  height: i32,
  width: i32,
): void {
  for (let row = 0; row < height; row++) {
    memory.copy(target, source, (<usize>width) << 2);
    target += targetStride;
    source += sourceStride;
  }
}

/** Adds the biases, and sets what is negative to zero. */
function activateRows(c: usize, rows: i32, columns: i32, biases: usize, isRelu: bool): void {
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      let value = load<f32>(c);
      if (biases !== 0) value += load<f32>(biases + ((<usize>column) << 2));
      // Not `max`: what is not a number must stay so, or a run that diverged would not be noticed.
      if (isRelu && value < 0) value = 0;
      store<f32>(c, value);
      c += 4;
    }
  }
}
