import type { Rule } from '../finding.ts';
import { chanceAccuracy, chanceLoss, lowestCrossEntropy, meanOf } from '../observation.ts';

/* Rules about the loss. Training points are ten steps apart. */

/** The loss is NaN or infinite. */
export const diverged: Rule = ({ divergedAt, hyperparameters: { learningRate } }) =>
  divergedAt === null ? null : { kind: 'diverged', step: divergedAt, learningRate };

/** Number of measured batches to average: a single one may be an outlier. */
const averagedBatches = 5;
/** Batches differ by less than a factor of two. */
const growth = 2;
/** A loss close to 0 doubles by chance. */
const minGrowth = 0.3;

/** The loss has been far lower before, in the mean over a few batches. What is reported was measured: the reader finds it in the values. */
export const diverging: Rule = ({ history: { training }, divergedAt, checkpointSteps }) => {
  if (divergedAt !== null || training.length < 3 * averagedBatches) return null;
  const means = training.slice(averagedBatches - 1).map((_, index) => {
    const batches = training.slice(index, index + averagedBatches);
    return { batches, mean: meanOf(batches, 'loss') };
  });
  const last = means.at(-1);
  const best = means.reduce((least, other) => (other.mean < least.mean ? other : least));
  if (!last || last.mean < growth * best.mean || last.mean < best.mean + minGrowth) return null;
  const lowest = best.batches.reduce((least, point) => (point.loss < least.loss ? point : least));
  const highest = last.batches.reduce((most, point) => (point.loss > most.loss ? point : most));
  const earlier = checkpointSteps.filter((step) => step <= lowest.step);
  return {
    kind: 'diverging',
    step: highest.step,
    loss: highest.loss,
    lowestStep: lowest.step,
    lowest: lowest.loss,
    checkpointStep: earlier.length === 0 ? null : Math.max(...earlier),
  };
};

/** A thousand steps. */
const minPlateauPoints = 100;
/** The loss fell by less than this share of what can fall. */
const minFall = 0.01;
/** Dense networks of this page hardly come further with a constant learning rate. */
const highForDense = 0.45;

/**
 * Over the second half of the run so far, neither loss nor accuracy has improved. Not checked where a schedule lowers the
 * learning rate.
 */
export const plateau: Rule = ({ history: { training }, hyperparameters, hasConvolutions }) => {
  if (hyperparameters.schedule !== 'constant' || training.length < minPlateauPoints) return null;
  const quarter = Math.floor(training.length / 4);
  const [earlier, later] = [training.slice(-2 * quarter, -quarter), training.slice(-quarter)];
  const [from, loss] = [meanOf(earlier, 'loss'), meanOf(later, 'loss')];
  const gain = meanOf(later, 'accuracy') - meanOf(earlier, 'accuracy');
  const accuracy = meanOf(later, 'accuracy');
  const hasMoved =
    Math.abs(from - loss) > minFall * (from - lowestCrossEntropy(hyperparameters)) || gain > minFall;
  // A network at chance level is covered by `notLearning`.
  if (hasMoved || accuracy < 1.3 * chanceAccuracy) return null;
  return {
    kind: 'plateau',
    fromStep: earlier[0]?.step ?? 0,
    from,
    step: later.at(-1)?.step ?? 0,
    loss,
    suggestsConvolutions: !hasConvolutions && accuracy >= highForDense,
  };
};

const noisyBatches = 30;
/** In the first steps the loss falls fast, which is not noise. */
const minNoisyPoints = 60;
const largeJump = 0.3;

/** Consecutive measurements of the cross-entropy differ by a large share of its mean, above the smallest possible. */
export const noisy: Rule = ({ history: { training }, hyperparameters }) => {
  const { batchSize } = hyperparameters;
  if (training.length < minNoisyPoints) return null;
  const last = training.slice(-noisyBatches);
  const jumps = last.slice(1).map(({ crossEntropy }, index) => {
    return Math.abs(crossEntropy - (last[index]?.crossEntropy ?? crossEntropy));
  });
  const level = meanOf(last, 'crossEntropy') - lowestCrossEntropy(hyperparameters);
  const jump = jumps.reduce((sum, size) => sum + size, 0) / jumps.length / level;
  return jump > largeJump ? { kind: 'noisy', jump, batchSize } : null;
};

/** With standardized pictures, the loss begins slightly above chance. */
const muchAbove = 2 * chanceLoss;

/** The first loss is far above that of guessing. The cross-entropy of an untrained network should be about ln 10. */
export const firstLoss: Rule = ({ history: { training }, logits, hyperparameters: { inputScaling } }) => {
  const [first] = training;
  if (first?.step !== 0 || first.crossEntropy < muchAbove) return null;
  const counted = logits[0]?.step === 0 ? logits[0].histogram : null;
  const largestLogit = counted && Math.max(-counted.min, counted.max);
  return { kind: 'first-loss', crossEntropy: first.crossEntropy, inputScaling, largestLogit };
};
