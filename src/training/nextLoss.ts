import * as tf from '@tensorflow/tfjs-core';
import { forwardPass, logitsOf } from '../model/inference.ts';
import { loss } from '../model/loss.ts';
import { trainingMode } from './dropoutMasks.ts';
import { stepBatch, type TrainingData } from './stepBatch.ts';
import { samplerAhead, type TrainingRun } from './trainingRun.ts';

/**
 * The loss of the next batch, before its update. A checkpoint stores it, and restoring the checkpoint computes it again as a
 * check: it depends on every weight, on the order of the pictures, on every random draw and on the pictures themselves.
 */
export async function nextLoss(run: TrainingRun, data: TrainingData): Promise<number> {
  const { model, hyperparameters, step, state } = run;
  const scalar = tf.tidy(() => {
    const sampler = samplerAhead(run);
    const { epoch } = sampler.place;
    const indices = sampler.next();
    const { images, labels } = stepBatch(data, { step, epoch, indices }, hyperparameters);
    const mode = trainingMode(model.layers, hyperparameters.seed, step);
    const logits = logitsOf(forwardPass(images, model, state.parameters, mode));
    return loss(logits, labels, model, state.parameters, hyperparameters.regConstant).loss;
  });
  const [value = Number.NaN] = await scalar.data();
  scalar.dispose();
  return value;
}
