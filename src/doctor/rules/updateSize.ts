import { learningRateAt } from '../../configuration/learningRateSchedule.ts';
import type { Rule } from '../finding.ts';
import { usualUpdates } from '../usualUpdates.ts';

/** The first updates come from an untrained network, and say little. */
const minStep = 100;

/** The weights of some layer move by too much at a step, at the last that was counted. */
export const updateTooLarge: Rule = ({ layers, hyperparameters }) => {
  const last = layers.at(-1);
  if (!last || last.step < minStep) return null;
  const learningRate = learningRateAt(hyperparameters, last.step);
  for (const { name: layer, updateRatio: ratio } of last.layers) {
    if (ratio !== null && ratio > usualUpdates.most) {
      return { kind: 'update-too-large', step: last.step, layer, ratio, learningRate };
    }
  }
  return null;
};

/** The weights of no layer have ever moved by enough. A learning rate that fell to nothing is no reason to complain. */
export const updateTooSmall: Rule = ({ layers, hyperparameters }) => {
  const counted = layers
    .filter(({ step }) => step >= minStep)
    .flatMap((point) => point.layers.map((layer) => ({ step: point.step, layer })));
  const largest = counted.reduce<(typeof counted)[number] | null>(
    (best, next) => ((next.layer.updateRatio ?? 0) > (best?.layer.updateRatio ?? -1) ? next : best),
    null,
  );
  const ratio = largest?.layer.updateRatio ?? null;
  if (!largest || ratio === null || ratio >= usualUpdates.least) return null;
  const { step, layer } = largest;
  const learningRate = learningRateAt(hyperparameters, step);
  return { kind: 'update-too-small', step, layer: layer.name, ratio, learningRate };
};
