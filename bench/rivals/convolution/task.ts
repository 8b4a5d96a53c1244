import type { LayerSpec } from '../../../src/network/specification.ts';

/** What every contender trains: the same layers by plain gradient descent. */
export interface ConvolutionTask {
  /** Of the page, for its own step. */
  readonly network: string;
  /** The layers of that network, for everybody else. */
  readonly layers: readonly LayerSpec[];
  /** The images of a step. */
  readonly batchSize: number;
  /** How many of them are trained on at once: fewer where a whole step takes too long. */
  readonly imagesAtOnce: number;
  /** The test images to classify. */
  readonly classifiedImages: number;
  /** Of the page's WASM backend. */
  readonly threads: number;
}

/** So small that nothing diverges, and not 0, which a compiler could take advantage of. */
export const learningRate = 1e-9;

/** The last axis of a shape. */
export function channelsOf(shape: readonly number[]): number {
  return shape.at(-1) ?? 0;
}
