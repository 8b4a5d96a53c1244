import * as tf from '@tensorflow/tfjs-core';
import type { HistogramPoint, LayersPoint, TrainingPoint } from '../../history/history.ts';
import { type TrainingRun, trainedImageCount } from '../../training/trainingRun.ts';
import type { RunProgress, TrainingEvent } from './protocol.ts';
import { StepTimer } from './stepTimer.ts';

/** Three messages a second are enough to watch; each redraws the page, which without a GPU slows down the training. */
const reportIntervalMs = 350;

/** Collects the results of the running loop, and sends them a few times a second. Each run has its own time per step. */
export class ProgressReporter {
  readonly #emit: (event: TrainingEvent) => void;
  #points: TrainingPoint[] = [];
  #logits: HistogramPoint[] = [];
  #layers: LayersPoint[] = [];
  #reportedAt = Number.NEGATIVE_INFINITY;
  /** Of the run whose steps are timed. A fork is the same object under another id. */
  #timed: { readonly run: TrainingRun; readonly id: string; readonly timer: StepTimer } | null = null;

  constructor(emit: (event: TrainingEvent) => void) {
    this.#emit = emit;
  }

  pointMeasured(point: TrainingPoint): void {
    this.#points.push(point);
  }

  logitsCounted(point: HistogramPoint): void {
    this.#logits.push(point);
  }

  layersCounted(point: LayersPoint): void {
    this.#layers.push(point);
  }

  /** @param milliseconds the time of the step by itself */
  stepTimed(run: TrainingRun, milliseconds: number): void {
    const timer = this.#timerOf(run) ?? new StepTimer();
    this.#timed = { run, id: run.id, timer };
    timer.note(milliseconds);
  }

  stepCompleted(run: TrainingRun): void {
    if (performance.now() - this.#reportedAt >= reportIntervalMs) this.report(run);
  }

  /**
   * Sends everything at once, as at the end of the loop.
   *
   * @param step the step that the run has come to; a loss that is not a number is read when later steps are under way
   */
  report(run: TrainingRun, step: number = run.step): void {
    this.#reportedAt = performance.now();
    this.#emit({
      kind: 'stepsCompleted',
      progress: this.progress(run, step),
      points: this.#points,
      logits: this.#logits,
      layers: this.#layers,
    });
    this.#points = [];
    this.#logits = [];
    this.#layers = [];
  }

  progress(run: TrainingRun, step: number = run.step): RunProgress {
    const { epoch, position } = run.sampler.place;
    const epochs = epoch + position / trainedImageCount(run.hyperparameters);
    return {
      step,
      epochs: step === run.step ? epochs : (epochs * step) / run.step,
      elapsedSeconds: run.elapsedSeconds,
      msPerStep: this.#timerOf(run)?.msPerStep ?? null,
      tensorCount: tf.memory().numTensors,
    };
  }

  #timerOf(run: TrainingRun): StepTimer | null {
    const isSame = this.#timed?.run === run && this.#timed.id === run.id;
    return isSame ? (this.#timed?.timer ?? null) : null;
  }
}
