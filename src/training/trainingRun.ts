import * as tf from '@tensorflow/tfjs-core';
import type { Checkpoint, CheckpointSummary } from '../checkpoint/checkpoint.ts';
import type { Hyperparameters } from '../configuration/hyperparameters.ts';
import { trainingImageCount } from '../data/cifar10.ts';
import { Failure } from '../failure.ts';
import {
  type AccuracyPoint,
  accuracyAt,
  bestOf,
  type ParameterChange,
  type RunHistory,
  type TrainingPoint,
} from '../history/history.ts';
import { type Model, modelOf } from '../model/model.ts';
import type { Tensors } from '../model/operation.ts';
import { initialWeights, parametersFromWeights, weightsFromParameters } from '../model/parameters.ts';
import { averageSuffix, isTrained } from '../network/arrays.ts';
import type { Network } from '../network/network.ts';
import type { NamedArray } from '../tensorFiles/namedArray.ts';
import { type BatchSampler, batchSampler, type Place } from './batchSampler.ts';
import type { EvaluatedNetwork } from './evaluatedNetwork.ts';
import { optimizers } from './optimizers.ts';
import type { TrainingData } from './stepBatch.ts';
import { evaluatedParameters, freshAverage, freshSlots, type TrainedState } from './trainStep.ts';
import { whiteningFiltersOf } from './whiteningFilters.ts';

/** A run in progress: the contents of a checkpoint as live objects. Only the training loop and its host change it. */
export interface TrainingRun {
  id: string;
  readonly network: Network;
  readonly model: Model;
  hyperparameters: Hyperparameters;
  state: TrainedState;
  /** Completed steps. */
  step: number;
  readonly sampler: BatchSampler;
  /** Time spent training, excluding pauses. */
  elapsedSeconds: number;
  /** How often the run was evaluated on the test images. */
  testEvaluations: number;
  readonly history: {
    readonly training: TrainingPoint[];
    readonly validation: AccuracyPoint[];
    readonly test: AccuracyPoint[];
    readonly changes: ParameterChange[];
  };
}

/** A new run: the seed determines its weights and every random draw; a whitening layer is computed from the images. */
export function newRun(
  id: string,
  network: Network,
  hyperparameters: Hyperparameters,
  data: TrainingData,
): TrainingRun {
  const model = modelOf(network.layers(hyperparameters));
  const parameters = parametersFromWeights(
    model,
    initialWeights(model.layers, hyperparameters.seed, whiteningFiltersOf(data)),
  );
  return {
    id,
    network,
    model,
    hyperparameters,
    state: freshState(hyperparameters, model, parameters, 0),
    step: 0,
    sampler: samplerOf(network, hyperparameters),
    elapsedSeconds: 0,
    testEvaluations: 0,
    history: { training: [], validation: [], test: [], changes: [] },
  };
}

/**
 * Restores the run of a checkpoint. Throws a RangeError where the weights are not the network's, or no epoch has the place, and
 * then leaves no tensor behind.
 */
export function runFromCheckpoint(network: Network, { summary, history, weights }: Checkpoint): TrainingRun {
  const { hyperparameters, step, epoch, position, elapsedSeconds, testEvaluations } = summary;
  const model = modelOf(network.layers(hyperparameters));
  const sampler = samplerOf(network, hyperparameters, { epoch, position });
  return {
    id: summary.runId,
    network,
    model,
    hyperparameters,
    state: tf.tidy(() => stateFrom(summary, model, weights)),
    step,
    sampler,
    elapsedSeconds,
    testEvaluations,
    history: copyOf(history),
  };
}

/** Files of weights have no optimizer state; it starts at zeros. */
function stateFrom(
  { hyperparameters, reason, step, slotsFrom }: CheckpointSummary,
  model: Model,
  weights: readonly NamedArray[],
): TrainedState {
  const parameters = parametersFromWeights(model, weights);
  if (reason === 'imported') {
    return freshState(hyperparameters, model, parameters, step);
  }
  const trained = model.arrays.filter(isTrained);
  const slots = slotNames(hyperparameters).map((slot) =>
    parametersFromWeights({ arrays: trained }, weights, slot),
  );
  const average =
    hyperparameters.averageDecay > 0 ? parametersFromWeights(model, weights, averageSuffix) : undefined;
  return { parameters, average, slots, slotsFrom };
}

