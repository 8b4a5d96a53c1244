import type { Hyperparameters } from '../../configuration/hyperparameters.ts';
import { testImageCount } from '../../data/cifar10.ts';
import { type AccuracyPoint, bestOf, type TrainingPoint } from '../../history/history.ts';
import { standardError } from '../../history/standardError.ts';
import type { Remedy, Rule } from '../finding.ts';
import { chanceAccuracy, meanOf } from '../observation.ts';

/** Training accuracy is the mean of this many measured batches. */
const batches = 10;

/** The article's run has an accuracy of 0.39 by then. */
const minStep = 200;
/** Guessing exceeds chance level by this much in ten batches of 400 once in 10⁹ times; in smaller batches more often. */
const margin = 0.03;

/** The accuracy is at chance level. */
export const notLearning: Rule = ({ history: { training } }) => {
  const step = training.at(-1)?.step ?? 0;
  if (step < minStep || training.length < batches) return null;
  const accuracy = meanOf(training.slice(-batches), 'accuracy');
  return accuracy < chanceAccuracy + margin ? { kind: 'not-learning', step, accuracy } : null;
};

/** Between training accuracy and validation or test accuracy. */
const largeGap = 0.1;
/** Large enough where the validation accuracy falls. */
const gapThatCosts = 0.05;

/**
 * The network is more accurate on its training images than on others, and the accuracy on the others falls; or the gap is large
 * and, where it was measured twice, still growing.
 */
export const overfitting: Rule = ({ history, hyperparameters, hasConvolutions }) => {
  const { training, validation, test } = history;
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
  const remedies = remediesLeft(hyperparameters);
  return {
    ...{ kind: 'overfitting', on, trainAccuracy, accuracy: last.accuracy },
    before: isClosing ? null : earlier,
    // Choosing when to stop by the test images would make the test accuracy a biased estimate.
    best: on === 'validation' ? best : null,
    remedies,
    suggestsConvolutions: remedies.length === 0 && !hasConvolutions,
  };
};

/** The best accuracy, where the last is lower by more than one standard error for that many images; otherwise null. */
function bestBeforeFall(measured: readonly AccuracyPoint[], images: number): AccuracyPoint | null {
  const best = bestOf(measured);
  const last = measured.at(-1);
  if (!best || !last) return null;
  return best.accuracy - last.accuracy > standardError(best.accuracy, images) ? best : null;
}

/** A network without dropout has no rate, and cannot be given one. */
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

/** Mean accuracy of the last batches before that step; undefined where too few were measured. */
function trainAccuracyBefore(training: readonly TrainingPoint[], step: number): number | undefined {
  const earlier = training.filter((point) => point.step < step).slice(-batches);
  return earlier.length < batches ? undefined : meanOf(earlier, 'accuracy');
}
