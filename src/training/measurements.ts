import type * as tf from '@tensorflow/tfjs-core';
import { histogramOf } from './histogram.ts';
import type { HistogramPoint, TrainingPoint } from './history.ts';

/** Measured at every step that is a multiple of this; the article's own multiple of 100 is among them. */
export const measuredEvery = 10;

/** As often as the article writes its summaries. */
export const logitsCountedEvery = 100;

/**
 * Reads measurements back without holding up the next steps: a read on a GPU takes longer than a step. Points come out
 * in the order of their steps.
 */
export class MeasurementReader {
  readonly #onPoint: (point: TrainingPoint) => void;
  readonly #onHistogram: (point: HistogramPoint) => void;
  #tail: Promise<void> = Promise.resolve();

  constructor(onPoint: (point: TrainingPoint) => void, onHistogram: (point: HistogramPoint) => void) {
    this.#onPoint = onPoint;
    this.#onHistogram = onHistogram;
  }

  /** Takes over `measurements`: `[crossEntropy, l2Penalty, correct count]` of a batch. */
  read(step: number, batchSize: number, measurements: tf.Tensor1D): void {
    const values = measurements.data<'float32'>();
    this.#tail = this.#tail.then(async () => {
      const [crossEntropy = Number.NaN, l2Penalty = Number.NaN, correct = 0] = await values;
      measurements.dispose();
      const loss = crossEntropy + l2Penalty;
      this.#onPoint({ step, loss, crossEntropy, l2Penalty, accuracy: correct / batchSize });
    });
  }

  /** Takes over the logits of a batch, `[batch, 10]`. */
  countLogits(step: number, logits: tf.Tensor2D): void {
    const values = logits.data<'float32'>();
    this.#tail = this.#tail.then(async () => {
      const histogram = histogramOf(await values);
      logits.dispose();
      this.#onHistogram({ step, histogram });
    });
  }

  /** Resolves when all that was handed in has come out. */
  async settled(): Promise<void> {
    await this.#tail;
  }
}
