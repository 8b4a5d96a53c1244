import type { CheckpointSummary } from '../checkpoint/checkpoint.ts';
import { parameterKeys } from '../configuration/hyperparameters.ts';
import { parameterName, usedParameters } from '../configuration/parameters.ts';
import { batchSha256 } from '../data/cifar10.ts';
import { layersOf } from './networkWeights.ts';

/** The origin of weights in machine-readable form: the network with its layers, its hyperparameters, and its training data. */
export function configurationJson(
  summary: CheckpointSummary,
  results: Readonly<Record<string, number>> = {},
): string {
  const { network, hyperparameters, step, backend, savedAt } = summary;
  const used = usedParameters(parameterKeys, hyperparameters);
  const configuration = {
    network,
    layers: layersOf(summary),
    ...Object.fromEntries(used.map((key) => [parameterName(key), hyperparameters[key]])),
    step,
    ...results,
    backend,
    saved_at: savedAt,
    data_sha256: batchSha256,
  };
  return JSON.stringify(configuration, null, 2);
}
