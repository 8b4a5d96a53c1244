import { type OpenedWeights, openWeights } from './openWeights.ts';
import { requireSize } from './readWeights.ts';

/**
 * Reads the files, whose sizes are looked at before their bytes, and opens them.
 *
 * @throws Failure as `openWeights` does
 */
export async function openChosenFiles(
  files: readonly File[],
  environment: Parameters<typeof openWeights>[1],
): Promise<OpenedWeights> {
  for (const { name, size } of files) requireSize(name, size);
  const chosen = files.map(async (file) => ({
    name: file.name,
    bytes: new Uint8Array(await file.arrayBuffer()),
  }));
  return openWeights(await Promise.all(chosen), environment);
}
