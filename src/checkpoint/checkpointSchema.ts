import * as v from 'valibot';

/*
 * What a stored checkpoint must look like, version 1. Ranges are loose: a checkpoint is a record of what was, and what the
 * controls allow may change.
 */

const finite = v.pipe(v.number(), v.finite());
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const positive = v.pipe(v.number(), v.safeInteger(), v.minValue(1));

const hyperparameters = v.object({
  batchSize: positive,
  hiddenUnits: positive,
  learningRate: finite,
  maxSteps: positive,
  regConstant: finite,
  seed: count,
});

export const checkpointSummarySchema = v.object({
  id: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
  runId: v.pipe(v.string(), v.maxLength(200)),
  savedAt: v.pipe(v.string(), v.isoTimestamp()),
  reason: v.picklist(['scheduled', 'finished', 'paused', 'stopped', 'requested']),
  network: v.pipe(v.string(), v.maxLength(100)),
  hyperparameters,
  step: count,
  epoch: count,
  position: count,
  elapsedSeconds: finite,
  trainLoss: v.nullable(finite),
  trainAccuracy: v.nullable(share),
  testAccuracy: v.nullable(share),
  nextLoss: finite,
  backend: v.pipe(v.string(), v.maxLength(100)),
});

export const runHistorySchema = v.object({
  training: v.array(
    v.object({ step: count, loss: finite, crossEntropy: finite, l2Penalty: finite, accuracy: share }),
  ),
  test: v.array(v.object({ step: count, accuracy: share })),
});
