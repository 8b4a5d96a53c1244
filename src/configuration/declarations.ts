import { trainingImageCount } from '../data/cifar10.ts';

/** Where the page shows a hyperparameter: with those of the article, or in the group of its topic. */
export type ParameterGroup = 'article' | 'learning' | 'input' | 'judging';

/** How a slider's travel maps to the value. `logFromZero` is logarithmic with 0 at its left end. */
export type NumberScale = 'linear' | 'log' | 'logFromZero' | 'divisors';

interface Declaration {
  /** Its name in links, files and programs, in Python's style. */
  readonly name: string;
  /** Its name in the log, where the article's program prints another one. */
  readonly logName?: string;
  readonly label: string;
  readonly group: ParameterGroup;
  /** Whether only some networks have it. */
  readonly isOptional?: true;
  /** Whether a run can change it during training, from the next step on. */
  readonly isChangeable?: true;
  /** It has an effect only if that other hyperparameter has one of these values or, without a list, is above 0. */
  readonly onlyWith?: { readonly key: string; readonly values?: readonly string[] };
  readonly what: string;
}

export interface NumberDeclaration extends Declaration {
  readonly kind: 'number';
  readonly min: number;
  readonly max: number;
  readonly isInteger: boolean;
  readonly scale: NumberScale;
  readonly default: number;
  /**
   * Limits for records and files: the values that training supports. They are wider than those of the controls, which may change
   * between versions.
   */
  readonly stored?: { readonly min?: number; readonly max?: number };
  /** The counted noun, singular and plural, where a sentence says `120 hidden units` rather than `hidden units 120`. */
  readonly counts?: readonly [one: string, several: string];
  readonly formula?: string;
  readonly tooSmall: string;
  readonly tooLarge: string;
}

export interface ChoiceDeclaration extends Declaration {
  readonly kind: 'choice';
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly default: string;
}

/**
 * Every hyperparameter, in the order in which the page shows them: the single source for controls, checks, help, links, records
 * and the log. The defaults are the article's; features that it lacks are off.
 */
