/** How a gradient moves the weights; see `training/optimizers.ts`. */
export type OptimizerName = 'sgd' | 'momentum' | 'nesterov' | 'adam';
/** How the learning rate changes over a run; see `learningRateSchedule.ts`. */
export type ScheduleName = 'constant' | 'step' | 'cosine';
/** How a picture's bytes become the network's inputs; see `input/inputScaling.ts`. */
export type InputScalingName = 'centred' | 'standardized' | 'whitened';
/** What becomes of the images that are left over at the end of an epoch; `none`: the batch size leaves none over. */
export type LastBatch = 'none' | 'dropped' | 'short';
export type Switch = 'off' | 'on';

/** The values that the person sets before training; the article's own are the defaults. */
export interface Hyperparameters {
  /** Images per step. */
  readonly batchSize: number;
  readonly hiddenUnits: number;
  /** The largest that the schedule reaches. */
  readonly learningRate: number;
  readonly maxSteps: number;
  /** Factor before Σw²/2 over all weight matrices in the loss. */
  readonly regConstant: number;
  /** Fixes initial weights and every random draw. An unsigned 32-bit integer; 0 is a seed like any other. */
  readonly seed: number;
  readonly optimizer: OptimizerName;
  /** Share of the last movement that is kept, in [0, 1). */
  readonly momentum: number;
  /** Each step takes `learning rate · weightDecay` of every weight away, apart from the gradient. */
  readonly weightDecay: number;
  readonly schedule: ScheduleName;
  /** Steps over which the learning rate rises from 0. */
  readonly warmupSteps: number;
  readonly inputScaling: InputScalingName;
  /** Added to the eigenvalues of the standardized pictures' covariance before whitening divides by their roots. */
  readonly whiteningEpsilon: number;
  /** Share of the hidden units that are silenced at each step, in [0, 1). */
  readonly dropout: number;
  /** Whether half of the training images, drawn anew at each step, are mirrored. */
  readonly flip: Switch;
  /** Training images are moved by up to this many pixels in either direction. */
  readonly shift: number;
  readonly lastBatch: LastBatch;
  /** The last so many training images are not trained on, but measured once an epoch. */
  readonly validationImages: number;
  /** Epochs without a better validation accuracy after which a run ends; 0: it never does. */
  readonly patience: number;
}

/** The article's values; it names no seed, and has none of what `optimizer` and the lines below it stand for. */
export const articleHyperparameters: Hyperparameters = {
  batchSize: 400,
  hiddenUnits: 120,
  learningRate: 0.001,
  maxSteps: 2_000,
  regConstant: 0.1,
  seed: 1,
  optimizer: 'sgd',
  momentum: 0.9,
  weightDecay: 0,
  schedule: 'constant',
  warmupSteps: 0,
  inputScaling: 'centred',
  whiteningEpsilon: 0.1,
  dropout: 0,
  flip: 'off',
  shift: 0,
  lastBatch: 'none',
  validationImages: 0,
  patience: 0,
};
