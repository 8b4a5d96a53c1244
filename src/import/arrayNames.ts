/** What an array is in its layer, by the page's names. `factors` are those of batch normalization. */
export type Role = 'weights' | 'biases' | 'offset' | 'mean' | 'variance' | 'factors';

/** The program whose word for the role it is; null where several use it. */
export type Convention = 'page' | 'keras' | 'pytorch' | null;

/** What the name of an array says. */
export interface ArrayName {
  /** The rest of the name, empty where it has no more than the word. */
  readonly layer: string;
  readonly role: Role;
  readonly convention: Convention;
  /** Whether the word is a part of the name by itself, as in `dense/kernel`. Others may be a coincidence, as `class_weights`. */
  readonly isPath: boolean;
}

type Word = readonly [Role, Convention];

const wordsOfWeights: Readonly<Record<string, Word>> = {
  weights: ['weights', 'page'],
  filters: ['weights', 'page'],
  biases: ['biases', 'page'],
  kernel: ['weights', 'keras'],
  weight: ['weights', 'pytorch'],
  bias: ['biases', null],
  filter: ['weights', null],
  w: ['weights', null],
  b: ['biases', null],
};

const words: ReadonlyMap<string, Word> = new Map(
  Object.entries({
    ...wordsOfWeights,
    offset: ['offset', 'page'],
    mean: ['mean', 'page'],
    variance: ['variance', 'page'],
    beta: ['offset', 'keras'],
    moving_mean: ['mean', 'keras'],
    moving_variance: ['variance', 'keras'],
    gamma: ['factors', 'keras'],
    running_mean: ['mean', 'pytorch'],
    running_var: ['variance', 'pytorch'],
    var: ['variance', null],
    scale: ['factors', null],
  } satisfies Readonly<Record<string, Word>>),
);

const alternatives = Object.keys(wordsOfWeights).join('|');
/** `dense/kernel`, `net.fc1.weight`, `weight` */
const pathPattern = /^(?:(.*)[/.])?([^/.]+)$/;
/** `fc1_weight`, `hidden-biases` */
const joinedPattern = new RegExp(`^(.+)[_-](${alternatives})$`, 'i');
/** `W1`, `net/b_2`, `kernel_1` */
const numberedPattern = new RegExp(`^(.*[/.])?(${alternatives})[_-]?(\\d+)$`, 'i');
/** `W_hidden`. `fc.weight_g` is none: it is half of weights that are stored as a length and a direction. */
const wordFirstPattern = new RegExp(`^(${alternatives})[_-]([a-z]\\w*)$`, 'i');

/** What the name says; null where it is that of no layer's array. TensorFlow's `:0` says nothing. */
export function arrayName(fullName: string): ArrayName | null {
  const name = fullName.replace(/:\d+$/, '');
  const [, prefix = '', last = ''] = pathPattern.exec(name) ?? [];
  const word = words.get(last.toLowerCase());
  // A mean by itself is that of the pictures.
  const isWhole = prefix !== '' || Object.hasOwn(wordsOfWeights, last.toLowerCase());
  if (word) return isWhole ? named(prefix, word, true) : null;
  const [, joined, joinedWord] = joinedPattern.exec(name) ?? [];
  if (joined !== undefined) return named(joined, words.get(joinedWord?.toLowerCase() ?? ''), false);
  const [, before = '', numberedWord, digits] = numberedPattern.exec(name) ?? [];
  if (digits !== undefined)
    return named(before + digits, words.get(numberedWord?.toLowerCase() ?? ''), false);
  const [, firstWord, rest] = wordFirstPattern.exec(name) ?? [];
  return rest === undefined ? null : named(rest, words.get(firstWord?.toLowerCase() ?? ''), false);
}

function named(layer: string, word: Word | undefined, isPath: boolean): ArrayName | null {
  return word ? { layer, role: word[0], convention: word[1], isPath } : null;
}

const optimizers =
  /^(optimizers?|optim|opt_state|optimizer_state|sgd|momentum|velocity|adam|adamw|nadam|adamax|adagrad|adadelta|rmsprop|ftrl|lion|exp_avg|exp_avg_sq)$/i;

/** Whether an optimizer's name is a part of the array's: such arrays have the shapes of weights, and often their names. */
export function isOptimizers(name: string): boolean {
  return name.split(/[/.]/).some((part) => optimizers.test(part));
}
