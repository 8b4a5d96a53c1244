import * as tf from '@tensorflow/tfjs-core';
import { plusScaled } from '../backend/fusedOperations.ts';
import { evaluation } from '../model/evaluation.ts';
import { gradients } from '../model/gradients.ts';
import { layerOutputs } from '../model/inference.ts';
import { loss } from '../model/loss.ts';
import type { DenseLayer, Parameters } from '../model/network.ts';
import { disposeParameters, layerAt } from '../model/parameters.ts';
import type { TrainingBatch } from './trainingBatch.ts';

export interface StepOptions {
  readonly learningRate: number;
  readonly regConstant: number;
  /** Whether to measure the batch before the update. */
  readonly isMeasured: boolean;
  /** Whether to keep the batch's logits. */
  readonly keepsLogits: boolean;
}

export type StepResult = {
  /** The updated parameters. Those passed in are disposed of. */
  readonly parameters: Parameters;
  /** `[crossEntropy, l2Penalty, correct count]` before the update, to be read and disposed of by the caller. */
  readonly measurements: tf.Tensor1D | undefined;
  /** [batch, 10], likewise. */
  readonly logits: tf.Tensor2D | undefined;
};

/**
 * One step of plain gradient descent: forward, backward, `w ← w − learningRate · gradient` (the article's `training()`).
 * Submits work to the backend and waits for nothing.
 */
export function training(
  { images, labels }: TrainingBatch,
  layers: readonly DenseLayer[],
  parameters: Parameters,
  { learningRate, regConstant, isMeasured, keepsLogits }: StepOptions,
): StepResult {
  const result = tf.tidy(() => {
    const outputs = layerOutputs(images, layers, parameters);
    const logits = outputs[outputs.length - 1];
    if (!logits) throw new RangeError('a network has at least one layer');
    return {
      measurements: isMeasured ? measure(logits, labels, parameters, regConstant) : undefined,
      logits: keepsLogits ? logits : undefined,
      parameters: descend(
        parameters,
        gradients(images, outputs, labels, layers, parameters, regConstant),
        learningRate,
      ),
    };
  });
  disposeParameters(parameters);
  return result;
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

function descend(parameters: Parameters, slopes: Parameters, learningRate: number): Parameters {
  return parameters.map(({ weights, biases }, index) => {
    const slope = layerAt(slopes, index);
    return {
      weights: plusScaled(weights, slope.weights, -learningRate),
      biases: plusScaled(biases, slope.biases, -learningRate),
    };
  });
}
