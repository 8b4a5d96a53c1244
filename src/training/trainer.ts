import * as tf from '@tensorflow/tfjs-core';
import { Failure } from '../failure.ts';
import type { HistogramPoint, TrainingPoint } from './history.ts';
import type { ImageSet } from './imageSet.ts';
import { logitsCountedEvery, MeasurementReader, measuredEvery } from './measurements.ts';
import { training } from './training.ts';
import { batchTensors } from './trainingBatch.ts';
import type { TrainingRun } from './trainingRun.ts';

/** As in the article: a checkpoint every 1,000 steps, and one at the end. */
export const checkpointEvery = 1_000;

export interface TrainingData {
  readonly trainingSet: ImageSet;
  /** [3072] */
  readonly pixelMean: Float32Array;
}

/** What the loop wants from its surroundings; it knows neither messages nor storage. */
export interface TrainerSurroundings {
  /** Asked before each step; may take its time. Anything but 'train' ends the loop. */
  goal(): Promise<'train' | 'pause' | 'stop'>;
  /** Holds the loop back while the backend has enough queued work, and lets other messages in. */
  pace(): Promise<void>;
  stepCompleted(run: TrainingRun): void;
  pointMeasured(point: TrainingPoint): void;
  readonly logitsCounted: (point: HistogramPoint) => void;
  checkpointDue(run: TrainingRun): Promise<void>;
}

export type TrainingOutcome = 'finished' | 'paused' | 'stopped';

/**
 * Trains until the last step, a pause or a stop. When it returns, all measurements are in the run's history.
 *
 * @throws Failure `diverged` when the loss is no longer a number
 */
export async function train(
  run: TrainingRun,
  data: TrainingData,
  surroundings: TrainerSurroundings,
): Promise<TrainingOutcome> {
  let lastPoint: TrainingPoint | undefined;
  const reader = new MeasurementReader((point) => {
    lastPoint = point;
    run.history.training.push(point);
    surroundings.pointMeasured(point);
  }, surroundings.logitsCounted);
  let clock = performance.now();

  while (run.step < run.hyperparameters.maxSteps) {
    const goal = await surroundings.goal();
    if (goal !== 'train') {
      await reader.settled();
      return goal === 'pause' ? 'paused' : 'stopped';
    }

    takeStep(run, data, reader);
    await surroundings.pace();

    const now = performance.now();
    run.elapsedSeconds += (now - clock) / 1000;
    clock = now;
    surroundings.stepCompleted(run);
    failIfDiverged(lastPoint);

    if (run.step % checkpointEvery === 0) {
      await reader.settled();
      failIfDiverged(lastPoint);
      await surroundings.checkpointDue(run);
    }
  }
  await reader.settled();
  failIfDiverged(lastPoint);
  return 'finished';
}

/** Submits one step to the backend. */
function takeStep(run: TrainingRun, data: TrainingData, reader: MeasurementReader): void {
  const { batchSize, learningRate, regConstant } = run.hyperparameters;
  const batch = batchTensors(data.trainingSet, run.sampler.next(), data.pixelMean);
  const isMeasured = run.step % measuredEvery === 0 || run.step === run.hyperparameters.maxSteps - 1;
  const keepsLogits = run.step % logitsCountedEvery === 0;
  const options = { learningRate, regConstant, isMeasured, keepsLogits };
  const result = training(batch, run.layers, run.parameters, options);
  tf.dispose([batch.images, batch.labels]);
  run.parameters = result.parameters;
  if (result.measurements) reader.read(run.step, batchSize, result.measurements);
  if (result.logits) reader.countLogits(run.step, result.logits);
  run.step += 1;
}

function failIfDiverged(point: TrainingPoint | undefined): void {
  if (point && !Number.isFinite(point.loss)) {
    throw new Failure({ code: 'diverged', details: { step: point.step } });
  }
}
