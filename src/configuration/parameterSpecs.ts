import { trainingImageCount } from '../data/cifar10.ts';
import type { Hyperparameters } from './hyperparameters.ts';

export type ParameterKey = keyof Hyperparameters;

/** How a slider's travel maps to the value. `logFromZero` is logarithmic with 0 at its left end. */
export type ParameterScale = 'linear' | 'log' | 'logFromZero' | 'choices';

/** All that a control, a check and a help text need to know of one hyperparameter. */
export interface ParameterSpec {
  readonly key: ParameterKey;
  readonly label: string;
  readonly min: number;
  readonly max: number;
  readonly isInteger: boolean;
  readonly scale: ParameterScale;
  /** Where only some values are possible: those, ascending. */
  readonly choices?: readonly number[];
  /** Whether a run in progress can take on a new value when it is resumed. */
  readonly changesDuringRun: boolean;
  readonly help: ParameterHelp;
}

export interface ParameterHelp {
  readonly what: string;
  readonly formula?: string;
  readonly tooSmall: string;
  readonly tooLarge: string;
}

const largestBatch = 5_000;
const largestSeed = 2 ** 32 - 1;

/** Batch sizes that leave no image over at the end of an epoch. */
export const batchSizes: readonly number[] = Array.from({ length: largestBatch }, (_, i) => i + 1).filter(
  (size) => trainingImageCount % size === 0,
);

/** In the order in which the page shows them. */
export const parameterSpecs: readonly ParameterSpec[] = [
  {
    key: 'hiddenUnits',
    label: 'Hidden units',
    min: 1,
    max: 2_048,
    isInteger: true,
    scale: 'log',
    changesDuringRun: false,
    help: {
      what: 'How many neurons the hidden layer has. Each looks at all 3,072 colour values of a picture.',
      formula: 'hidden = max(0, images · W₁ + b₁)',
      tooSmall: 'the network cannot tell the classes apart',
      tooLarge: 'each step takes longer, and the network starts to learn the training pictures by heart',
    },
  },
  {
    key: 'learningRate',
    label: 'Learning rate',
    min: 1e-7,
    max: 1,
    isInteger: false,
    scale: 'log',
    changesDuringRun: true,
    help: {
      what: 'How far each step moves the weights against the gradient.',
      formula: 'w ← w − learning rate · ∂loss/∂w',
      tooSmall: 'the loss hardly falls',
      tooLarge: 'the loss jumps about or grows without end',
    },
  },
  {
    key: 'regConstant',
    label: 'Regularization constant',
    min: 0,
    max: 10,
    isInteger: false,
    scale: 'logFromZero',
    changesDuringRun: true,
    help: {
      what: 'How much large weights cost. Only the weights are penalised, not the biases.',
      formula: 'loss = cross-entropy + constant · Σ w²/2',
      tooSmall: 'the network may fit the training pictures better than new ones',
      tooLarge: 'all weights shrink towards zero and nothing is learned',
    },
  },
  {
    key: 'batchSize',
    label: 'Batch size',
    min: 1,
    max: largestBatch,
    isInteger: true,
    scale: 'choices',
    choices: batchSizes,
    changesDuringRun: false,
    help: {
      what: 'How many pictures each step looks at. It divides the 50,000 training pictures, so that every epoch uses each of them once.',
      tooSmall: 'the gradient is noisy, and a GPU is mostly idle',
      tooLarge: 'each step takes longer and learns little more',
    },
  },
  {
    key: 'maxSteps',
    label: 'Max steps',
    min: 1,
    max: 100_000,
    isInteger: true,
    scale: 'log',
    changesDuringRun: true,
    help: {
      what: 'After how many steps training ends. With 400 pictures a step, 125 steps are one epoch.',
      tooSmall: 'the network has not finished learning',
      tooLarge: 'time passes and accuracy no longer rises',
    },
  },
  {
    key: 'seed',
    label: 'Seed',
    min: 0,
    max: largestSeed,
    isInteger: true,
    scale: 'linear',
    changesDuringRun: false,
    help: {
      what: 'Fixes the initial weights and the order of the pictures: the same seed repeats the same run.',
      tooSmall: 'no such thing: 0 is a seed like any other',
      tooLarge: 'no such thing either',
    },
  },
];
