/*
 * Matrix products C = A · B (+ biases) (ReLU), single precision, after Goto and van de Geijn, "Anatomy of High-Performance Matrix
 * Multiplication" (ACM TOMS 34(3), 2008): B is packed once into panels of 8 columns, A block by block into panels of 6 rows, and
 * a tile of 6 × 8 sums stays in twelve vector registers over the whole depth. A transposed operand only changes the strides of
 * the packing, so it costs nothing.
 *
 * Every sum runs over the depth in ascending order, whatever the blocks and whichever thread computes them.
 */
import { multiplyAdd } from './multiplyAdd';
import { packedColumnBytes, packedRowBytes, packRows, tileColumns, tileRows } from './packing';

/** Depth of a block: a panel of either operand then fits in 32 kB of L1 cache. */
const maxDepth: i32 = 448;

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

/** Computes `rowsPerItem` rows of C. `scratch` holds a block of A, rowsPerItem × 448 numbers, then a tile. */
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
    const source = a + <usize>done * product.columnStride;
    packRows(scratch, source, rows, deep, product.rowStride, product.columnStride);
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

/** Copies the part of a tile that lies within C. */
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

/** Adds the biases, and applies ReLU. */
function activateRows(c: usize, rows: i32, columns: i32, biases: usize, isRelu: bool): void {
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      let value = load<f32>(c);
      if (biases !== 0) value += load<f32>(biases + ((<usize>column) << 2));
      // Not `max`: NaN must stay NaN, or divergence would go unnoticed.
      if (isRelu && value < 0) value = 0;
      store<f32>(c, value);
      c += 4;
    }
  }
}
