import type { Rule } from '../finding.ts';
import { meanOf } from '../observation.ts';

/** The loss has stopped being a number. */
export const diverged: Rule = ({ divergedAt, hyperparameters: { learningRate } }) =>
  divergedAt === null ? null : { kind: 'diverged', step: divergedAt, learningRate };

/** Measured batches that are averaged: a single one may be an outlier. */
const window = 5;
/** Twice the lowest loss is more than batches differ. */
const growth = 2;

/** The loss had been far lower. */
export const diverging: Rule = ({ history: { training }, divergedAt }) => {
  if (divergedAt !== null || training.length < 3 * window) return null;
  const means = training.slice(window - 1).map(({ step }, index) => ({
    step,
    loss: meanOf(training.slice(index, index + window), 'loss'),
  }));
  const last = means.at(-1);
  const lowest = means.reduce((best, mean) => (mean.loss < best.loss ? mean : best));
  if (!last || last.loss < growth * lowest.loss) return null;
  return { kind: 'diverging', ...last, lowestStep: lowest.step, lowest: lowest.loss };
};
