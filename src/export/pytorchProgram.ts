import type { Checkpoint, CheckpointSummary } from '../checkpoint/checkpoint.ts';
import { defaultHyperparameters, type ParameterKey } from '../configuration/hyperparameters.ts';
import { parameterName } from '../configuration/parameters.ts';
import type { InputRecipe } from '../input/inputScaling.ts';
import { networkNamed } from '../network/networks.ts';
import { configurationJson } from './configurationJson.ts';
import { fileStem } from './describeCheckpoint.ts';
import type { ExportedFile } from './exportedFile.ts';
import { npzOf } from './numpyWeights.ts';
import cifar10Data from './python/cifar10_data.py?raw';
import pytorchNetwork from './python/pytorch_network.py?raw';
import trainOn from './python/train_on.py?raw';
import { zipFolder } from './zipFolder.ts';

/**
 * The hyperparameters at the top of the program. Sizes follow from the weights, and input scaling from the arrays beside them.
 */
const keys: readonly ParameterKey[] = [
  ...(['batchSize', 'learningRate', 'maxSteps', 'regConstant', 'seed', 'optimizer', 'momentum'] as const),
  ...(['weightDecay', 'biasRateFactor', 'labelSmoothing', 'averageDecay'] as const),
  ...(['schedule', 'warmupSteps', 'flip', 'shift', 'lastBatch'] as const),
  'validationImages',
  'views',
];

const configurationBlock = /(?<=# <configuration>\n)[^#]*(?=# <\/configuration>)/;

/** A small PyTorch program that continues training from these weights, with everything that it needs, in one zip. */
export function pytorchProgram(checkpoint: Checkpoint, recipe: InputRecipe): ExportedFile[] {
  const { summary } = checkpoint;
  return [
    zipFolder(`${fileStem(summary)}-pytorch`, {
      'train_on.py': programOf(summary),
      'pytorch_network.py': pytorchNetwork,
      'cifar10_data.py': cifar10Data,
      'configuration.json': configurationJson(summary),
      'weights.npz': npzOf(checkpoint, recipe),
    }),
  ];
}

/** The program with the run's configuration in place of the article's. */
export function programOf({ network, step, hyperparameters }: CheckpointSummary): string {
  const values = { ...defaultHyperparameters, ...hyperparameters };
  const lines = [
    `NETWORK = ${JSON.stringify(network)}`,
    `SAMPLING = ${JSON.stringify(networkNamed(network)?.sampling)}`,
    `STEP = ${step}`,
    ...keys.map((key) => `${parameterName(key).toUpperCase()} = ${JSON.stringify(values[key])}`),
  ];
  return trainOn.replace(configurationBlock, `${lines.join('\n')}\n`);
}
