import type { AccuracyPoint, TrainingPoint } from '../../training/history.ts';
import type { Rule } from '../finding.ts';
import { meanOf } from '../observation.ts';

/** Between the accuracy on what is trained on and on what is not. */
const largeGap = 0.1;
const batches = 10;

/** The network knows its training images far better than others, and, where that was measured twice, ever more so. */
export const overfitting: Rule = ({ history: { training, validation, test } }) => {
  const on = validation.length > 0 ? 'validation' : 'test';
  const measured = on === 'validation' ? validation : test;
  const last = measured.at(-1);
  const trainAccuracy = last && trainAccuracyBefore(training, last.step);
  if (!last || trainAccuracy === undefined || trainAccuracy - last.accuracy < largeGap) return null;
  const before = gapAt(
    training,
    measured.slice(0, -1).find(({ step }) => step >= last.step / 2),
  );
  if (before && before.gap >= trainAccuracy - last.accuracy) return null;
  return { kind: 'overfitting', on, trainAccuracy, accuracy: last.accuracy, before };
};

function gapAt(training: readonly TrainingPoint[], point: AccuracyPoint | undefined) {
  const trainAccuracy = point && trainAccuracyBefore(training, point.step);
  if (!point || trainAccuracy === undefined) return null;
  return { step: point.step, gap: trainAccuracy - point.accuracy };
}

/** Over the last batches before that step; undefined where too few were measured. */
function trainAccuracyBefore(training: readonly TrainingPoint[], step: number): number | undefined {
  const earlier = training.filter((point) => point.step < step).slice(-batches);
  return earlier.length < batches ? undefined : meanOf(earlier, 'accuracy');
}
