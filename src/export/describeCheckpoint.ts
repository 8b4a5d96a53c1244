import type { Checkpoint, CheckpointSummary } from '../checkpoint/checkpoint.ts';
import { parameterKeys } from '../configuration/hyperparameters.ts';
import { parameterName, usedParameters } from '../configuration/parameters.ts';
import { classNames } from '../data/cifar10.ts';
import { evaluationText } from './measuredQuantities.ts';
import { networkWeights } from './networkWeights.ts';
import { weightsChecksum } from './weightsChecksum.ts';

/**
 * The metadata of every exported file: where its weights come from, and what is needed to train on when it is opened again. How
 * pictures become inputs depends on the file.
 */
export function describeCheckpoint(checkpoint: Checkpoint): Record<string, string> {
  const { summary } = checkpoint;
  const { network, hyperparameters, step, epoch, position, nextLoss, savedAt } = summary;
  const { validationAccuracy, trainAccuracy, testAccuracy } = summary;
  const { averageDecay } = hyperparameters;
  return {
    network,
    step: String(step),
    ...Object.fromEntries(
      usedParameters(parameterKeys, hyperparameters).map((key) => [
        parameterName(key),
        String(hyperparameters[key]),
      ]),
    ),
    weights: averageDecay > 0 ? 'an average of the weights in training' : 'the weights in training',
    ...given('evaluation', evaluationText(hyperparameters)),
    ...given('validation_accuracy', validationAccuracy),
    ...given('train_accuracy', trainAccuracy),
    ...given('test_accuracy', testAccuracy),
    epoch: String(epoch),
    position: String(position),
    // Not that of averaged weights, which the file holds.
    ...given('next_loss', averageDecay > 0 ? null : nextLoss),
    saved_at: savedAt,
    weights_crc32: weightsChecksum(networkWeights(checkpoint)),
    class_names: classNames.join(' '),
  };
}

function given(name: string, value: number | string | null): Record<string, string> {
  return value === null ? {} : { [name]: String(value) };
}

/**
 * `cifar-10-two-layer-2026-11-24_14-05-09-step-2000`, without an extension: the same for all files of a checkpoint, and another for
 * every other checkpoint, so that files of two runs are not mixed up.
 */
export function fileStem({ network, runId, step }: CheckpointSummary): string {
  return `cifar-10-${`${network}-${runId}`.replaceAll(/[^\w-]/g, '-')}-step-${step}`;
}
