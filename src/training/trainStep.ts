import * as tf from '@tensorflow/tfjs-core';
import { fused } from '../backend/fusedOperations.ts';
import { endIfInterrupted } from '../backend/interruption.ts';
import type { Hyperparameters } from '../configuration/hyperparameters.ts';
import { learningRateAt } from '../configuration/learningRateSchedule.ts';
import { evaluation } from '../model/evaluation.ts';
import { gradients } from '../model/gradients.ts';
import { forwardPass, logitsOf, type PassedOperation } from '../model/inference.ts';
import { loss } from '../model/loss.ts';
import type { Model } from '../model/model.ts';
import { type Tensors, tensorNamed } from '../model/operation.ts';
import { disposeParameters } from '../model/parameters.ts';
import { isTrained, type NetworkArray } from '../network/arrays.ts';
import type { Batch } from './batch.ts';
import { trainingMode } from './dropoutMasks.ts';
import { layerSample } from './layerStatistics.ts';
import { at, optimizers, type UpdateSettings } from './optimizers.ts';

/** What training changes: the network's parameters, their average, and the optimizer's state, one entry per slot. */
export type TrainedState = {
  readonly parameters: Tensors;
  /** Of all arrays; undefined where weights are not averaged. */
  readonly average: Tensors | undefined;
  readonly slots: Tensors[];
  /** The completed steps when the slots were zeros: 0, except for weights from a file without slots. */
  readonly slotsFrom: number;
};

export type StepSettings = Pick<
  Hyperparameters,
  | 'learningRate'
  | 'schedule'
  | 'warmupSteps'
  | 'maxSteps'
  | 'regConstant'
  | 'optimizer'
  | 'momentum'
  | 'weightDecay'
  | 'biasRateFactor'
  | 'averageDecay'
  | 'seed'
>;

/** What to measure in a step. */
export interface StepOptions {
  /** Whether to measure the batch before the update. */
  readonly measures: boolean;
  /** Whether to return the batch's logits and a sample of the layers' values. */
  readonly collectsHistograms: boolean;
}

export type StepResult = {
  /** The state after the step. The tensors of the one passed in are disposed of. */
  readonly state: TrainedState;
  /** `[crossEntropy, l2Penalty, correct count]` before the update; owned by the caller. */
  readonly measurements: tf.Tensor1D | undefined;
  /** [batch, 10]; owned by the caller. */
  readonly logits: tf.Tensor2D | undefined;
  /** See `layerStatistics.ts`; owned by the caller. */
  readonly layerSample: tf.Tensor1D | undefined;
};

/**
 * One step: forward, backward, and the optimizer's update (the article's `training()`, whose optimizer is plain gradient
 * descent). It submits work to the backend and does not wait for it.
 *
 * @param step completed steps
 * @throws Interrupted where the state is as it was
 */
export function trainStep(
  { images, labels }: Batch,
  model: Model,
  state: TrainedState,
  settings: StepSettings,
  step: number,
  { measures, collectsHistograms }: StepOptions,
): StepResult {
  const { parameters } = state;
  const { regConstant, seed } = settings;
  const result = tf.tidy(() => {
    const pass = forwardPass(images, model, parameters, trainingMode(model.layers, seed, step));
    const logits = logitsOf(pass);
    const byArrays = gradients(pass, labels, model, parameters, regConstant);
    const after = updated(state, byArrays, statisticsOf(pass), model, settings, step);
    const counted = { pass, gradients: byArrays, before: parameters, after: after.parameters };
    const taken = {
      measurements: measures ? measure(logits, labels, model, parameters, regConstant) : undefined,
      logits: collectsHistograms ? logits : undefined,
      layerSample: collectsHistograms ? layerSample(model, counted) : undefined,
      state: after,
    };
    // Kernels may have left out what came after the last look.
    endIfInterrupted();
    return taken;
  });
  disposeState(state);
  return result;
}

