import * as tf from '@tensorflow/tfjs-core';
import { layerOutputs } from '../model/inference.ts';
import { loss } from '../model/loss.ts';
import { disposeInputs, stepInputs, type TrainingData } from './stepInputs.ts';
import { samplerAhead, type TrainingRun } from './trainingRun.ts';

/**
 * The loss of the batch that comes next, before its update. A checkpoint keeps it, and whoever restores the checkpoint
 * computes it again: it depends on every weight, on the order of the pictures, on every random draw and on the pictures themselves.
 */
export async function nextLoss(run: TrainingRun, data: TrainingData): Promise<number> {
  const inputs = stepInputs(run, data, samplerAhead(run).next());
  const { parameters } = run.state;
  const scalar = tf.tidy(() => {
    const { images, labels } = inputs.batch;
    const logits = layerOutputs(images, run.layers, parameters, inputs.masks).at(-1);
    if (!logits) throw new RangeError('a network has at least one layer');
    return loss(logits, labels, parameters, run.hyperparameters.regConstant).loss;
  });
  disposeInputs(inputs);
  const [value = Number.NaN] = await scalar.data();
  scalar.dispose();
  return value;
}
