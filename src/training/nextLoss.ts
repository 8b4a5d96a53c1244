import * as tf from '@tensorflow/tfjs-core';
import {
  endIfInterrupted,
  Interruptible,
  type Interruption,
  uninterrupted,
} from '../backend/interruption.ts';
import { forwardPass, logitsOf } from '../model/inference.ts';
import { loss } from '../model/loss.ts';
import { trainingMode } from './dropoutMasks.ts';
import { stepBatch, type TrainingData } from './stepBatch.ts';
import { samplerAhead, type TrainingRun } from './trainingRun.ts';

/**
 * The loss of the next batch, before its update. A checkpoint stores it, and restoring the checkpoint computes it again as a
 * check: it depends on every weight, on the order of the pictures, on every random draw and on the pictures themselves.
 *
 * @throws Interrupted
 */
export async function nextLoss(
  run: TrainingRun,
  data: TrainingData,
  interruption: Interruption = uninterrupted,
): Promise<number> {
  const pass = new Interruptible(interruption);
  const scalar = pass.part(() => tf.tidy(() => nextLossOf(run, data)));
  const [value = Number.NaN] = await scalar.data();
  scalar.dispose();
  return value;
}

function nextLossOf(run: TrainingRun, data: TrainingData): tf.Scalar {
  const { model, hyperparameters, step, state } = run;
  const sampler = samplerAhead(run);
  const { epoch } = sampler.place;
  const indices = sampler.next();
  const { images, labels } = stepBatch(data, { step, epoch, indices }, hyperparameters);
  const mode = trainingMode(model.layers, hyperparameters.seed, step);
  const logits = logitsOf(forwardPass(images, model, state.parameters, mode));
  const value = loss(logits, labels, model, state.parameters, hyperparameters.regConstant).loss;
  endIfInterrupted();
  return value;
}
