import * as tf from '@tensorflow/tfjs-core';
import type { Hyperparameters } from '../configuration/hyperparameters.ts';
import { learningRateAt } from '../configuration/learningRateSchedule.ts';
import { evaluation } from '../model/evaluation.ts';
import { gradients } from '../model/gradients.ts';
import { layerOutputs } from '../model/inference.ts';
import { loss } from '../model/loss.ts';
import type { DenseLayer, Parameters } from '../model/network.ts';
import { disposeParameters, layerAt } from '../model/parameters.ts';
import { layerSample } from './layerStatistics.ts';
import { at, optimizers, type UpdateSettings } from './optimizers.ts';
import type { StepInputs } from './stepInputs.ts';

/** What training changes: the network's parameters, and what the optimizer remembers of each, an entry a slot. */
export type TrainedState = {
  readonly parameters: Parameters;
  readonly slots: Parameters[];
  /** Completed steps when the slots were zeros: 0, but for weights that came from a file without them. */
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
  | 'dropout'
>;

/** What to look at beside training. */
export interface StepWishes {
  /** Whether to measure the batch before the update. */
  readonly isMeasured: boolean;
  /** Whether to keep the batch's logits, and a sample of what happens in the layers. */
  readonly isCounted: boolean;
}

export type StepResult = {
  /** The state after the step. The tensors of the one passed in are disposed of. */
  readonly state: TrainedState;
  /** `[crossEntropy, l2Penalty, correct count]` before the update, to be read and disposed of by the caller. */
  readonly measurements: tf.Tensor1D | undefined;
  /** [batch, 10], likewise. */
  readonly logits: tf.Tensor2D | undefined;
  /** See `layerStatistics.ts`; likewise. */
  readonly layerSample: tf.Tensor1D | undefined;
};

/**
 * One step: forward, backward, and the optimizer's update (the article's `training()`, whose optimizer is plain gradient
 * descent). Submits work to the backend and waits for nothing.
 *
 * @param step completed steps
 */
export function training(
  { batch: { images, labels }, masks }: StepInputs,
  layers: readonly DenseLayer[],
  state: TrainedState,
  settings: StepSettings,
  step: number,
  { isMeasured, isCounted }: StepWishes,
): StepResult {
  const { parameters } = state;
  const { regConstant, dropout } = settings;
  const result = tf.tidy(() => {
    const outputs = layerOutputs(images, layers, parameters, masks);
    const logits = outputs[outputs.length - 1];
    if (!logits) throw new RangeError('a network has at least one layer');
    const slopes = gradients(images, outputs, labels, layers, parameters, { regConstant, dropout });
    const after = updated(state, slopes, settings, step);
    const counted = { outputs, gradients: slopes, before: parameters, after: after.parameters };
    return {
      measurements: isMeasured ? measure(logits, labels, parameters, regConstant) : undefined,
      logits: isCounted ? logits : undefined,
      layerSample: isCounted ? layerSample(layers, counted) : undefined,
      state: after,
    };
  });
  disposeState(state);
  return result;
}

/** Zeros for every slot of the optimizer. */
export function freshSlots(
  { optimizer }: Pick<Hyperparameters, 'optimizer'>,
  parameters: Parameters,
): Parameters[] {
  return optimizers[optimizer].slots.map(() =>
    parameters.map(({ weights, biases }) => ({
      weights: tf.zerosLike(weights),
      biases: tf.zerosLike(biases),
    })),
  );
}

export function disposeState({ parameters, slots }: TrainedState): void {
  for (const tensors of [parameters, ...slots]) disposeParameters(tensors);
}

function measure(
  logits: tf.Tensor2D,
  labels: tf.Tensor2D,
  parameters: Parameters,
  regConstant: number,
): tf.Tensor1D {
  const { crossEntropy, l2Penalty } = loss(logits, labels, parameters, regConstant);
  return tf.stack([crossEntropy, l2Penalty, evaluation(logits, labels)]) as tf.Tensor1D;
}

function updated(
  { parameters, slots, slotsFrom }: TrainedState,
  slopes: Parameters,
  settings: StepSettings,
  step: number,
): TrainedState {
  const optimizer = optimizers[settings.optimizer];
  const learningRate = learningRateAt(settings, step);
  const { momentum, weightDecay } = settings;
  const forBiases: UpdateSettings = { learningRate, kept: 1, momentum, updates: step - slotsFrom };
  const forWeights: UpdateSettings = { ...forBiases, kept: 1 - learningRate * weightDecay };
  const before = [parameters, ...slots];
  const layers = slopes.map((slope, index) => {
    const own = before.map((tensors) => layerAt(tensors, index));
    return {
      weights: optimizer.update(
        own.map(({ weights }) => weights),
        slope.weights,
        forWeights,
      ),
      biases: optimizer.update(
        own.map(({ biases }) => biases),
        slope.biases,
        forBiases,
      ),
    };
  });
  const [moved = [], ...newSlots] = before.map((_, place) =>
    layers.map(({ weights, biases }) => ({ weights: at(weights, place), biases: at(biases, place) })),
  );
  return { parameters: moved, slots: newSlots, slotsFrom };
}
