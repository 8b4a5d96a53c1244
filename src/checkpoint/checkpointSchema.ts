import * as v from 'valibot';
import { changeableKeys } from '../configuration/hyperparameters.ts';
import { count, finiteNumber, hyperparametersSchema, share } from '../configuration/hyperparametersSchema.ts';
import { withOwnHyperparameters } from '../network/networks.ts';

/* The schema of stored checkpoints. Fields that version 1 lacked are optional. */

const accuracyPoint = v.object({ step: count, accuracy: share });

export const checkpointSummarySchema = v.pipe(
  v.object({
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
    hyperparameters: hyperparametersSchema,
    step: count,
    slotsFrom: v.optional(count, 0),
    epoch: count,
    position: count,
    elapsedSeconds: finiteNumber,
    testEvaluations: v.optional(count, 0),
    trainLoss: v.nullable(finiteNumber),
    trainAccuracy: v.nullable(share),
    validationAccuracy: v.optional(v.nullable(share), null),
    testAccuracy: v.nullable(share),
    nextLoss: v.nullable(finiteNumber),
    backend: v.pipe(v.string(), v.maxLength(100)),
    openedFrom: v.optional(v.pipe(v.string(), v.maxLength(1_000))),
  }),
  v.transform(withOwnHyperparameters),
);

/** Where it stands among all that is stored; null where an earlier version stored it. */
export const storedNumberSchema = v.object({ number: v.fallback(v.optional(v.nullable(count), null), null) });

export const runHistorySchema = v.object({
  training: v.array(
    v.object({
      step: count,
      loss: finiteNumber,
      crossEntropy: finiteNumber,
      l2Penalty: finiteNumber,
      accuracy: share,
    }),
  ),
  validation: v.optional(v.array(accuracyPoint), []),
  test: v.array(accuracyPoint),
  changes: v.optional(
    v.array(v.object({ step: count, key: v.picklist(changeableKeys), from: finiteNumber, to: finiteNumber })),
    [],
  ),
});
