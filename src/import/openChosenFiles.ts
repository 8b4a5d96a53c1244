import { bytesOfFile } from '../data/readFile.ts';
import { AllocationBudget } from '../limits/allocationBudget.ts';
import { type OpenedWeights, type OpeningEnvironment, openWeights } from './openWeights.ts';
import { requireSizes } from './readWeights.ts';
import type { InputAnswers } from './requireInputs.ts';

/**
 * Opens the files; their sizes are checked before their bytes are read.
 *
 * @throws Failure `file-unreadable`; as `openWeights` does
 */
export async function openChosenFiles(
  files: readonly File[],
  environment: OpeningEnvironment,
  answers?: InputAnswers,
): Promise<OpenedWeights> {
  requireSizes(files);
  const budget = new AllocationBudget();
  budget.take(files.reduce((sum, { size }) => sum + size, 0));
  const chosen = files.map(async (file) => ({
    name: file.name,
    bytes: await bytesOfFile(file),
  }));
  return openWeights(await Promise.all(chosen), environment, answers, budget);
}
