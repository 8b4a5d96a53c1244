/** The kernels by name: each computes one item of a job (`kernels/index.ts`). */
export const kernelNames = [
  'packColumns',
  'multiplyRows',
  'plusScaled',
  'keepWherePositive',
  'multiply',
  'scalePictures',
  'momentumUpdate',
  'adamUpdate',
  'convolve',
  'packFlippedFilters',
  'convolveGradient',
  'filterGradient',
  'sumChunks',
  'transformFilters',
  'convolveSquares',
  'convolveGradientSquares',
  'filterGradientSquares',
  'sumSquares',
  'channelsLast',
  'gelu',
  'rowMoments',
  'mergeMoments',
  'normalizeRows',
  'sumGradientRows',
  'mergeSums',
  'normalizeGradientRows',
] as const;
export type KernelName = (typeof kernelNames)[number];

export type Kernel = (job: number, item: number, scratch: number) => void;
export type Kernels = Readonly<Record<KernelName, Kernel>>;

/** Rows per item of `multiplyRows`: whole tiles of 6. */
export const maxRowsPerItem = 48;

/**
 * Scratch space of a thread. `multiplyRows` needs a block of A with at most that many rows and 448 columns, then a tile of 6 × 8;
 * convolutions need a part of their inputs, and take as much as they are given.
 */
export const scratchBytes = 1_536 * 1_024;

export async function instantiateKernels(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
): Promise<Kernels> {
  const { exports } = await WebAssembly.instantiate(module, { env: { memory } });
  const entries = kernelNames.map((name) => [name, kernelIn(exports, name)] as const);
  return Object.fromEntries(entries) as Record<KernelName, Kernel>;
}

function kernelIn(exports: WebAssembly.Exports, name: KernelName): Kernel {
  const kernel = exports[name];
  if (typeof kernel !== 'function') throw new RangeError(`the module has no kernel ${name}`);
  return (job, item, scratch) => {
    kernel(job, item, scratch);
  };
}
