/** What keeps a large GPU busy. */
const gpuThreads = 32_768;

/**
 * How many threads a long sum is divided among at least. On a software renderer, more threads only add work.
 *
 * @param isSoftware whether the GPU is emulated on the CPU
 */
export function wantedThreads(isSoftware: boolean): number {
  return isSoftware ? 1 : gpuThreads;
}
