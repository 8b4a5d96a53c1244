import { Failure } from '../failure.ts';
import {
  type AccuracyPoint,
  bestOf,
  countedEvery,
  type HistogramPoint,
  type LayersPoint,
  measuredEvery,
  type TrainingPoint,
} from '../history/history.ts';
import { accuracyOn } from './accuracy.ts';
import { MeasurementReader } from './measurements.ts';
import { disposeInputs, stepInputs, type TrainingData } from './stepInputs.ts';
import { training } from './training.ts';
import { isOutOfPatience, type TrainingRun, trainedImageCount } from './trainingRun.ts';

/** As in the article: a checkpoint every 1,000 steps, and one at the end. */
export const checkpointEvery = 1_000;

/** What the loop wants from its surroundings; it knows neither messages nor storage. */
export interface TrainerSurroundings {
  /** Whether every step is measured, as where somebody goes step by step; otherwise every tenth. */
  readonly measuresEachStep: boolean;
  /** Asked before each step; may take its time. Anything but 'train' ends the loop. */
  goal(): Promise<'train' | 'pause' | 'stop'>;
  /** Holds the loop back while the backend has enough queued work, and lets other messages in. */
  pace(): Promise<void>;
  stepCompleted(run: TrainingRun): void;
  pointMeasured(point: TrainingPoint): void;
  logitsCounted(point: HistogramPoint): void;
  layersCounted(point: LayersPoint): void;
  /** An epoch has ended; the run's history has the point already. */
  validated(point: AccuracyPoint): void;
  /** Asked after each step: whether so much was trained that losing it would hurt. */
  isAutosaveDue(): boolean;
  /** `best`: no validation of this run was better. */
  checkpointDue(run: TrainingRun, reason: 'scheduled' | 'best' | 'autosaved'): Promise<void>;
}

export type TrainingOutcome = 'finished' | 'paused' | 'stopped';

/**
 * Trains until the last step, the end of patience, a pause or a stop. When it returns, all measurements are in the run's history.
 *
 * @throws Failure `diverged` when the loss is no longer a number
 */
export async function train(
  run: TrainingRun,
  data: TrainingData,
  surroundings: TrainerSurroundings,
): Promise<TrainingOutcome> {
  let lastPoint: TrainingPoint | undefined;
  const reader = new MeasurementReader(run.layers, {
    point(point) {
      lastPoint = point;
      run.history.training.push(point);
      surroundings.pointMeasured(point);
    },
    logits: (point) => surroundings.logitsCounted(point),
    layers: (point) => surroundings.layersCounted(point),
  });
  let clock = performance.now();

  while (run.step < run.hyperparameters.maxSteps && !isOutOfPatience(run)) {
    const goal = await surroundings.goal();
    if (goal !== 'train') {
      await reader.settled();
      return goal === 'pause' ? 'paused' : 'stopped';
    }

    const { epoch } = run.sampler.place;
    takeStep(run, data, reader, surroundings.measuresEachStep);
    await surroundings.pace();
    if (run.sampler.place.epoch > epoch || run.step === run.hyperparameters.maxSteps) {
      await validate(run, data, surroundings);
    }

    const now = performance.now();
    run.elapsedSeconds += (now - clock) / 1000;
    clock = now;
    surroundings.stepCompleted(run);
    failIfDiverged(lastPoint);

    const isScheduled = run.step % checkpointEvery === 0;
    if (isScheduled || surroundings.isAutosaveDue()) {
      await reader.settled();
      failIfDiverged(lastPoint);
      await surroundings.checkpointDue(run, isScheduled ? 'scheduled' : 'autosaved');
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
  const indices = run.sampler.next();
  const inputs = stepInputs(run, data, indices);
  const isLast = run.step === run.hyperparameters.maxSteps - 1;
  const isMeasured = measuresEachStep || isLast || run.step % measuredEvery === 0;
  const isCounted = run.step % countedEvery === 0;
  const wishes = { isMeasured, isCounted };
  const result = training(inputs, run.layers, run.state, run.hyperparameters, run.step, wishes);
  disposeInputs(inputs);
  run.state = result.state;
  if (result.measurements) reader.read(run.step, indices.length, result.measurements);
  if (result.logits) reader.countLogits(run.step, result.logits);
  if (result.layerSample) reader.countLayers(run.step, indices.length, result.layerSample);
  run.step += 1;
}

/** At the end of an epoch, and of the run, where images are kept for it. */
async function validate(
  run: TrainingRun,
  { trainingSet, scaling }: TrainingData,
  surroundings: TrainerSurroundings,
): Promise<void> {
  const { hyperparameters, history, layers, state } = run;
  if (hyperparameters.validationImages === 0) return;
  const kept = {
    images: trainingSet,
    first: trainedImageCount(hyperparameters),
    end: trainingSet.imageCount,
  };
  const accuracy = await accuracyOn(kept, layers, state.parameters, scaling);
  const point = { step: run.step, accuracy };
  history.validation.push(point);
  surroundings.validated(point);
  if (bestOf(history.validation) === point) await surroundings.checkpointDue(run, 'best');
}

function failIfDiverged(point: TrainingPoint | undefined): void {
  if (point && !Number.isFinite(point.loss)) {
    throw new Failure({ code: 'diverged', details: { step: point.step } });
  }
}
