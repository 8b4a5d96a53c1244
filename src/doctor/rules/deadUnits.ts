import type { Rule } from '../finding.ts';

/** Of the hidden units: a few are lost in every run. */
const largeShare = 0.25;
/** In a smaller batch a unit is silent by chance too often. */
const minBatch = 100;

/** Many hidden units give 0 for every picture. */
export const deadUnits: Rule = ({ layers, hyperparameters: { batchSize } }) => {
  const last = layers.at(-1);
  if (!last || batchSize < minBatch) return null;
  for (const { deadUnits: dead, units } of last.layers) {
    if (dead !== null && dead / units >= largeShare)
      return { kind: 'dead-units', step: last.step, dead, units };
  }
  return null;
};
