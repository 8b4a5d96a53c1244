import { Interrupted, Interruptible, type Interruption } from '../backend/interruption.ts';
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
import {
  evaluatedNetwork,
  isLosingPatience,
  isOutOfPatience,
  type TrainingRun,
  trainedImageCount,
} from './trainingRun.ts';
import { trainStep } from './trainStep.ts';

/** As in the article: a checkpoint every 1,000 steps, and one at the end. */
const checkpointEvery = 1_000;

/** What the loop needs from its host; the loop itself knows neither messages nor storage. */
export interface LoopEnvironment {
  /** Whether to measure every step, as in single steps; otherwise every tenth is measured. */
  readonly measuresEachStep: boolean;
  /** Ends what takes long in its middle; `goal` is asked then. What was ended is computed again when the run goes on. */
  readonly interruption: Interruption;
  /** Called every second of a step that takes long, while it gets on. */
  stepUnderWay(seconds: number): void;
  /** Called before each step, and awaited. Anything but 'train' ends the loop. */
  goal(): Promise<'train' | 'pause' | 'stop'>;
  /** Delays the loop while the backend has enough queued work, and lets other messages in. */
  pace(): Promise<void>;
  /** Called with the time that the step has taken, without what was done before and after it. */
  stepTimed(milliseconds: number): void;
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
 * Trains until the last step, early stopping, a pause or a stop. When it returns or throws, all measurements are in the run's
 * history.
 *
 * @throws Failure `diverged` at the first measured step whose loss is not a number; nothing behind that step is reported
 */
export async function train(
  run: TrainingRun,
  data: TrainingData,
  environment: LoopEnvironment,
): Promise<TrainingOutcome> {
  const measured = new MeasuredSteps(run, environment);
  try {
    return await takeSteps(run, data, environment, measured);
  } catch (error) {
    // What was measured until then shows how it happened. A read that fails now is no fault of its own.
    await measured.reader.settled().catch(() => {});
    throw error;
  }
}

/** Puts what the reader has read into the run's history, and ends at the first loss that is not a number. */
class MeasuredSteps {
  readonly reader: MeasurementReader;
  /** On a GPU, later steps are under way when it is read. */
  #divergedAt = Number.POSITIVE_INFINITY;

