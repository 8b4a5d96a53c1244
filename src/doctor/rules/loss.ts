import type { TrainingPoint } from '../../history/history.ts';
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
/** A cross-entropy close to 0 doubles by chance. */
const minGrowth = 0.3;

/** In the first steps of a run that goes well, the cross-entropy may jump, but not as far as this, and not twice. */
const explosion = 4;

/**
 * The cross-entropy has been far lower before. Judged without the penalty, which grows by itself where regularization is raised,
 * and only since the last change of a hyperparameter. What is reported was measured: the reader finds it in the values.
 */
export const diverging: Rule = ({ history: { training, changes }, divergedAt, checkpointSteps }) => {
  if (divergedAt !== null) return null;
  const changedAt = changes.at(-1)?.step ?? 0;
  const since = training.filter(({ step }) => step >= changedAt);
  const found = grown(since) ?? exploded(since);
  if (!found) return null;
  const { lowest, highest } = found;
  const earlier = checkpointSteps.filter((step) => step <= lowest.step);
  return {
    kind: 'diverging',
    step: highest.step,
    crossEntropy: highest.crossEntropy,
    lowestStep: lowest.step,
    lowest: lowest.crossEntropy,
    checkpointStep: earlier.length === 0 ? null : Math.max(...earlier),
  };
};

interface Growth {
  readonly lowest: TrainingPoint;
  readonly highest: TrainingPoint;
}

/** In the mean over a few batches; null where it has not grown, or where too few were measured. */
function grown(points: readonly TrainingPoint[]): Growth | null {
  if (points.length < 3 * averagedBatches) return null;
  const means = points.slice(averagedBatches - 1).map((_, index) => {
    const batches = points.slice(index, index + averagedBatches);
    return { batches, mean: meanOf(batches, 'crossEntropy') };
  });
  const last = means.at(-1);
  const best = means.reduce((least, other) => (other.mean < least.mean ? other : least));
  if (!last || last.mean < growth * best.mean || last.mean < best.mean + minGrowth) return null;
  return { lowest: lowestOf(best.batches), highest: highestOf(last.batches) };
}

/** In the first steps, where there is no mean yet: twice in succession far above all before, and above guessing. */
function exploded(points: readonly TrainingPoint[]): Growth | null {
  if (points.length < 3) return null;
  const [before, last] = [points.slice(0, -2), points.slice(-2)];
  const limit = explosion * Math.max(chanceLoss, highestOf(before).crossEntropy);
  if (last.some(({ crossEntropy }) => crossEntropy < limit)) return null;
  return { lowest: lowestOf(before), highest: highestOf(last) };
}

function lowestOf(points: readonly TrainingPoint[]): TrainingPoint {
  return points.reduce((least, point) => (point.crossEntropy < least.crossEntropy ? point : least));
}

function highestOf(points: readonly TrainingPoint[]): TrainingPoint {
  return points.reduce((most, point) => (point.crossEntropy > most.crossEntropy ? point : most));
}

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
