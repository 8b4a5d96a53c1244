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

/** The loss has been far lower before. */
export const diverging: Rule = ({ history: { training }, divergedAt }) => {
  if (divergedAt !== null || training.length < 3 * averagedBatches) return null;
  const means = training.slice(averagedBatches - 1).map(({ step }, index) => ({
    step,
    loss: meanOf(training.slice(index, index + averagedBatches), 'loss'),
  }));
  const last = means.at(-1);
  const lowest = means.reduce((best, mean) => (mean.loss < best.loss ? mean : best));
  if (!last || last.loss < growth * lowest.loss || last.loss < lowest.loss + minGrowth) return null;
  return { kind: 'diverging', ...last, lowestStep: lowest.step, lowest: lowest.loss };
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
