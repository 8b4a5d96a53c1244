import * as tf from '@tensorflow/tfjs-core';
import type { HistogramPoint, LayersPoint, TrainingPoint } from '../../history/history.ts';
import { type TrainingRun, trainedImageCount } from '../../training/trainingRun.ts';
import type { RunProgress, TrainingEvent } from './protocol.ts';

/** Three messages a second are enough to watch; each redraws the page, which without a GPU slows down the training. */
const reportIntervalMs = 350;
/** Steps are timed over this window: long enough for a steady figure, short enough to follow changes. */
const timingWindowMs = 3_000;

/** Collects the results of the running loop, and sends them a few times a second. Each run has its own time per step. */
export class ProgressReporter {
  readonly #emit: (event: TrainingEvent) => void;
  #points: TrainingPoint[] = [];
  #logits: HistogramPoint[] = [];
  #layers: LayersPoint[] = [];
  #reportedAt = Number.NEGATIVE_INFINITY;
  #timings: { readonly step: number; readonly at: number }[] = [];
  #msPerStep: number | null = null;
  /** The run whose steps are timed. A fork is the same object under another id. */
  #timed: { readonly run: TrainingRun; readonly id: string } | null = null;

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

  stepCompleted(run: TrainingRun): void {
    if (performance.now() - this.#reportedAt >= reportIntervalMs) this.report(run);
  }

  /**
   * Sends everything at once, as at the end of the loop.
   *
   * @param step the step that the run has come to; a loss that is not a number is read when later steps are under way
   */
  report(run: TrainingRun, step: number = run.step): void {
    this.#noteTime(run);
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

  /** Restarts the timing after anything but steps. The run's last figure is kept until there is a new one. */
  restartClock(): void {
    this.#timings = [];
  }

  progress(run: TrainingRun, step: number = run.step): RunProgress {
    const { epoch, position } = run.sampler.place;
    const epochs = epoch + position / trainedImageCount(run.hyperparameters);
    return {
      step,
      epochs: step === run.step ? epochs : (epochs * step) / run.step,
      elapsedSeconds: run.elapsedSeconds,
      msPerStep: this.#isTimed(run) ? this.#msPerStep : null,
      tensorCount: tf.memory().numTensors,
    };
  }

  #isTimed(run: TrainingRun): boolean {
    return this.#timed?.run === run && this.#timed.id === run.id;
  }

  #noteTime(run: TrainingRun): void {
    const { step } = run;
    const at = performance.now();
    if (!this.#isTimed(run)) {
      this.#timed = { run, id: run.id };
      this.#timings = [];
      this.#msPerStep = null;
    }
    this.#timings.push({ step, at });
    while (this.#timings.length > 2 && at - (this.#timings[0]?.at ?? at) > timingWindowMs)
      this.#timings.shift();
    const first = this.#timings[0];
    if (first && step > first.step) this.#msPerStep = (at - first.at) / (step - first.step);
  }
}
