import * as v from 'valibot';
import { changeableKeys } from '../configuration/changeableParameters.ts';
import { type ChoiceKey, choiceSpecs } from '../configuration/choiceSpecs.ts';
import { articleHyperparameters as article, type Hyperparameters } from '../configuration/hyperparameters.ts';

/*
 * What a stored checkpoint must look like. Ranges are loose: a checkpoint is a record of what was, and what the controls allow
 * may change. What version 1 did not have is optional; its runs were trained as the article does.
 */

const finite = v.pipe(v.number(), v.finite());
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const accuracyPoint = v.object({ step: count, accuracy: share });
const positiveNumber = v.pipe(finite, v.gtValue(0));
const positive = v.pipe(v.number(), v.safeInteger(), v.minValue(1));

const hyperparameters = v.object({
  batchSize: positive,
  hiddenUnits: positive,
  learningRate: finite,
  maxSteps: positive,
  regConstant: finite,
  seed: count,
  optimizer: v.optional(optionOf('optimizer'), article.optimizer),
  momentum: v.optional(finite, article.momentum),
  weightDecay: v.optional(finite, article.weightDecay),
  schedule: v.optional(optionOf('schedule'), article.schedule),
  warmupSteps: v.optional(count, article.warmupSteps),
  inputScaling: v.optional(optionOf('inputScaling'), article.inputScaling),
  whiteningEpsilon: v.optional(positiveNumber, article.whiteningEpsilon),
  dropout: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(0.99)), article.dropout),
  flip: v.optional(optionOf('flip'), article.flip),
  shift: v.optional(v.pipe(count, v.maxValue(31)), article.shift),
  lastBatch: v.optional(optionOf('lastBatch'), article.lastBatch),
  validationImages: v.optional(v.pipe(count, v.maxValue(49_999)), article.validationImages),
  patience: v.optional(count, article.patience),
});

function optionOf<Key extends ChoiceKey>(key: Key) {
  const values: readonly Hyperparameters[Key][] = choiceSpecs[key].options.map(({ value }) => value);
  return v.picklist(values);
}

export const checkpointSummarySchema = v.object({
  id: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
  runId: v.pipe(v.string(), v.maxLength(200)),
  savedAt: v.pipe(v.string(), v.isoTimestamp()),
  reason: v.picklist([
    'scheduled',
    'autosaved',
    'best',
    'finished',
    'paused',
    'stopped',
    'requested',
    'imported',
  ]),
  network: v.pipe(v.string(), v.maxLength(100)),
  hyperparameters,
  step: count,
  epoch: count,
  position: count,
  elapsedSeconds: finite,
  testEvaluations: v.optional(count, 0),
  trainLoss: v.nullable(finite),
  trainAccuracy: v.nullable(share),
  validationAccuracy: v.optional(v.nullable(share), null),
  testAccuracy: v.nullable(share),
  nextLoss: v.nullable(finite),
  backend: v.pipe(v.string(), v.maxLength(100)),
});

export const runHistorySchema = v.object({
  training: v.array(
    v.object({ step: count, loss: finite, crossEntropy: finite, l2Penalty: finite, accuracy: share }),
  ),
  validation: v.optional(v.array(accuracyPoint), []),
  test: v.array(accuracyPoint),
  changes: v.optional(
    v.array(v.object({ step: count, key: v.picklist(changeableKeys), from: finite, to: finite })),
    [],
  ),
});
