import type { Hyperparameters } from './hyperparameters.ts';

export type PresetName =
  | 'article-part-2'
  | 'article-part-1'
  | 'past-half'
  | 'how-far'
  | 'part-3'
  | 'conv-80'
  | 'conv-90';

/** A named configuration. Choosing one keeps the seed. */
export interface Preset {
  readonly name: PresetName;
  readonly title: string;
  readonly network: string;
  /** What it reached in `npm run reproduce`, and in how many times the time of the article's network. */
  readonly testAccuracy: number;
  readonly relativeTime: number;
  /** The values that differ from the defaults. */
  readonly hyperparameters: Partial<Omit<Hyperparameters, 'seed'>>;
}

/** What the page starts with. */
export const articlePart2: Preset = {
  name: 'article-part-2',
  title: 'Article, Part 2 (two-layer network)',
  network: 'two-layer',
  testAccuracy: 0.46,
  relativeTime: 1,
  hyperparameters: {},
};

/** The baseline that the article compares with: no regularization, 1,000 steps of 100 images. */
export const articlePart1: Preset = {
  name: 'article-part-1',
  title: 'Article, Part 1 (softmax)',
  network: 'softmax',
  testAccuracy: 0.28,
  relativeTime: 0.1,
  hyperparameters: {
    batchSize: 100,
    learningRate: 0.005,
    maxSteps: 1_000,
    regConstant: 0,
  },
};

/** One hidden layer, standardized pictures, Nesterov's momentum on a cosine, mirrored images. */
export const pastHalf: Preset = {
  name: 'past-half',
  title: 'Past 50 %',
  network: 'two-layer',
  testAccuracy: 0.58,
  relativeTime: 3,
  hyperparameters: {
    batchSize: 200,
    hiddenUnits: 512,
    learningRate: 0.02,
    // 45,000 images, 200 a step: 12 epochs of 225 steps.
    maxSteps: 2_700,
    regConstant: 0,
    optimizer: 'nesterov',
    schedule: 'cosine',
    inputScaling: 'standardized',
    flip: 'on',
    validationImages: 5_000,
  },
};

/** One hidden layer, with everything that improves its accuracy. */
export const howFar: Preset = {
  name: 'how-far',
  title: 'How far can it go',
  network: 'two-layer',
  testAccuracy: 0.65,
  relativeTime: 40,
  hyperparameters: {
    ...pastHalf.hyperparameters,
    hiddenUnits: 2_048,
    // 40 epochs.
    maxSteps: 9_000,
    weightDecay: 0.02,
    dropout: 0.2,
    inputScaling: 'whitened',
    whiteningEpsilon: 0.05,
    shift: 2,
  },
};

/** What the article's third part was to be: the convolutional network of tutorials. */
export const part3: Preset = {
  name: 'part-3',
  title: 'Part 3 (convolutional network)',
  network: 'convolutional',
  testAccuracy: 0.75,
  relativeTime: 2,
  hyperparameters: {
    batchSize: 125,
    learningRate: 0.04,
    // 45,000 images, 125 a step: 6 epochs of 360 steps.
    maxSteps: 2_160,
    regConstant: 0.0005,
    optimizer: 'nesterov',
    schedule: 'triangle',
    inputScaling: 'standardized',
    flip: 'on',
    shift: 1,
    validationImages: 5_000,
  },
};

/** Batch normalization, a frozen first layer and a triangle of learning rates. */
export const conv80: Preset = {
  name: 'conv-80',
  title: '80 % in minutes',
  network: 'convolutional-record',
  testAccuracy: 0.81,
  relativeTime: 3,
  hyperparameters: {
    batchSize: 500,
    learningRate: 0.575,
    // 45,000 images, 500 a step: 6 epochs of 90 steps.
    maxSteps: 540,
    regConstant: 0.0017,
    optimizer: 'nesterov',
    momentum: 0.85,
    schedule: 'triangle',
    biasRateFactor: 64,
    labelSmoothing: 0.2,
    inputScaling: 'standardized',
    flip: 'alternating',
    shift: 2,
    validationImages: 5_000,
  },
};

/** The same at full resolution, wider and longer. */
export const conv90: Preset = {
  name: 'conv-90',
  title: '90 %',
  network: 'convolutional-record',
  testAccuracy: 0.905,
  relativeTime: 40,
  hyperparameters: {
    ...conv80.hyperparameters,
    width: 48,
    patchSize: '2',
    activation: 'gelu',
    // 12 epochs.
    maxSteps: 1_080,
  },
};

/** All presets, in the order of the choice; the first of a network has values that suit it. */
export const presets: readonly Preset[] = [
  articlePart2,
  articlePart1,
  pastHalf,
  howFar,
  part3,
  conv80,
  conv90,
];
