import type { CheckpointSummary } from '../../checkpoint/checkpoint.ts';
import { viewsText } from '../../configuration/viewsText.ts';
import { accuracyText, wholeNumber } from './numbers.ts';

/** `Step 2,000, 0.4412 on the test set`: where a checkpoint was taken, and the accuracy that says most of those it was measured with. */
export function checkpointTitle({
  step,
  testAccuracy,
  validationAccuracy,
  trainAccuracy,
  hyperparameters,
}: CheckpointSummary): string {
  const views = viewsText(hyperparameters);
  const title = `Step ${wholeNumber(step)}`;
  if (testAccuracy !== null) return `${title}, ${accuracyText(testAccuracy)} on the test set${views}`;
  if (validationAccuracy !== null)
    return `${title}, ${accuracyText(validationAccuracy)} on the validation images${views}`;
  if (trainAccuracy !== null) return `${title}, ${accuracyText(trainAccuracy)} on the training batch`;
  return title;
}

/** How a run gets checkpoints. */
export const whenCheckpointsAreSaved =
  'A checkpoint is saved every 1,000 steps, on Pause, on Stop, at the end, and with Save checkpoint.';