export const declarations = {
  hiddenUnits: {
    kind: 'number',
    name: 'hidden_units',
    group: 'article',
    label: 'Hidden units',
    min: 1,
    max: 2_048,
    isInteger: true,
    scale: 'log',
    default: 120,
    stored: { min: 1, max: 1_000_000 },
    logName: 'hidden1',
    counts: ['hidden unit', 'hidden units'],
    isOptional: true,
    what: 'The number of units in the hidden layer. Each takes all 3,072 colour values of an image as input.',
    formula: 'hidden = max(0, images · W₁ + b₁)',
    tooSmall: 'the network cannot tell the classes apart',
    tooLarge: 'each step takes longer, and the network starts to memorize the training images',
  },
  hiddenUnits2: {
    kind: 'number',
    name: 'hidden_units_2',
    group: 'article',
    label: 'Hidden units, second layer',
    min: 1,
    max: 2_048,
    isInteger: true,
    scale: 'log',
    default: 60,
    stored: { min: 1, max: 1_000_000 },
    logName: 'hidden2',
    counts: ['hidden unit in the second layer', 'hidden units in the second layer'],
    isOptional: true,
    what: 'The number of units in the second hidden layer. Each takes all outputs of the first layer as input.',
    formula: 'second = max(0, hidden · W₂ + b₂)',
    tooSmall: 'too little of the first layer’s output gets through',
    tooLarge: 'each step takes longer, and the network starts to memorize the training images',
  },
  /** Filters of the convolutions of the convolutional network, first to last. */
  filters: {
    kind: 'number',
    name: 'filters',
    group: 'article',
    label: 'Filters, first layer',
    min: 1,
    max: 256,
    isInteger: true,
    scale: 'log',
    default: 16,
    stored: { min: 1, max: 4_096 },
    counts: ['filter in the first layer', 'filters in the first layer'],
    isOptional: true,
    what: 'The number of filters in the first convolution. Each looks for one pattern, such as an edge, everywhere in the image, and draws a feature map of where it is.',
    tooSmall: 'too few patterns are told apart',
    tooLarge: 'each step takes longer',
  },
  filters2: {
    kind: 'number',
    name: 'filters_2',
    group: 'article',
    label: 'Filters, second layer',
    min: 1,
    max: 256,
    isInteger: true,
    scale: 'log',
    default: 32,
    stored: { min: 1, max: 4_096 },
    counts: ['filter in the second layer', 'filters in the second layer'],
    isOptional: true,
    what: 'The number of filters in the second convolution, which looks for patterns in the feature maps of the first.',
    tooSmall: 'too few combinations of patterns are told apart',
    tooLarge: 'each step takes longer',
  },
  filters3: {
    kind: 'number',
    name: 'filters_3',
    group: 'article',
    label: 'Filters, third layer',
    min: 1,
    max: 256,
    isInteger: true,
    scale: 'log',
    default: 64,
    stored: { min: 1, max: 4_096 },
    counts: ['filter in the third layer', 'filters in the third layer'],
    isOptional: true,
    what: 'The number of filters in the third convolution. Its feature maps are 8 by 8, and each of their values depends on a large part of the image.',
    tooSmall: 'too few combinations of patterns are told apart',
    tooLarge: 'each step takes longer, and the network starts to memorize the training images',
  },
  filterSize: {
    kind: 'choice',
    name: 'filter_size',
    group: 'article',
    label: 'Filter size',
    options: [
      { value: '3', label: '3 × 3' },
      { value: '5', label: '5 × 5' },
    ],
    default: '3',
    isOptional: true,
    what: 'The size of the window that a filter looks at, in pixels. A larger one sees more at once, and costs 2.8 times as much.',
  },
  denseUnits: {
    kind: 'number',
    name: 'dense_units',
    group: 'article',
    label: 'Dense units',
    min: 1,
    max: 1_024,
    isInteger: true,
    scale: 'log',
    default: 64,
    stored: { min: 1, max: 1_000_000 },
    counts: ['dense unit', 'dense units'],
    isOptional: true,
    what: 'The number of units in the dense layer between the last feature maps and the classes.',
    tooSmall: 'too little of the feature maps gets through',
    tooLarge: 'the network starts to memorize the training images',
  },
  /** Filters of the first block of the record network; each further block has twice as many as the one before. */
  width: {
    kind: 'number',
    name: 'width',
    group: 'article',
    label: 'Width',
    min: 4,
    max: 128,
    isInteger: true,
    scale: 'log',
    default: 32,
    stored: { min: 1, max: 1_024 },
    isOptional: true,
    what: 'The number of filters in the first block. The second block has twice as many, the third four times as many.',
    tooSmall: 'the network cannot tell the classes apart',
    tooLarge: 'a step takes four times as long for twice the width',
  },
  depth: {
    kind: 'number',
    name: 'depth',
    group: 'article',
    label: 'Depth',
    min: 1,
    max: 4,
    isInteger: true,
    scale: 'linear',
    default: 2,
    stored: { min: 1, max: 16 },
    isOptional: true,
    what: 'The number of convolutions in each of the three blocks.',
    tooSmall: 'the network combines too few patterns',
    tooLarge: 'each step takes longer, and training needs more of them',
  },
  patchSize: {
    kind: 'choice',
    name: 'patch_size',
    group: 'article',
    label: 'Patches of the first layer',
    options: [
      { value: '4', label: '4 × 4, every second pixel' },
      { value: '2', label: '2 × 2, every pixel' },
    ],
    default: '4',
    isOptional: true,
    what: 'What the first layer turns into uncorrelated values. Small patches keep the full resolution: the network becomes more accurate, and each step takes about four times as long.',
  },
  activation: {
    kind: 'choice',
    name: 'activation',
    group: 'article',
    label: 'Activation',
    options: [
      { value: 'relu', label: 'ReLU' },
      { value: 'gelu', label: 'GELU' },
    ],
    default: 'relu',
    isOptional: true,
    what: 'What each value passes through between two layers. ReLU cuts off negative values; GELU does so smoothly, which is slightly more accurate and slower.',
  },
  /** The highest rate of the schedule. */
  learningRate: {
    kind: 'number',
    name: 'learning_rate',
    group: 'article',
    label: 'Learning rate',
    min: 0.000001,
    max: 1,
    isInteger: false,
    scale: 'log',
    default: 0.001,
    isChangeable: true,
    what: 'How far each step moves the weights against the gradient.',
    formula: 'w ← w − learning rate · ∂loss/∂w',
    tooSmall: 'the loss hardly falls',
    tooLarge: 'the loss jumps around or grows without bound',
  },
  /** Factor before Σw²/2 over all weights in the loss. */
  regConstant: {
    kind: 'number',
    name: 'reg_constant',
    group: 'article',
    label: 'Regularization constant',
    min: 0,
    max: 10,
    isInteger: false,
    scale: 'logFromZero',
    default: 0.1,
    isChangeable: true,
    what: 'How much large weights cost. Only the weights are penalized, not the biases.',
    formula: 'loss = cross-entropy + constant · Σ w²/2',
    tooSmall: 'the network may fit the training images better than new ones',
    tooLarge: 'all weights shrink towards zero and nothing is learned',
  },
  /** Images per step. */
  batchSize: {
    kind: 'number',
    name: 'batch_size',
    group: 'article',
    label: 'Batch size',
    min: 1,
    max: 5_000,
    isInteger: true,
    scale: 'log',
    default: 400,
    stored: { min: 1, max: trainingImageCount },
    what: 'The number of images per step. If it divides the number of training images, every epoch uses each image once.',
    tooSmall: 'the gradient is noisy, and a GPU is mostly idle',
    tooLarge: 'each step takes longer and learns little more',
  },
  maxSteps: {
    kind: 'number',
    name: 'max_steps',
    group: 'article',
    label: 'Max steps',
    min: 1,
    max: 100_000,
    isInteger: true,
    scale: 'log',
    default: 2_000,
    stored: { min: 1 },
    counts: ['step in all', 'steps in all'],
    isChangeable: true,
    what: 'The number of steps after which training ends. With the article’s 400 images per step, 125 steps are one epoch.',
    tooSmall: 'the network has not finished learning',
    tooLarge: 'training takes longer, but accuracy no longer improves',
  },
  /** Determines the initial weights and every random draw. An unsigned 32-bit integer; 0 is valid. */
  seed: {
    kind: 'number',
    name: 'seed',
    group: 'article',
    label: 'Seed',
    min: 0,
    max: 2 ** 32 - 1,
    isInteger: true,
    scale: 'linear',
    default: 1,
    stored: { min: 0 },
    what: 'Determines the initial weights and the order of the images: the same seed repeats the same run.',
    tooSmall: 'never: 0 is a seed like any other',
    tooLarge: 'never',
  },
  /** How a gradient updates the weights; see `training/optimizers.ts`. */
  optimizer: {
    kind: 'choice',
    name: 'optimizer',
    group: 'learning',
    label: 'Optimizer',
    options: [
      { value: 'sgd', label: 'Gradient descent (article)' },
      { value: 'momentum', label: 'Momentum' },
      { value: 'nesterov', label: 'Nesterov momentum' },
      { value: 'adam', label: 'Adam' },
    ],
    default: 'sgd',
    what: 'How the gradient changes the weights. Momentum continues in the direction of earlier gradients; Adam adapts the step size of each weight.',
  },
  /** The share of the last velocity that is kept, in [0, 1). */
  momentum: {
    kind: 'number',
    name: 'momentum',
    group: 'learning',
    label: 'Momentum',
    min: 0,
    max: 0.999,
    isInteger: false,
    scale: 'linear',
    default: 0.9,
    onlyWith: { key: 'optimizer', values: ['momentum', 'nesterov'] },
    what: 'How much of the previous update is added to the next. At 0.9, an update sums about ten gradients.',
    formula: 'v ← momentum · v + ∂loss/∂w;  w ← w − learning rate · v',
    tooSmall: 'each batch pulls the weights in its own direction',
    tooLarge: 'the weights overshoot, and the loss oscillates',
  },
  /** Each step reduces every weight by `learning rate · weightDecay` of it, decoupled from the gradient. */
  weightDecay: {
    kind: 'number',
    name: 'weight_decay',
    group: 'learning',
    label: 'Weight decay',
    min: 0,
    max: 1,
    isInteger: false,
    scale: 'logFromZero',
    default: 0,
    what: 'How much each step shrinks every weight, independently of the gradient (“decoupled”). Biases do not decay.',
    formula: 'w ← w − learning rate · decay · w',
    tooSmall: 'the network may memorize the training images',
    tooLarge: 'all weights shrink towards zero and nothing is learned',
  },
  biasRateFactor: {
    kind: 'number',
    name: 'bias_rate_factor',
    group: 'learning',
    label: 'Rate factor for biases',
    min: 0,
    max: 100,
    isInteger: false,
    scale: 'logFromZero',
    default: 1,
    stored: { min: 0 },
    what: 'The learning rate of the biases, as a multiple of that of the weights. With batch normalization, where biases are few and well scaled, a high factor trains faster.',
    formula: 'b ← b − factor · learning rate · ∂loss/∂b',
    tooSmall: 'biases stay close to 0',
    tooLarge: 'biases jump around, and the loss may grow without bound',
  },
  /** The share of the target that is spread evenly over all classes, in [0, 1). */
  labelSmoothing: {
    kind: 'number',
    name: 'label_smoothing',
    group: 'learning',
    label: 'Label smoothing',
    min: 0,
    max: 0.5,
    isInteger: false,
    scale: 'linear',
    default: 0,
    stored: { min: 0, max: 0.99 },
    what: 'How much of the target is spread evenly over all classes. At 0.2, the network learns to give the right class 82 % and each of the others 2 %, so that it is never pushed towards certainty. The loss then never reaches 0.',
    formula: 'target = (1 − smoothing) · label + smoothing / 10',
    tooSmall: 'the network may become certain of wrong answers',
    tooLarge: 'the classes are hardly told apart',
  },
  /** The share of the average that each step leaves as it is, in [0, 1). */
  averageDecay: {
    kind: 'number',
    name: 'average_decay',
    group: 'learning',
    label: 'Weight averaging',
    min: 0,
    max: 0.999,
    isInteger: false,
    scale: 'linear',
    default: 0,
    what: 'How slowly an exponential moving average (EMA) of the weights follows them. Where it is above 0, evaluation and downloads use the average: at 0.99, of about the last 100 steps. It smooths out the jumps of a high learning rate, and does not change how the weights are trained.',
    formula: 'average ← decay · average + (1 − decay) · w',
    tooSmall: 'the average is hardly smoother than the weights',
    tooLarge: 'the average lags behind, and includes weights that were still bad',
  },
  /** How the learning rate changes over a run; see `learningRateSchedule.ts`. */
  schedule: {
    kind: 'choice',
    name: 'schedule',
    group: 'learning',
    label: 'Learning rate schedule',
    options: [
      { value: 'constant', label: 'Constant (article)' },
      { value: 'step', label: 'Steps: a tenth at 50 % and at 75 %' },
      { value: 'cosine', label: 'Cosine' },
      { value: 'triangle', label: 'Triangle: up to 23 %, then down' },
    ],
    default: 'constant',
    what: 'How the learning rate changes from the first step to the last. A decaying rate lets the weights settle.',
  },
  /** Steps over which the learning rate rises from 0. */
  warmupSteps: {
    kind: 'number',
    name: 'warmup_steps',
    group: 'learning',
    label: 'Warm-up steps',
    min: 0,
    max: 10_000,
    isInteger: true,
    scale: 'logFromZero',
    default: 0,
    stored: { min: 0 },
    what: 'The number of steps over which the learning rate rises from 0 to its full value.',
    tooSmall: 'a high rate may destabilize the initial weights',
    tooLarge: 'many steps use rates that are too small to learn much',
  },
  /** The share of hidden units dropped at each step, in [0, 1). */
  dropout: {
    kind: 'number',
    name: 'dropout',
    group: 'learning',
    label: 'Dropout',
    min: 0,
    max: 0.9,
    isInteger: false,
    scale: 'linear',
    default: 0,
    stored: { min: 0, max: 0.99 },
    isOptional: true,
    what: 'The fraction of hidden (or dense) units that is set to 0 at each step, chosen at random, so that units cannot rely on each other. Evaluation uses all units.',
    tooSmall: 'the network may memorize the training images',
    tooLarge: 'too little of the network is left to learn anything',
  },
  /** How an image's bytes become the network's inputs; see `input/inputScaling.ts`. */
  inputScaling: {
    kind: 'choice',
    name: 'input_scaling',
    group: 'input',
    label: 'Input scaling',
    options: [
      { value: 'centred', label: 'Minus the mean image (article)' },
      { value: 'standardized', label: 'Standardized' },
      { value: 'whitened', label: 'ZCA-whitened' },
    ],
    default: 'centred',
    what: 'How an image becomes the network’s input. Standardization also divides each colour value by its standard deviation; whitening also removes correlations between pixels. All are computed from all 50,000 training images, those for validation included.',
  },
  /** Added to the eigenvalues of the standardized images' covariance before whitening divides by their square roots. */
  whiteningEpsilon: {
    kind: 'number',
    name: 'whitening_epsilon',
    group: 'input',
    label: 'Whitening epsilon',
    min: 0.001,
    max: 10,
    isInteger: false,
    scale: 'log',
    default: 0.1,
    stored: { min: Number.MIN_VALUE },
    onlyWith: { key: 'inputScaling', values: ['whitened'] },
    what: 'A value added to the variance in every direction before whitening equalizes them. Directions that vary less than this stay faint.',
    formula: 'W = (C + ε I)^(−1/2),  C the covariance of the standardized images',
    tooSmall: 'noise is amplified as if it were signal',
    tooLarge: 'the images are hardly whitened',
  },
  /** Whether a random half of the training images is mirrored at each step. */
  flip: {
    kind: 'choice',
    name: 'flip',
    group: 'input',
    label: 'Horizontal flip',
    options: [
      { value: 'off', label: 'Off' },
      { value: 'on', label: 'At random' },
      { value: 'alternating', label: 'Every second epoch' },
    ],
    default: 'off',
    what: 'Mirrors half of the training images: a horse that faces left is still a horse. They are chosen at random at each step; or in the first epoch, and then each image is mirrored in every second epoch, so that two epochs show both of its sides.',
  },
  /** Training images are shifted at random by up to this many pixels in either direction. */
  shift: {
    kind: 'number',
    name: 'shift',
    group: 'input',
    label: 'Shift',
    min: 0,
    max: 8,
    isInteger: true,
    scale: 'linear',
    default: 0,
    stored: { min: 0, max: 31 },
    what: 'The maximum number of pixels by which a training image is shifted, chosen at random at each step. The gap is filled from the mean image.',
    tooSmall: 'the network may rely on the exact position of objects',
    tooLarge: 'too much of each image is lost',
  },
  /** The size of the validation split: the last so many training images are not trained on, but evaluated once an epoch. */
  validationImages: {
    kind: 'number',
    name: 'validation_images',
    group: 'judging',
    label: 'Validation images',
    min: 0,
    max: 20_000,
    isInteger: true,
    scale: 'linear',
    default: 0,
    stored: { min: 0, max: trainingImageCount - 1 },
    what: 'How many of the 50,000 training images (the last ones) are held out of training. Choose between runs by their accuracy on these, and keep the test images for the end.',
    tooSmall: 'noise decides which run looks best',
    tooLarge: 'little is left to train on',
  },
  /** Early stopping: the number of epochs without a better validation accuracy after which a run ends; 0 for never. */
  patience: {
    kind: 'number',
    name: 'patience',
    group: 'judging',
    label: 'Patience',
    min: 0,
    max: 1_000,
    isInteger: true,
    scale: 'linear',
    default: 0,
    stored: { min: 0 },
    onlyWith: { key: 'validationImages' },
    what: 'The number of epochs without a better validation accuracy after which the run ends. At 0, it always continues to Max steps.',
    tooSmall: 'a few bad epochs end a run that is still learning',
    tooLarge: 'training takes longer, but accuracy no longer improves',
  },
  /** Whether evaluation averages the logits of each image with those of its mirror image. */
  views: {
    kind: 'choice',
    name: 'views',
    group: 'judging',
    label: 'Evaluation of an image',
    options: [
      { value: 'one', label: 'As it is' },
      { value: 'mirrored', label: 'Averaged with its mirror image' },
    ],
    default: 'one',
    what: 'Whether evaluation also asks the network about the mirror image, and averages both answers (test-time augmentation). That is usually a percent more accurate, takes twice as long, and is said beside the accuracies of runs and checkpoints.',
  },
  /** What to do with the images left over at the end of an epoch; `none`: the batch size must leave none over. */
  lastBatch: {
    kind: 'choice',
    name: 'last_batch',
    group: 'judging',
    label: 'Last batch of an epoch',
    options: [
      { value: 'none', label: 'None: batches must divide evenly' },
      { value: 'dropped', label: 'Left out' },
      { value: 'short', label: 'Trained on, though short' },
    ],
    default: 'none',
    isOptional: true,
    what: 'What happens to the images left over at the end of an epoch if the batch size does not divide the number of training images.',
  },
} as const satisfies Readonly<Record<string, NumberDeclaration | ChoiceDeclaration>>;
