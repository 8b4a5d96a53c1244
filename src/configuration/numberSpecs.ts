import { trainingImageCount } from '../data/cifar10.ts';
import type { ChoiceKey } from './choiceSpecs.ts';
import type { Hyperparameters } from './hyperparameters.ts';

/** Hyperparameters that are a number. */
export type NumberKey = Exclude<keyof Hyperparameters, ChoiceKey>;

/** How a slider's travel maps to the value. `logFromZero` is logarithmic with 0 at its left end. */
export type NumberScale = 'linear' | 'log' | 'logFromZero' | 'divisors';

/** All that a control, a check and a help text need to know of such a hyperparameter. */
export interface NumberSpec {
  readonly key: NumberKey;
  readonly label: string;
  readonly min: number;
  readonly max: number;
  readonly isInteger: boolean;
  readonly scale: NumberScale;
  /** Where only the divisors of a number are possible: that number, and those of its divisors that are, ascending. */
  readonly divisors?: { readonly of: number; readonly values: readonly number[] };
  readonly help: NumberHelp;
}

/** What decides whether a number is possible. */
export type NumberRange = Pick<NumberSpec, 'min' | 'max' | 'isInteger' | 'divisors'>;

export interface NumberHelp {
  readonly what: string;
  readonly formula?: string;
  readonly tooSmall: string;
  readonly tooLarge: string;
}

const largestSeed = 2 ** 32 - 1;