/** @param step completed steps */
function freshState(
  hyperparameters: Hyperparameters,
  model: Model,
  parameters: Tensors,
  step: number,
): TrainedState {
  return {
    parameters,
    average: freshAverage(hyperparameters, parameters),
    slots: freshSlots(hyperparameters, model, parameters),
    slotsFrom: step,
  };
}

/** The run's network, as evaluation uses it. */
export function evaluatedNetwork(
  { model, state, hyperparameters: { views } }: TrainingRun,
  { scaling }: Pick<TrainingData, 'scaling'>,
): EvaluatedNetwork {
  return { model, parameters: evaluatedParameters(state), scaling, views };
}

/** The number of images to train on; the training images behind them are the validation split. */
export function trainedImageCount({ validationImages }: Pick<Hyperparameters, 'validationImages'>): number {
  return trainingImageCount - validationImages;
}

export type CheckpointCircumstances = Pick<CheckpointSummary, 'reason' | 'nextLoss' | 'backend'>;

/**
 * Reads everything that is needed to continue later. No step may be taken meanwhile.
 *
 * @throws Failure `diverged` where a number is infinite or NaN, which goes undetected between two measured steps
 */
export async function checkpointOf(
  run: TrainingRun,
  { reason, nextLoss, backend }: CheckpointCircumstances,
): Promise<Checkpoint> {
  const last = run.history.training.at(-1);
  if (last && !Number.isFinite(last.loss)) {
    throw new Failure({ code: 'diverged', details: { step: last.step } });
  }
  const weights = await arraysOf(run);
  if (!Number.isFinite(nextLoss ?? 0) || !weights.every(({ values }) => areFinite(values))) {
    throw new Failure({ code: 'diverged', details: { step: run.step } });
  }
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
      slotsFrom: run.state.slotsFrom,
      epoch,
      position,
      elapsedSeconds: run.elapsedSeconds,
      testEvaluations: run.testEvaluations,
      trainLoss: last?.loss ?? null,
      trainAccuracy: last?.accuracy ?? null,
      validationAccuracy: accuracyAt(run.history.validation, run.step),
      testAccuracy: accuracyAt(run.history.test, run.step),
      nextLoss,
      backend,
    },
    history: copyOf(run.history),
    weights,
  };
}

/** An infinite number or NaN times 0 is NaN, and so is the sum: faster than checking each number. */
function areFinite(values: Float32Array): boolean {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i] as number) * 0;
  return sum === 0;
}

/** The network's arrays, their average, and the optimizer's slots. */
export async function arraysOf({ state, hyperparameters }: TrainingRun): Promise<NamedArray[]> {
  const names = slotNames(hyperparameters);
  const arrays = [
    weightsFromParameters(state.parameters),
    ...(state.average ? [weightsFromParameters(state.average, averageSuffix)] : []),
    ...state.slots.map((slot, index) => weightsFromParameters(slot, names[index])),
  ];
  return (await Promise.all(arrays)).flat();
}

/** Whether the last `patience` validations brought no improvement. */
export function isOutOfPatience({ hyperparameters: { patience }, history }: TrainingRun): boolean {
  return patience > 0 && validationsSinceBest(history) >= patience;
}

/** Whether the run ends with its next validation, unless that brings an improvement. */
export function isLosingPatience({ hyperparameters: { patience }, history }: TrainingRun): boolean {
  return patience > 0 && history.validation.length > 0 && validationsSinceBest(history) + 1 >= patience;
}

function validationsSinceBest({ validation }: Pick<RunHistory, 'validation'>): number {
  const best = bestOf(validation);
  return best === null ? 0 : validation.length - 1 - validation.indexOf(best);
}

/** A separate sampler at the run's place: using it does not advance the run. */
export function samplerAhead({ network, hyperparameters, sampler }: TrainingRun): BatchSampler {
  return samplerOf(network, hyperparameters, sampler.place);
}

function samplerOf({ sampling }: Network, hyperparameters: Hyperparameters, place?: Place): BatchSampler {
  const { batchSize, seed, lastBatch = 'none' } = hyperparameters;
  const imageCount = trainedImageCount(hyperparameters);
  return batchSampler({ sampling, imageCount, batchSize, seed, lastBatch }, place);
}

function slotNames({ optimizer }: Hyperparameters): readonly string[] {
  return optimizers[optimizer].slots;
}

function copyOf({ training, validation, test, changes }: RunHistory): TrainingRun['history'] {
  return { training: [...training], validation: [...validation], test: [...test], changes: [...changes] };
}
