import { Failure } from '../failure.ts';
import {
  type AccuracyPoint,
  bestOf,
  type HistogramPoint,
  histogramsEvery,
  type LayersPoint,
  measuredEvery,
  type TrainingPoint,
} from '../history/history.ts';
import { accuracyOn } from './accuracy.ts';
import { disposeBatch } from './batch.ts';
import { MeasurementReader } from './measurements.ts';
import { stepBatch, type TrainingData } from './stepBatch.ts';
import { evaluatedNetwork, isOutOfPatience, type TrainingRun, trainedImageCount } from './trainingRun.ts';
import { trainStep } from './trainStep.ts';

/** As in the article: a checkpoint every 1,000 steps, and one at the end. */
export const checkpointEvery = 1_000;

/** What the loop needs from its host; the loop itself knows neither messages nor storage. */
export interface LoopEnvironment {
  /** Whether to measure every step, as in single steps; otherwise every tenth is measured. */
  readonly measuresEachStep: boolean;
  /** Called before each step, and awaited. Anything but 'train' ends the loop. */
  goal(): Promise<'train' | 'pause' | 'stop'>;
  /** Delays the loop while the backend has enough queued work, and lets other messages in. */
  pace(): Promise<void>;
  stepCompleted(run: TrainingRun): void;
  pointMeasured(point: TrainingPoint): void;
  logitsCounted(point: HistogramPoint): void;
  layersCounted(point: LayersPoint): void;
  /** Called at the end of an epoch; the point is in the run's history already. */
  validated(point: AccuracyPoint): void;
  /** Called after each step: whether an autosave is due. */
  isAutosaveDue(): boolean;
  /** `best`: it has the best validation accuracy of the run so far. */
  checkpointDue(run: TrainingRun, reason: 'scheduled' | 'best' | 'autosaved'): Promise<void>;
}

export type TrainingOutcome = 'finished' | 'paused' | 'stopped';

/**
 * Trains until the last step, early stopping, a pause or a stop. When it returns, all measurements are in the run's history.
 *
 * @throws Failure `diverged` when the loss is no longer a number
 */
export async function train(
  run: TrainingRun,
  data: TrainingData,
  environment: LoopEnvironment,
): Promise<TrainingOutcome> {
  let lastPoint: TrainingPoint | undefined;
  const reader = new MeasurementReader(run.model, {
    point(point) {
      lastPoint = point;
      run.history.training.push(point);
      environment.pointMeasured(point);
    },
    logits: (point) => environment.logitsCounted(point),
    layers: (point) => environment.layersCounted(point),
  });
  let clock = performance.now();

  while (run.step < run.hyperparameters.maxSteps && !isOutOfPatience(run)) {
    const goal = await environment.goal();
    if (goal !== 'train') {
      await reader.settled();
      return goal === 'pause' ? 'paused' : 'stopped';
    }

    const { epoch } = run.sampler.place;
    takeStep(run, data, reader, environment.measuresEachStep);
    await environment.pace();
    if (run.sampler.place.epoch > epoch || run.step === run.hyperparameters.maxSteps) {
      await validate(run, data, environment);
    }

    const now = performance.now();
    run.elapsedSeconds += (now - clock) / 1000;
    clock = now;
    environment.stepCompleted(run);
    failIfDiverged(lastPoint);

    const isScheduled = run.step % checkpointEvery === 0;
    if (isScheduled || environment.isAutosaveDue()) {
      await reader.settled();
      failIfDiverged(lastPoint);
      await environment.checkpointDue(run, isScheduled ? 'scheduled' : 'autosaved');
    }
  }
  await reader.settled();
  failIfDiverged(lastPoint);
  return 'finished';
}

/** Submits one step to the backend. */
function takeStep(
  run: TrainingRun,
  data: TrainingData,
  reader: MeasurementReader,
  measuresEachStep: boolean,
): void {
  const { epoch } = run.sampler.place;
  const indices = run.sampler.next();
  const isLast = run.step === run.hyperparameters.maxSteps - 1;
  const batch = stepBatch(data, { step: run.step, epoch, indices }, run.hyperparameters);
  const result = trainStep(batch, run.model, run.state, run.hyperparameters, run.step, {
    measures: measuresEachStep || isLast || run.step % measuredEvery === 0,
    collectsHistograms: run.step % histogramsEvery === 0,
  });
  disposeBatch(batch);
  run.state = result.state;
  if (result.measurements) reader.read(run.step, indices.length, result.measurements);
  if (result.logits) reader.countLogits(run.step, result.logits);
  if (result.layerSample) reader.countLayers(run.step, indices.length, result.layerSample);
  run.step += 1;
}

/** Measures the validation accuracy at the end of an epoch and of the run, where there is a validation split. */
async function validate(
  run: TrainingRun,
  { trainingSet, scaling }: TrainingData,
  environment: LoopEnvironment,
): Promise<void> {
  const { hyperparameters, history } = run;
  if (hyperparameters.validationImages === 0) return;
  const kept = {
    images: trainingSet,
    first: trainedImageCount(hyperparameters),
    end: trainingSet.imageCount,
  };
  const accuracy = await accuracyOn(kept, evaluatedNetwork(run, { scaling }));
  const point = { step: run.step, accuracy };
  history.validation.push(point);
  environment.validated(point);
  if (bestOf(history.validation) === point) await environment.checkpointDue(run, 'best');
}

function failIfDiverged(point: TrainingPoint | undefined): void {
  if (point && !Number.isFinite(point.loss)) {
    throw new Failure({ code: 'diverged', details: { step: point.step } });
  }
}
