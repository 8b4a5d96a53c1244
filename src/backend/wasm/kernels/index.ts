/*
 * The inner loops of the WebAssembly backend, in AssemblyScript (https://www.assemblyscript.org), compiled by `build/wasmKernels.ts`.
 *
 * A kernel does one item of a job. The job is a record in memory that `jobs.ts` writes; items do not depend on each other, and
 * no item's result depends on who does it: any number of threads computes the same bits.
 */
export { packColumns } from './packing';
export { multiplyRows } from './product';
export { adamUpdate, momentumUpdate } from './updates';
export { keepWherePositive, multiply, plusScaled, scalePictures } from './vectors';
