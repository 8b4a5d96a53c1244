import type {
  Hyperparameters,
  InputScalingName,
  LastBatch,
  OptimizerName,
  ScheduleName,
  Switch,
} from './hyperparameters.ts';

/** Hyperparameters that are one of a few named things. */
export type ChoiceKey = 'optimizer' | 'schedule' | 'inputScaling' | 'flip' | 'lastBatch';

type Options<Name extends string> = readonly { readonly value: Name; readonly label: string }[];

/** All that a control and a check need to know of such a hyperparameter. */
export interface ChoiceSpec<Key extends ChoiceKey = ChoiceKey> {
  readonly key: Key;
  readonly label: string;
  readonly options: Options<Hyperparameters[Key]>;
  readonly what: string;
}

const optimizers: Options<OptimizerName> = [
  { value: 'sgd', label: 'Gradient descent (article)' },
  { value: 'momentum', label: 'Momentum' },
  { value: 'nesterov', label: 'Nesterov momentum' },
  { value: 'adam', label: 'Adam' },
];

const schedules: Options<ScheduleName> = [
  { value: 'constant', label: 'Constant (article)' },
  { value: 'step', label: 'Steps: a tenth at 50 % and at 75 %' },
  { value: 'cosine', label: 'Cosine' },
];

const inputScalings: Options<InputScalingName> = [
  { value: 'centred', label: 'Minus the mean image (article)' },
  { value: 'standardized', label: 'Standardized' },
  { value: 'whitened', label: 'ZCA-whitened' },
];

const switches: Options<Switch> = [
  { value: 'off', label: 'Off' },
  { value: 'on', label: 'On' },
];

const lastBatches: Options<LastBatch> = [
  { value: 'none', label: 'None: batches must divide evenly' },
  { value: 'dropped', label: 'Left out' },
  { value: 'short', label: 'Trained on, though short' },
];

export const choiceSpecs: { readonly [Key in ChoiceKey]: ChoiceSpec<Key> } = {
  optimizer: {
    key: 'optimizer',
    label: 'Optimizer',
    options: optimizers,
    what: 'How a gradient moves the weights. Momentum keeps going where earlier gradients pointed; Adam gives each weight a step size of its own.',
  },
  schedule: {
    key: 'schedule',
    label: 'Learning rate schedule',
    options: schedules,
    what: 'How the learning rate changes from the first step to the last. A rate that falls lets the network settle.',
  },
  inputScaling: {
    key: 'inputScaling',
    label: 'Input scaling',
    options: inputScalings,
    what: 'What the network sees of a picture. Standardized divides each colour value by how much it varies; whitening also takes away what neighbouring pixels have in common.',
  },
  flip: {
    key: 'flip',
    label: 'Mirror images',
    options: switches,
    what: 'Half of the training images, drawn anew at each step, are mirrored: a horse that looks left is a horse too.',
  },
  lastBatch: {
    key: 'lastBatch',
    label: 'Last batch of an epoch',
    options: lastBatches,
    what: 'What becomes of the images that are left over where the batch size does not divide the training images.',
  },
};

/** The option that a text names; undefined where it names none. */
export function chosenOption<Key extends ChoiceKey>(
  { options }: ChoiceSpec<Key>,
  text: string,
): Hyperparameters[Key] | undefined {
  return options.find(({ value }) => value === text)?.value;
}

export function isChoiceKey(key: keyof Hyperparameters): key is ChoiceKey {
  return key in choiceSpecs;
}
