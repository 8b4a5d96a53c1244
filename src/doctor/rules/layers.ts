import type { Hyperparameters } from '../../configuration/hyperparameters.ts';
import { learningRateAt } from '../../configuration/learningRateSchedule.ts';
import type { LivelinessRemedy, Rule } from '../finding.ts';
import { usualUpdates } from '../observation.ts';

/** The first updates of an untrained network say little. */
const minStep = 100;

/** The weights of some layer changed by too much at the last sampled step. */
export const updateTooLarge: Rule = ({ layers, hyperparameters }) => {
  const last = layers.at(-1);
  if (!last || last.step < minStep) return null;
  const learningRate = learningRateAt(hyperparameters, last.step);
  for (const { name: layer, updateRatio: ratio } of last.layers) {
    if (ratio !== null && ratio > usualUpdates.max) {
      return { kind: 'update-too-large', step: last.step, layer, ratio, learningRate };
    }
  }
  return null;
};

/** The weights of no layer have ever changed by enough, in steps whose learning rate no schedule had lowered to less than a half. */
export const updateTooSmall: Rule = ({ layers, hyperparameters }) => {
  const counted = layers
    .filter(({ step }) => step >= minStep)
    .filter(({ step }) => learningRateAt(hyperparameters, step) >= hyperparameters.learningRate / 2)
    .flatMap((point) => point.layers.map((layer) => ({ step: point.step, layer })));
  const largest = counted.reduce<(typeof counted)[number] | null>(
    (best, next) => ((next.layer.updateRatio ?? 0) > (best?.layer.updateRatio ?? -1) ? next : best),
    null,
  );
  const ratio = largest?.layer.updateRatio ?? null;
  if (!largest || ratio === null || ratio >= usualUpdates.min) return null;
  const { step, layer } = largest;
  const learningRate = learningRateAt(hyperparameters, step);
  return { kind: 'update-too-small', step, layer: layer.name, ratio, learningRate };
};

/** A few units die in every run. */
const largeShare = 0.25;
/** In smaller batches, too many units are inactive by chance. */
const minBatch = 100;

/** Many units or filters of a hidden layer output 0 for every picture of two measured batches in a row. */
export const deadUnits: Rule = ({ layers, hyperparameters }) => {
  const [before, last] = layers.slice(-2);
  if (!before || !last || hyperparameters.batchSize < minBatch) return null;
  for (const { name: layer, deadUnits: dead, units } of last.layers) {
    const deadBefore = before.layers.find(({ name }) => name === layer)?.deadUnits ?? 0;
    if (dead !== null && Math.min(dead, deadBefore) / units >= largeShare)
      return { kind: 'dead-units', step: last.step, layer, dead, units, remedy: remedyOf(hyperparameters) };
  }
  return null;
};

function remedyOf({ biasRateFactor, inputScaling }: Hyperparameters): LivelinessRemedy {
  // Fast biases soon hold units below 0 for every picture.
  if (biasRateFactor > 1) return 'a smaller rate factor for biases';
  return inputScaling === 'centred' ? 'standardized inputs' : 'warm-up steps';
}
