import * as tf from '@tensorflow/tfjs-core';
import type { HistogramPoint, LayersPoint, TrainingPoint } from '../../history/history.ts';
import { type TrainingRun, trainedImageCount } from '../../training/trainingRun.ts';
import type { RunProgress, TrainingEvent } from './protocol.ts';

/** Three messages a second are enough to watch; each redraws the page, which without a GPU slows down the training. */
const reportIntervalMs = 350;
/** Steps are timed over this window: long enough for a steady figure, short enough to follow changes. */
const timingWindowMs = 3_000;

/** Collects the results of the running loop, and sends them a few times a second. */
export class ProgressReporter {
  readonly #emit: (event: TrainingEvent) => void;
  #points: TrainingPoint[] = [];
  #logits: HistogramPoint[] = [];
  #layers: LayersPoint[] = [];
  #reportedAt = Number.NEGATIVE_INFINITY;
  #timings: { readonly step: number; readonly at: number }[] = [];
  #msPerStep: number | null = null;

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

  /** Sends everything at once, as at the end of the loop. */
  report(run: TrainingRun): void {
    this.#noteTime(run.step);
    this.#reportedAt = performance.now();
    this.#emit({
      kind: 'stepsCompleted',
      progress: this.progress(run),
      points: this.#points,
      logits: this.#logits,
      layers: this.#layers,
    });
    this.#points = [];
    this.#logits = [];
    this.#layers = [];
  }

  /** Restarts the timing after a pause. The last figure is kept until there is a new one. */
  restartClock(): void {
    this.#timings = [];
  }

  progress(run: TrainingRun): RunProgress {
    const { epoch, position } = run.sampler.place;
    return {
      step: run.step,
      epochs: epoch + position / trainedImageCount(run.hyperparameters),
      elapsedSeconds: run.elapsedSeconds,
      msPerStep: this.#msPerStep,
      tensorCount: tf.memory().numTensors,
    };
  }

  #noteTime(step: number): void {
    const at = performance.now();
    this.#timings.push({ step, at });
    while (this.#timings.length > 2 && at - (this.#timings[0]?.at ?? at) > timingWindowMs)
      this.#timings.shift();
    const first = this.#timings[0];
    if (first && step > first.step) this.#msPerStep = (at - first.at) / (step - first.step);
  }
}