  constructor(
    { model, history }: TrainingRun,
    { pointMeasured, logitsCounted, layersCounted }: LoopEnvironment,
  ) {
    const untilDivergence =
      <Point extends { readonly step: number }>(report: (point: Point) => void) =>
      (point: Point) => {
        if (point.step <= this.#divergedAt) report(point);
      };
    this.reader = new MeasurementReader(model, {
      point: untilDivergence((point) => {
        if (!Number.isFinite(point.loss)) this.#divergedAt = point.step;
        history.training.push(point);
        pointMeasured(point);
      }),
      logits: untilDivergence(logitsCounted),
      layers: untilDivergence(layersCounted),
    });
  }

  /** @throws Failure `diverged` */
  failIfDiverged(): void {
    if (this.#divergedAt === Number.POSITIVE_INFINITY) return;
    throw new Failure({ code: 'diverged', details: { step: this.#divergedAt } });
  }

  /** @throws Failure `diverged`, once everything is read */
  async settled(): Promise<void> {
    await this.reader.settled();
    this.failIfDiverged();
  }
}

async function takeSteps(
  run: TrainingRun,
  data: TrainingData,
  environment: LoopEnvironment,
  measured: MeasuredSteps,
): Promise<TrainingOutcome> {
  const { interruption, stepUnderWay } = environment;
  const steps = new Interruptible({ ...interruption, isAlive: stepUnderWay });
  let clock = performance.now();

  while (run.step < run.hyperparameters.maxSteps && !isOutOfPatience(run)) {
    const goal = await environment.goal();
    if (goal !== 'train') {
      await measured.settled();
      return goal === 'pause' ? 'paused' : 'stopped';
    }

    try {
      await advance(run, data, environment, measured, steps);
    } catch (error) {
      if (error instanceof Interrupted) continue;
      throw error;
    }
    const now = performance.now();
    run.elapsedSeconds += (now - clock) / 1000;
    clock = now;
    environment.stepCompleted(run);
    measured.failIfDiverged();

    const isScheduled = run.step % checkpointEvery === 0;
    if (isScheduled || environment.isAutosaveDue()) {
      await measured.settled();
      await environment.checkpointDue(run, isScheduled ? 'scheduled' : 'autosaved');
    }
  }
  await measured.settled();
  return 'finished';
}

/**
 * A step, and the validation behind it; or only that, where it was interrupted.
 *
 * @throws Interrupted where the run is as it was before the step, or before the validation
 */
async function advance(
  run: TrainingRun,
  data: TrainingData,
  environment: LoopEnvironment,
  measured: MeasuredSteps,
  steps: Interruptible,
): Promise<void> {
  if (!isValidationDue(run)) {
    const startedAt = performance.now();
    takeStep(steps, run, data, measured.reader, environment.measuresEachStep);
    await environment.pace();
    const milliseconds = performance.now() - startedAt;
    steps.noteTime(milliseconds);
    environment.stepTimed(milliseconds);
  }
  if (isValidationDue(run)) await validate(run, data, environment, measured);
}

/** Submits one step to the backend. */
function takeStep(
  steps: Interruptible,
  run: TrainingRun,
  data: TrainingData,
  reader: MeasurementReader,
  measuresEachStep: boolean,
): void {
  const { place } = run.sampler;
  const { epoch } = place;
  const indices = run.sampler.next();
  const endsEpoch = run.sampler.place.epoch > epoch;
  const mayBeLast = run.step === run.hyperparameters.maxSteps - 1 || (endsEpoch && isLosingPatience(run));
  steps.restart();
  const result = steps.part(() => {
    const batch = stepBatch(data, { step: run.step, epoch, indices }, run.hyperparameters);
    try {
      return trainStep(batch, run.model, run.state, run.hyperparameters, run.step, {
        measures: measuresEachStep || mayBeLast || run.step % measuredEvery === 0,
        collectsHistograms: mayBeLast || run.step % histogramsEvery === 0,
      });
    } catch (error) {
      run.sampler.returnTo(place);
      throw error;
    } finally {
      disposeBatch(batch);
    }
  });
  run.state = result.state;
  if (result.measurements) reader.read(run.step, indices.length, result.measurements);
  if (result.logits) reader.countLogits(run.step, result.logits);
  if (result.layerSample) reader.countLayers(run.step, indices.length, result.layerSample);
  run.step += 1;
}

/**
 * Whether an epoch or the run has come to its end with the last step, and was not validated yet. Weights that were opened have no
 * step behind them.
 */
function isValidationDue({ hyperparameters, history, sampler, state, step }: TrainingRun): boolean {
  const { validationImages, batchSize, maxSteps } = hyperparameters;
  if (validationImages === 0 || step === state.slotsFrom) return false;
  const { epoch, position } = sampler.place;
  const isAtEnd = step === maxSteps || (epoch > 0 && position < batchSize);
  return isAtEnd && history.validation.at(-1)?.step !== step;
}

/**
 * Measures the validation accuracy.
 *
 * @throws Failure `diverged`, before anything is measured behind that step; Interrupted
 */
async function validate(
  run: TrainingRun,
  { trainingSet, scaling }: TrainingData,
  environment: LoopEnvironment,
  measured: MeasuredSteps,
): Promise<void> {
  const { hyperparameters, history } = run;
  await measured.settled();
  const kept = {
    images: trainingSet,
    first: trainedImageCount(hyperparameters),
    end: trainingSet.imageCount,
  };
  const accuracy = await accuracyOn(kept, evaluatedNetwork(run, { scaling }), environment.interruption);
  const point = { step: run.step, accuracy };
  history.validation.push(point);
  environment.validated(point);
  if (bestOf(history.validation) === point) await environment.checkpointDue(run, 'best');
}
