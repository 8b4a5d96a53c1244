import type { Hyperparameters } from '../../configuration/hyperparameters.ts';
import { testImageCount } from '../../data/cifar10.ts';
import { type AccuracyPoint, bestOf, type TrainingPoint } from '../../history/history.ts';
import { standardError } from '../../history/standardError.ts';
import type { Remedy, Rule } from '../finding.ts';
import { meanOf } from '../observation.ts';

/** Between the accuracy on what is trained on and on what is not. */
const largeGap = 0.1;
/** Large enough where accuracy falls on what is not trained on. */
const gapThatCosts = 0.05;
const batches = 10;

/**
 * The network knows its training images better than others, and that costs accuracy on the others; or far better, and, where
 * that was measured twice, ever more so.
 */
export const overfitting: Rule = ({ history: { training, validation, test }, hyperparameters }) => {
  const on = validation.length > 0 ? 'validation' : 'test';
  const measured = on === 'validation' ? validation : test;
  const last = measured.at(-1);
  const trainAccuracy = last && trainAccuracyBefore(training, last.step);
  if (!last || trainAccuracy === undefined) return null;
  const gap = trainAccuracy - last.accuracy;
  const images = on === 'validation' ? hyperparameters.validationImages : testImageCount;
  const best = bestBeforeFall(measured, images);
  const earlier = gapAt(
    training,
    measured.slice(0, -1).find(({ step }) => step >= last.step / 2),
  );
  const isClosing = earlier !== null && earlier.gap >= gap;
  if (best ? gap < gapThatCosts : gap < largeGap || isClosing) return null;
  return {
    ...{ kind: 'overfitting', on, trainAccuracy, accuracy: last.accuracy },
    before: isClosing ? null : earlier,
    // Whoever ends a run by its test images has no proof left.
    best: on === 'validation' ? best : null,
    remedies: remediesLeft(hyperparameters),
  };
};

/** The best accuracy, where the last is lower by more than one standard error of so many images; otherwise null. */
function bestBeforeFall(measured: readonly AccuracyPoint[], images: number): AccuracyPoint | null {
  const best = bestOf(measured);
  const last = measured.at(-1);
  if (!best || !last) return null;
  return best.accuracy - last.accuracy > standardError(best.accuracy, images) ? best : null;
}

function remediesLeft({ flip, shift, dropout, regConstant, weightDecay }: Hyperparameters): Remedy[] {
  const left: [Remedy, boolean][] = [
    ['mirroring', flip === 'off'],
    ['shifting', shift === 0],
    ['dropout', dropout === 0],
    ['weight decay', regConstant === 0 && weightDecay === 0],
  ];
  return left.filter(([, isLeft]) => isLeft).map(([remedy]) => remedy);
}

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