export const numberSpecs: { readonly [Key in NumberKey]: NumberSpec } = {
  hiddenUnits: {
    key: 'hiddenUnits',
    label: 'Hidden units',
    min: 1,
    max: 2_048,
    isInteger: true,
    scale: 'log',
    help: {
      what: 'How many neurons the hidden layer has. Each looks at all 3,072 colour values of a picture.',
      formula: 'hidden = max(0, images · W₁ + b₁)',
      tooSmall: 'the network cannot tell the classes apart',
      tooLarge: 'each step takes longer, and the network starts to learn the training pictures by heart',
    },
  },
  learningRate: {
    key: 'learningRate',
    label: 'Learning rate',
    min: 0.000001,
    max: 1,
    isInteger: false,
    scale: 'log',
    help: {
      what: 'How far each step moves the weights against the gradient.',
      formula: 'w ← w − learning rate · ∂loss/∂w',
      tooSmall: 'the loss hardly falls',
      tooLarge: 'the loss jumps about or grows without end',
    },
  },
  regConstant: {
    key: 'regConstant',
    label: 'Regularization constant',
    min: 0,
    max: 10,
    isInteger: false,
    scale: 'logFromZero',
    help: {
      what: 'How much large weights cost. Only the weights are penalised, not the biases.',
      formula: 'loss = cross-entropy + constant · Σ w²/2',
      tooSmall: 'the network may fit the training pictures better than new ones',
      tooLarge: 'all weights shrink towards zero and nothing is learned',
    },
  },
  batchSize: {
    key: 'batchSize',
    label: 'Batch size',
    min: 1,
    max: 5_000,
    isInteger: true,
    scale: 'log',
    help: {
      what: 'How many pictures each step looks at. Where it divides the training images, every epoch uses each of them once.',
      tooSmall: 'the gradient is noisy, and a GPU is mostly idle',
      tooLarge: 'each step takes longer and learns little more',
    },
  },
  maxSteps: {
    key: 'maxSteps',
    label: 'Max steps',
    min: 1,
    max: 100_000,
    isInteger: true,
    scale: 'log',
    help: {
      what: 'After how many steps training ends. With 400 pictures a step, 125 steps are one epoch.',
      tooSmall: 'the network has not finished learning',
      tooLarge: 'time passes and accuracy no longer rises',
    },
  },
  seed: {
    key: 'seed',
    label: 'Seed',
    min: 0,
    max: largestSeed,
    isInteger: true,
    scale: 'linear',
    help: {
      what: 'Fixes the initial weights and the order of the pictures: the same seed repeats the same run.',
      tooSmall: 'no such thing: 0 is a seed like any other',
      tooLarge: 'no such thing either',
    },
  },
  momentum: {
    key: 'momentum',
    label: 'Momentum',
    min: 0,
    max: 0.999,
    isInteger: false,
    scale: 'linear',
    help: {
      what: 'How much of the last movement goes into the next. At 0.9 a step is the sum of about ten gradients.',
      formula: 'v ← momentum · v + ∂loss/∂w;  w ← w − learning rate · v',
      tooSmall: 'each batch pulls the weights its own way',
      tooLarge: 'the weights overshoot, and the loss swings',
    },
  },
  weightDecay: {
    key: 'weightDecay',
    label: 'Weight decay',
    min: 0,
    max: 1,
    isInteger: false,
    scale: 'logFromZero',
    help: {
      what: 'How much of every weight each step takes away, apart from the gradient (“decoupled”). Biases keep what they have.',
      formula: 'w ← w − learning rate · decay · w',
      tooSmall: 'the network may learn the training pictures by heart',
      tooLarge: 'all weights shrink towards zero and nothing is learned',
    },
  },
  warmupSteps: {
    key: 'warmupSteps',
    label: 'Warm-up steps',
    min: 0,
    max: 10_000,
    isInteger: true,
    scale: 'logFromZero',
    help: {
      what: 'Over how many steps the learning rate rises from 0 to its full height.',
      tooSmall: 'a high rate may throw fresh weights far off',
      tooLarge: 'time passes at rates that teach little',
    },
  },
  dropout: {
    key: 'dropout',
    label: 'Dropout',
    min: 0,
    max: 0.9,
    isInteger: false,
    scale: 'linear',
    help: {
      what: 'What share of the hidden units is silenced at each step, drawn anew. None can rely on another; when it counts, all are there.',
      tooSmall: 'the network may learn the training pictures by heart',
      tooLarge: 'too little of the network is left to learn anything',
    },
  },
  whiteningEpsilon: {
    key: 'whiteningEpsilon',
    label: 'Whitening epsilon',
    min: 0.001,
    max: 10,
    isInteger: false,
    scale: 'log',
    help: {
      what: 'What is added to the variance in every direction before whitening makes them all equal. Directions that vary less than this stay faint.',
      formula: 'W = (C + ε I)^(−1/2),  C the covariance of the standardized pictures',
      tooSmall: 'noise is blown up as if it were a picture',
      tooLarge: 'the pictures stay as blurred as they were',
    },
  },
  shift: {
    key: 'shift',
    label: 'Shift',
    min: 0,
    max: 8,
    isInteger: true,
    scale: 'linear',
    help: {
      what: 'By up to how many pixels a training image is moved, drawn anew at each step. What comes in from the side is the mean image.',
      tooSmall: 'the network may rely on where things happen to stand',
      tooLarge: 'too much of each picture is lost',
    },
  },
  validationImages: {
    key: 'validationImages',
    label: 'Validation images',
    min: 0,
    max: 20_000,
    isInteger: true,
    scale: 'linear',
    help: {
      what: 'How many of the 50,000 training images, the last ones, are kept out of training. Choices are made by the accuracy on these; the test images stay unseen until the end.',
      tooSmall: 'chance decides which run looks best',
      tooLarge: 'little is left to train on',
    },
  },
  patience: {
    key: 'patience',
    label: 'Patience',
    min: 0,
    max: 1_000,
    isInteger: true,
    scale: 'linear',
    help: {
      what: 'After how many epochs without a better validation accuracy the run ends by itself. At 0 it always goes on to Max steps.',
      tooSmall: 'a bad spell ends a run that was still learning',
      tooLarge: 'time passes and accuracy no longer rises',
    },
  },
};

/** What limits the batch size. */
export type BatchLimits = Pick<Hyperparameters, 'lastBatch' | 'validationImages'>;

/** The parameter as it is under these settings: a batch size that must leave no image over is one of the divisors. */
export function numberSpec(key: NumberKey, { lastBatch, validationImages }: BatchLimits): NumberSpec {
  const spec = numberSpecs[key];
  if (key !== 'batchSize' || lastBatch !== 'none') return spec;
  const images = trainingImageCount - validationImages;
  return { ...spec, scale: 'divisors', divisors: { of: images, values: divisors(images, spec.max) } };
}

function divisors(number: number, largest: number): number[] {
  return Array.from({ length: largest }, (_, i) => i + 1).filter((divisor) => number % divisor === 0);
}
