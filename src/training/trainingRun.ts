import type { Checkpoint, CheckpointSummary, WeightArray } from '../checkpoint/checkpoint.ts';
import type { Hyperparameters } from '../configuration/hyperparameters.ts';
import { trainingImageCount } from '../data/cifar10.ts';
import type { DenseLayer, Network, Parameters } from '../model/network.ts';
import { initialWeights, parametersFromWeights, weightsFromParameters } from '../model/parameters.ts';
import { type BatchSampler, batchSampler, type Place } from './batchSampler.ts';
import type { RunHistory, TestPoint, TrainingPoint } from './history.ts';

/** A run in progress: what a checkpoint keeps, as live objects. Only `trainer.ts` and `testAccuracy.ts` change it. */
export interface TrainingRun {
  id: string;
  readonly network: Network;
  readonly layers: readonly DenseLayer[];
  hyperparameters: Hyperparameters;
  parameters: Parameters;
  /** Completed steps. */
  step: number;
  readonly sampler: BatchSampler;
  /** Time spent training, without pauses. */
  elapsedSeconds: number;
  readonly history: { readonly training: TrainingPoint[]; readonly test: TestPoint[] };
}

/** A fresh run: weights and batch order follow from the seed. */
export function newRun(id: string, network: Network, hyperparameters: Hyperparameters): TrainingRun {
  const layers = network.layers(hyperparameters);
  return {
    id,
    network,
    layers,
    hyperparameters,
    parameters: parametersFromWeights(layers, initialWeights(layers, hyperparameters.seed)),
    step: 0,
    sampler: samplerOf(network, hyperparameters),
    elapsedSeconds: 0,
    history: { training: [], test: [] },
  };
}

/** The run as it was when the checkpoint was taken. Throws a RangeError where the weights are not the network's. */
export function runFromCheckpoint(network: Network, { summary, history, weights }: Checkpoint): TrainingRun {
  const { hyperparameters, step, epoch, position, elapsedSeconds } = summary;
  const layers = network.layers(hyperparameters);
  return {
    id: summary.runId,
    network,
    layers,
    hyperparameters,
    parameters: parametersFromWeights(layers, weights),
    step,
    sampler: samplerOf(network, hyperparameters, { epoch, position }),
    elapsedSeconds,
    history: { training: [...history.training], test: [...history.test] },
  };
}

export type CheckpointCircumstances = Pick<CheckpointSummary, 'reason' | 'nextLoss' | 'backend'>;

/** Reads everything that is needed to go on later. No step may be taken meanwhile. */
export async function checkpointOf(
  run: TrainingRun,
  { reason, nextLoss, backend }: CheckpointCircumstances,
): Promise<Checkpoint> {
  const weights: WeightArray[] = await weightsFromParameters(run.layers, run.parameters);
  const last = run.history.training.at(-1);
  const { epoch, position } = run.sampler.place;
  return {
    summary: {
      id: `${run.id}-step-${run.step}-${Date.now().toString(36)}`,
      runId: run.id,
      savedAt: new Date().toISOString(),
      reason,
      network: run.network.name,
      hyperparameters: run.hyperparameters,
      step: run.step,
      epoch,
      position,
      elapsedSeconds: run.elapsedSeconds,
      trainLoss: last?.loss ?? null,
      trainAccuracy: last?.accuracy ?? null,
      testAccuracy: testAccuracyAt(run.history, run.step),
      nextLoss,
      backend,
    },
    history: { training: [...run.history.training], test: [...run.history.test] },
    weights,
  };
}

/** A sampler of its own that stands where the run's stands: looking ahead does not move the run. */
export function samplerAhead({ network, hyperparameters, sampler }: TrainingRun): BatchSampler {
  return samplerOf(network, hyperparameters, sampler.place);
}

function samplerOf(network: Network, { batchSize, seed }: Hyperparameters, place?: Place): BatchSampler {
  return batchSampler(network.sampling, trainingImageCount, batchSize, seed, place);
}

function testAccuracyAt(history: RunHistory, step: number): number | null {
  return history.test.find((point) => point.step === step)?.accuracy ?? null;
}
