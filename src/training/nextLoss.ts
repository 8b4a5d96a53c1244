import * as tf from '@tensorflow/tfjs-core';
import { inference } from '../model/inference.ts';
import { loss } from '../model/loss.ts';
import type { TrainingData } from './trainer.ts';
import { batchTensors } from './trainingBatch.ts';
import { samplerAhead, type TrainingRun } from './trainingRun.ts';

/**
 * The loss of the batch that comes next, before its update. A checkpoint keeps it, and whoever restores the checkpoint
 * computes it again: it depends on every weight, on the order of the pictures and on the pictures themselves.
 */
export async function nextLoss(run: TrainingRun, { trainingSet, pixelMean }: TrainingData): Promise<number> {
  const indices = samplerAhead(run).next();
  const scalar = tf.tidy(() => {
    const { images, labels } = batchTensors(trainingSet, indices, pixelMean);
    const logits = inference(images, run.layers, run.parameters);
    return loss(logits, labels, run.parameters, run.hyperparameters.regConstant).loss;
  });
  const [value = Number.NaN] = await scalar.data();
  scalar.dispose();
  return value;
}
