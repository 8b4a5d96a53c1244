import * as v from 'valibot';
import { trainingImageCount } from '../data/cifar10.ts';
import {
  declarationOf,
  defaultHyperparameters,
  type Hyperparameters,
  isChoiceKey,
  isOption,
  numberDeclaration,
  ownHyperparameters,
  type ParameterKey,
  parameterKeys,
} from './hyperparameters.ts';

export const finiteNumber = v.pipe(v.number(), v.finite());
export const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
export const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

/**
 * The schema of hyperparameters in storage and in files. Its limits only exclude values that training does not support, or that
 * would exhaust the memory. Fields that the first version lacked may be missing; its runs were trained as in the article.
 */
export const hyperparametersSchema = v.pipe(
  v.record(v.string(), v.unknown()),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    const read = readHyperparameters(dataset.value);
    if (read) return read;
    addIssue({ message: 'these are no hyperparameters' });
    return NEVER;
  }),
);

function readHyperparameters(stored: Readonly<Record<string, unknown>>): Hyperparameters | null {
  let values: Hyperparameters = defaultHyperparameters;
  for (const key of parameterKeys) {
    const value = stored[key];
    if (value === undefined ? wasAlwaysThere(key) : !isPossible(key, value)) return null;
    if (value !== undefined) values = { ...values, [key]: value };
  }
  const keys = parameterKeys.filter((key) => stored[key] !== undefined);
  const { batchSize, validationImages } = values;
  // A batch cannot be larger than the training set.
  return batchSize + validationImages <= trainingImageCount ? ownHyperparameters(values, keys) : null;
}

/** Whether every version has stored it, whatever the network. */
function wasAlwaysThere(key: ParameterKey): boolean {
  const { group, isOptional } = declarationOf(key);
  return group === 'article' && !isOptional;
}

function isPossible(key: ParameterKey, value: unknown): boolean {
  if (isChoiceKey(key)) return isOption(key, value);
  const { isInteger, stored: { min = -Infinity, max = Infinity } = {} } = numberDeclaration(key);
  if (typeof value !== 'number' || !Number.isFinite(value)) return false;
  return min <= value && value <= max && (!isInteger || Number.isSafeInteger(value));
}
