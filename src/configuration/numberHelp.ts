import type { NumberKey } from './numberSpecs.ts';

/** What the help beside a hyperparameter's name says. */
export interface NumberHelp {
  readonly what: string;
  readonly formula?: string;
  readonly tooSmall: string;
  readonly tooLarge: string;
}

export const numberHelp: { readonly [Key in NumberKey]: NumberHelp } = {
  hiddenUnits: {
    what: 'How many neurons the hidden layer has. Each looks at all 3,072 colour values of a picture.',
    formula: 'hidden = max(0, images · W₁ + b₁)',
    tooSmall: 'the network cannot tell the classes apart',
    tooLarge: 'each step takes longer, and the network starts to learn the training pictures by heart',
  },
  learningRate: {
    what: 'How far each step moves the weights against the gradient.',
    formula: 'w ← w − learning rate · ∂loss/∂w',
    tooSmall: 'the loss hardly falls',
    tooLarge: 'the loss jumps about or grows without end',
  },
  regConstant: {
    what: 'How much large weights cost. Only the weights are penalised, not the biases.',
    formula: 'loss = cross-entropy + constant · Σ w²/2',
    tooSmall: 'the network may fit the training pictures better than new ones',
    tooLarge: 'all weights shrink towards zero and nothing is learned',
  },
  batchSize: {
    what: 'How many pictures each step looks at. Where it divides the training images, every epoch uses each of them once.',
    tooSmall: 'the gradient is noisy, and a GPU is mostly idle',
    tooLarge: 'each step takes longer and learns little more',
  },
  maxSteps: {
    what: 'After how many steps training ends. With 400 pictures a step, 125 steps are one epoch.',
    tooSmall: 'the network has not finished learning',
    tooLarge: 'time passes and accuracy no longer rises',
  },
  seed: {
    what: 'Fixes the initial weights and the order of the pictures: the same seed repeats the same run.',
    tooSmall: 'no such thing: 0 is a seed like any other',
    tooLarge: 'no such thing either',
  },
  momentum: {
    what: 'How much of the last movement goes into the next. At 0.9 a step is the sum of about ten gradients.',
    formula: 'v ← momentum · v + ∂loss/∂w;  w ← w − learning rate · v',
    tooSmall: 'each batch pulls the weights its own way',
    tooLarge: 'the weights overshoot, and the loss swings',
  },
  weightDecay: {
    what: 'How much of every weight each step takes away, apart from the gradient (“decoupled”). Biases keep what they have.',
    formula: 'w ← w − learning rate · decay · w',
    tooSmall: 'the network may learn the training pictures by heart',
    tooLarge: 'all weights shrink towards zero and nothing is learned',
  },
  warmupSteps: {
    what: 'Over how many steps the learning rate rises from 0 to its full height.',
    tooSmall: 'a high rate may throw fresh weights far off',
    tooLarge: 'time passes at rates that teach little',
  },
  dropout: {
    what: 'What share of the hidden units is silenced at each step, drawn anew. None can rely on another; when it counts, all are there.',
    tooSmall: 'the network may learn the training pictures by heart',
    tooLarge: 'too little of the network is left to learn anything',
  },
  whiteningEpsilon: {
    what: 'What is added to the variance in every direction before whitening makes them all equal. Directions that vary less than this stay faint.',
    formula: 'W = (C + ε I)^(−1/2),  C the covariance of the standardized pictures',
    tooSmall: 'noise is blown up as if it were a picture',
    tooLarge: 'the pictures stay as blurred as they were',
  },
  shift: {
    what: 'By up to how many pixels a training image is moved, drawn anew at each step. What comes in from the side is the mean image.',
    tooSmall: 'the network may rely on where things happen to stand',
    tooLarge: 'too much of each picture is lost',
  },
  validationImages: {
    what: 'How many of the 50,000 training images, the last ones, are kept out of training. Choices are made by the accuracy on these; the test images stay unseen until the end.',
    tooSmall: 'chance decides which run looks best',
    tooLarge: 'little is left to train on',
  },
  patience: {
    what: 'After how many epochs without a better validation accuracy the run ends by itself. At 0 it always goes on to Max steps.',
    tooSmall: 'a bad spell ends a run that was still learning',
    tooLarge: 'time passes and accuracy no longer rises',
  },
};
