import * as v from 'valibot';
import { trainingImageCount } from '../data/cifar10.ts';
import { type ChoiceKey, choiceSpecs } from './choiceSpecs.ts';
import { articleHyperparameters as article, type Hyperparameters } from './hyperparameters.ts';

/*
 * What hyperparameters must look like that were stored, or come in a file. Ranges are loose: a record says what was, and what the
 * controls allow may change. They only keep out what training could not do, or would take all memory for. What the first
 * version did not have is optional; its runs were trained as the article does.
 */

export const finiteNumber = v.pipe(v.number(), v.finite());
export const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
export const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const positiveNumber = v.pipe(finiteNumber, v.gtValue(0));
const positive = v.pipe(v.number(), v.safeInteger(), v.minValue(1));

export const hyperparametersSchema = v.pipe(
  v.object({
    batchSize: v.pipe(positive, v.maxValue(trainingImageCount)),
    hiddenUnits: v.pipe(positive, v.maxValue(1_000_000)),
    learningRate: finiteNumber,
    maxSteps: positive,
    regConstant: finiteNumber,
    seed: count,
    optimizer: v.optional(optionOf('optimizer'), article.optimizer),
    momentum: v.optional(finiteNumber, article.momentum),
    weightDecay: v.optional(finiteNumber, article.weightDecay),
    schedule: v.optional(optionOf('schedule'), article.schedule),
    warmupSteps: v.optional(count, article.warmupSteps),
    inputScaling: v.optional(optionOf('inputScaling'), article.inputScaling),
    whiteningEpsilon: v.optional(positiveNumber, article.whiteningEpsilon),
    dropout: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(0.99)), article.dropout),
    flip: v.optional(optionOf('flip'), article.flip),
    shift: v.optional(v.pipe(count, v.maxValue(31)), article.shift),
    lastBatch: v.optional(optionOf('lastBatch'), article.lastBatch),
    validationImages: v.optional(v.pipe(count, v.maxValue(trainingImageCount - 1)), article.validationImages),
    patience: v.optional(count, article.patience),
  }),
  v.check(
    ({ batchSize, validationImages }) => batchSize + validationImages <= trainingImageCount,
    'a batch has more images than are trained on',
  ),
);

function optionOf<Key extends ChoiceKey>(key: Key) {
  const values: readonly Hyperparameters[Key][] = choiceSpecs[key].options.map(({ value }) => value);
  return v.picklist(values);
}