/** Zeros for every slot of the optimizer. */
export function freshSlots(
  { optimizer }: Pick<Hyperparameters, 'optimizer'>,
  { arrays }: Pick<Model, 'arrays'>,
  parameters: Tensors,
): Tensors[] {
  const trained = arrays.filter(isTrained);
  return optimizers[optimizer].slots.map(() =>
    Object.fromEntries(trained.map(({ name }) => [name, tf.zerosLike(tensorNamed(parameters, name))])),
  );
}

/** An average that has seen no step yet: the parameters themselves. */
export function freshAverage(
  { averageDecay }: Pick<Hyperparameters, 'averageDecay'>,
  parameters: Tensors,
): Tensors | undefined {
  if (averageDecay === 0) return undefined;
  return Object.fromEntries(Object.entries(parameters).map(([name, tensor]) => [name, tf.clone(tensor)]));
}

/** What evaluation and exports use. */
export function evaluatedParameters({ parameters, average }: TrainedState): Tensors {
  return average ?? parameters;
}

export function disposeState({ parameters, average, slots }: TrainedState): void {
  for (const tensors of [parameters, ...(average ? [average] : []), ...slots]) disposeParameters(tensors);
}

function measure(
  logits: tf.Tensor2D,
  labels: tf.Tensor2D,
  model: Model,
  parameters: Tensors,
  regConstant: number,
): tf.Tensor1D {
  const { crossEntropy, l2Penalty } = loss(logits, labels, model, parameters, regConstant);
  return tf.stack([crossEntropy, l2Penalty, evaluation(logits, labels)]) as tf.Tensor1D;
}

function updated(
  { parameters, average, slots, slotsFrom }: TrainedState,
  gradientsByName: Tensors,
  statistics: Tensors,
  { arrays }: Model,
  settings: StepSettings,
  step: number,
): TrainedState {
  const optimizer = optimizers[settings.optimizer];
  const { forWeights, forBiases } = updateSettings(settings, step, step - slotsFrom);
  const before = [parameters, ...slots];
  const after: Record<string, tf.Tensor>[] = before.map(() => ({}));
  for (const { name, role } of arrays) {
    const moved = isTrained({ role })
      ? optimizer.update(
          before.map((tensors) => tensorNamed(tensors, name)),
          tensorNamed(gradientsByName, name),
          role === 'weight' ? forWeights : forBiases,
        )
      : // A copy of an unchanged array, because the state before is disposed of.
        [statistics[name] ?? tf.clone(tensorNamed(parameters, name))];
    moved.forEach((tensor, place) => {
      at(after, place)[name] = tensor;
    });
  }
  const [movedParameters = {}, ...newSlots] = after;
  return {
    parameters: movedParameters,
    average: average && movedAverage(average, movedParameters, arrays, settings, step),
    slots: newSlots,
    slotsFrom,
  };
}

/** Early in a run the average follows faster, or it would remember the initial weights for long (as in TensorFlow). */
function movedAverage(
  average: Tensors,
  parameters: Tensors,
  arrays: readonly NetworkArray[],
  { averageDecay }: StepSettings,
  step: number,
): Tensors {
  const decay = Math.min(averageDecay, (2 + step) / (11 + step));
  return Object.fromEntries(
    arrays.map(({ name, role }) => {
      const before = tensorNamed(average, name);
      const isConstant = role === 'constant';
      return [
        name,
        isConstant
          ? tf.clone(before)
          : fused().plusScaled(before, tensorNamed(parameters, name), 1 - decay, decay),
      ];
    }),
  );
}

function updateSettings(
  settings: StepSettings,
  step: number,
  updates: number,
): { readonly forWeights: UpdateSettings; readonly forBiases: UpdateSettings } {
  const { momentum, weightDecay, biasRateFactor } = settings;
  const learningRate = learningRateAt(settings, step);
  const shared = { momentum, updates };
  return {
    forWeights: { ...shared, learningRate, decayFactor: 1 - learningRate * weightDecay },
    forBiases: { ...shared, learningRate: learningRate * biasRateFactor, decayFactor: 1 },
  };
}

/** The new statistics of all layers. */
function statisticsOf(pass: readonly PassedOperation[]): Tensors {
  return Object.assign({}, ...pass.map(({ statistics = {} }) => statistics));
}
