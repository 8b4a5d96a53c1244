import type { CheckpointSummary } from '../../checkpoint/checkpoint.ts';
import {
  defaultHyperparameters,
  type Hyperparameters,
  type OptimizerName,
} from '../../configuration/hyperparameters.ts';
import { trainingImageCount } from '../../data/cifar10.ts';
import { networkNamed } from '../../network/networks.ts';
import type { LayerSpec } from '../../network/specification.ts';
import { layersOf } from '../networkWeights.ts';

/** What a program continues. */
export interface Run {
  /** The network's, as the page has it. */
  readonly title: string;
  readonly layers: readonly LayerSpec[];
  /** Those that the network lacks have the value that changes nothing. */
  readonly hyperparameters: Required<Hyperparameters>;
  /** Completed steps, and images that the current epoch has used. */
  readonly step: number;
  readonly epoch: number;
  readonly position: number;
  readonly batches: Batches;
}

/** How the images of an epoch become batches: drawn anew for each, or shuffled and divided, which may leave some over. */
export type Batches = 'drawn' | 'all whole' | 'last left out' | 'last short';

/** Throws a RangeError where this version does not know the network. */
export function runOf(summary: CheckpointSummary): Run {
  const network = networkNamed(summary.network);
  if (!network) throw new RangeError(`there is no network ${summary.network}`);
  const hyperparameters = { ...defaultHyperparameters, ...summary.hyperparameters };
  const batches = network.sampling === 'draws' ? 'drawn' : dividedBatches(hyperparameters);
  return {
    title: network.title,
    layers: layersOf(summary),
    hyperparameters: { ...hyperparameters, optimizer: optimizerOf(hyperparameters) },
    step: summary.step,
    ...placeOf(summary, batches),
    batches,
  };
}

/** Without momentum, both kinds of it are gradient descent; PyTorch has no Nesterov momentum of 0. */
function optimizerOf({ optimizer, momentum }: Required<Hyperparameters>): OptimizerName {
  return momentum === 0 && optimizer !== 'adam' ? 'sgd' : optimizer;
}

function dividedBatches({ batchSize, lastBatch, validationImages }: Required<Hyperparameters>): Batches {
  if ((trainingImageCount - validationImages) % batchSize === 0) return 'all whole';
  return lastBatch === 'short' ? 'last short' : 'last left out';
}

/** Files from elsewhere may have a place with no batch left. */
function placeOf({ epoch, position, hyperparameters }: CheckpointSummary, batches: Batches) {
  const left = trainingImageCount - hyperparameters.validationImages - position;
  const isOver = batches === 'last left out' && left < hyperparameters.batchSize;
  return isOver ? { epoch: epoch + 1, position: 0 } : { epoch, position };
}

/** Whether images are changed at random. */
export function isAugmented({ hyperparameters: { flip, shift } }: Run): boolean {
  return flip !== 'off' || shift > 0;
}

/** Whether images are held out of training. */
export function validates({ hyperparameters: { validationImages } }: Run): boolean {
  return validationImages > 0;
}

/** How many steps a program takes unless told otherwise: those to the run's last, or as many again after that. */
export function furtherSteps({ step, hyperparameters: { maxSteps } }: Run): number {
  return step < maxSteps ? maxSteps - step : maxSteps;
}
