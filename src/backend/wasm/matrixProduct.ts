import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Operand, ProductOptions } from '../ownKernels.ts';
import { maxRowsPerItem } from './kernelModule.ts';
import type { WasmBackend } from './wasmBackend.ts';

const floatBytes = 4;
const columnsPerPanel = 8;
/** Rows per item, unless it is `maxRowsPerItem`: enough to be worth packing a block of A, few enough to distribute. */
const minRowsPerItem = 24;
/** Threads idle while the last items are computed, so there should be many. */
const wantedItems = 32;

/** How a matrix is read, transposed or not. Strides are in bytes. */
interface Layout {
  readonly address: number;
  readonly rows: number;
  readonly columns: number;
  readonly rowStep: number;
  readonly columnStep: number;
}

/**
 * `A · B` (+ biases) (ReLU): [rows, depth], [depth, columns] → [rows, columns]. Leading dimensions of 1
 * are allowed, and the result has those of A.
 */
export function matrixProduct(
  backend: WasmBackend,
  left: Operand,
  right: Operand,
  { biases, isRelu = false }: ProductOptions = {},
): TensorInfo {
  const a = layoutOf(backend, left);
  const b = layoutOf(backend, right);
  if (a.columns !== b.rows) throw new RangeError(`${a.columns} columns cannot meet ${b.rows} rows`);
  const leading = left.matrix.shape.slice(0, -2);
  const product = backend.reserve([...leading, a.rows, b.columns]);
  const rowsPerItem = a.rows >= wantedItems * maxRowsPerItem ? maxRowsPerItem : minRowsPerItem;
  const panels = Math.ceil(b.columns / columnsPerPanel);
  const packedB = backend.heap.allocate(panels * columnsPerPanel * b.rows * floatBytes);
  backend.jobs.run('packColumns', panels, [b.address, b.rowStep, b.columnStep, packedB, b.rows, b.columns]);
  backend.jobs.run('multiplyRows', Math.ceil(a.rows / rowsPerItem), [
    a.address,
    a.rowStep,
    a.columnStep,
    packedB,
    backend.addressOf(product),
    a.rows,
    b.columns,
    a.columns,
    biases ? backend.addressOf(biases) : 0,
    Number(isRelu),
    rowsPerItem,
  ]);
  backend.heap.release(packedB);
  return product;
}

function layoutOf(backend: WasmBackend, { matrix, isTransposed }: Operand): Layout {
  const [rows = 1, columns = 1] = matrix.shape.slice(-2);
  const address = backend.addressOf(matrix);
  const lineBytes = columns * floatBytes;
  return isTransposed
    ? { address, rows: columns, columns: rows, rowStep: floatBytes, columnStep: lineBytes }
    : { address, rows, columns, rowStep: lineBytes, columnStep: floatBytes };
}
