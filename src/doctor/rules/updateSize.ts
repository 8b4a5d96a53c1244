import { learningRateAt } from '../../configuration/learningRateSchedule.ts';
import type { Rule } from '../finding.ts';

/**
 * Far from the rule of thumb, 0.001: Karpathy, "Neural networks part 3", CS231n (2016). Runs that learn well have 0.01, and the
 * article's 0.03 now and then.
 */
const tooSmall = 1e-4;
const tooLarge = 0.05;
/** The first updates come from an untrained network, and say little. */
const leastStep = 100;

/** The weights of some layer move by too much at a step, at the last that was counted. */
export const updateTooLarge: Rule = ({ layers, hyperparameters }) => {
  const last = layers.at(-1);
  if (!last || last.step < leastStep) return null;
  const learningRate = learningRateAt(hyperparameters, last.step);
  for (const { name: layer, updateRatio: ratio } of last.layers) {
    if (ratio !== null && ratio > tooLarge) {
      return { kind: 'update-too-large', step: last.step, layer, ratio, learningRate };
    }
  }
  return null;
};

/** The weights of no layer have ever moved by enough. A learning rate that fell to nothing is no reason to complain. */
export const updateTooSmall: Rule = ({ layers, hyperparameters }) => {
  const counted = layers
    .filter(({ step }) => step >= leastStep)
    .flatMap((point) => point.layers.map((layer) => ({ step: point.step, layer })));
  const largest = counted.reduce<(typeof counted)[number] | null>(
    (best, next) => ((next.layer.updateRatio ?? 0) > (best?.layer.updateRatio ?? -1) ? next : best),
    null,
  );
  const ratio = largest?.layer.updateRatio ?? null;
  if (!largest || ratio === null || ratio >= tooSmall) return null;
  const { step, layer } = largest;
  const learningRate = learningRateAt(hyperparameters, step);
  return { kind: 'update-too-small', step, layer: layer.name, ratio, learningRate };
};
