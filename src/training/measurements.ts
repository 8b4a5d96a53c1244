import type * as tf from '@tensorflow/tfjs-core';
import { histogramOf } from '../history/histogram.ts';
import type { HistogramPoint, LayersPoint, TrainingPoint } from '../history/history.ts';
import type { Model } from '../model/model.ts';
import { layerStatisticsOf } from './layerStatistics.ts';

/** Callbacks for what was read, called in the order of the steps. */
export interface Measured {
  point(point: TrainingPoint): void;
  logits(point: HistogramPoint): void;
  layers(point: LayersPoint): void;
}

/**
 * Reads measurements back without delaying the next steps: a read from a GPU takes longer than a step. Points are reported in the
 * order of their steps.
 */
export class MeasurementReader {
  readonly #model: Model;
  readonly #measured: Measured;
  #tail: Promise<void> = Promise.resolve();

  constructor(model: Model, measured: Measured) {
    this.#model = model;
    this.#measured = measured;
  }

  /** Takes ownership of `measurements`: `[crossEntropy, l2Penalty, correct count]` of a batch. */
  read(step: number, batchSize: number, measurements: tf.Tensor1D): void {
    const values = measurements.data<'float32'>();
    this.#tail = this.#tail.then(async () => {
      const [crossEntropy = Number.NaN, l2Penalty = Number.NaN, correct = 0] = await values;
      measurements.dispose();
      const loss = crossEntropy + l2Penalty;
      this.#measured.point({ step, loss, crossEntropy, l2Penalty, accuracy: correct / batchSize });
    });
  }

  /** Takes ownership of the logits of a batch, `[batch, 10]`. Logits none of which is finite are left out. */
  countLogits(step: number, logits: tf.Tensor2D): void {
    const values = logits.data<'float32'>();
    this.#tail = this.#tail.then(async () => {
      const histogram = histogramOf(await values);
      logits.dispose();
      if (histogram.count > 0) this.#measured.logits({ step, histogram });
    });
  }

  /** Takes ownership of a batch's `layerSample`. A sample with numbers that are not finite is left out. */
  countLayers(step: number, batchSize: number, sample: tf.Tensor1D): void {
    const values = sample.data<'float32'>();
    this.#tail = this.#tail.then(async () => {
      const layers = layerStatisticsOf(this.#model, batchSize, await values);
      sample.dispose();
      const hasNumbers = layers.every(({ weights, gradients }) => weights.count > 0 && gradients.count > 0);
      if (hasNumbers) this.#measured.layers({ step, layers });
    });
  }

  /** Resolves when everything handed in has been reported. */
  async settled(): Promise<void> {
    await this.#tail;
  }
}
