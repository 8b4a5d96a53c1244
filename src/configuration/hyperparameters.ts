/** The values that the person sets before training; the article's own are the defaults. */
export interface Hyperparameters {
  /** Images per step; divides the number of training images. */
  readonly batchSize: number;
  readonly hiddenUnits: number;
  readonly learningRate: number;
  readonly maxSteps: number;
  /** Factor before Σw²/2 over all weight matrices in the loss. */
  readonly regConstant: number;
  /** Fixes initial weights and batch order. An unsigned 32-bit integer; 0 is a seed like any other. */
  readonly seed: number;
}

/** The article's values; it names no seed. */
export const articleHyperparameters: Hyperparameters = {
  batchSize: 400,
  hiddenUnits: 120,
  learningRate: 0.001,
  maxSteps: 2_000,
  regConstant: 0.1,
  seed: 1,
};
