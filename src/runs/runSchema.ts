import * as v from 'valibot';
import { changeableKeys } from '../configuration/hyperparameters.ts';
import { count, hyperparametersSchema, share } from '../configuration/hyperparametersSchema.ts';
import { withOwnHyperparameters } from '../network/networks.ts';
import type { RunRecord, RunSummary } from './runRecord.ts';

/*
 * The schema of a run's record, which is untrusted, because any page of the origin can write it. Losses may be NaN or infinite,
 * as in a diverged run. Fields that the first version lacked are optional.
 */

const text = v.pipe(v.string(), v.maxLength(200));
const measured = v.custom<number>((value) => typeof value === 'number');
const amount = v.pipe(v.number(), v.minValue(0));
const list = <const Schema extends v.GenericSchema>(schema: Schema) =>
  v.pipe(v.array(schema), v.maxLength(1_000_000));

/** Of hyperparameters during the run. */
const changes = v.optional(
  list(v.object({ step: count, key: v.picklist(changeableKeys), from: measured, to: measured })),
  [],
);

const summarySchema = v.pipe(
  v.object({
    id: v.pipe(text, v.minLength(1)),
    name: text,
    notes: v.optional(v.pipe(v.string(), v.maxLength(10_000)), ''),
    startedAt: v.pipe(v.string(), v.isoTimestamp()),
    number: v.fallback(v.optional(v.nullable(count), null), null),
    network: text,
    hyperparameters: hyperparametersSchema,
    changes,
    backend: v.nullable(text),
    step: count,
    epochs: amount,
    elapsedSeconds: amount,
    trainAccuracy: v.nullable(share),
    trainLoss: v.nullable(measured),
    validationAccuracy: v.optional(v.nullable(share), null),
    testAccuracy: v.nullable(share),
    testEvaluations: v.optional(count, 0),
    parent: v.optional(v.nullable(v.object({ runId: text, step: count })), null),
    brokenBy: v.optional(v.nullable(v.picklist(['divergence', 'fault'])), null),
  }),
  v.transform(withOwnHyperparameters),
);

/** The first versions stored the buckets of histograms as lists. */
const limits = v.union([
  v.custom<Float64Array<ArrayBuffer>>(
    (value) => value instanceof Float64Array && !value.some((limit) => Number.isNaN(limit)),
  ),
  v.pipe(
    list(v.number()),
    v.transform((values) => Float64Array.from(values)),
  ),
]);
const counts = v.union([
  v.custom<Uint32Array<ArrayBuffer>>((value) => value instanceof Uint32Array),
  v.pipe(
    list(count),
    v.transform((values) => Uint32Array.from(values)),
  ),
]);

const histogram = v.pipe(
  v.object({
    min: measured,
    max: measured,
    count,
    sum: measured,
    sumOfSquares: measured,
    bucketLimits: limits,
    bucketCounts: counts,
  }),
  v.check(
    ({ bucketLimits, bucketCounts }) => bucketLimits.length === bucketCounts.length,
    'one limit a count',
  ),
);

const layerStatistics = v.object({
  name: text,
  units: count,
  weights: histogram,
  gradients: histogram,
  activations: v.nullable(histogram),
  deadUnits: v.nullable(count),
  updateRatio: v.nullable(measured),
  totals: v.optional(v.nullable(v.object({ weights: count, activations: v.nullable(count) })), null),
});

const accuracies = list(v.object({ step: count, accuracy: share }));

const recordSchema = v.object({
  history: v.object({
    training: list(
      v.object({ step: count, loss: measured, crossEntropy: measured, l2Penalty: measured, accuracy: share }),
    ),
    validation: v.optional(accuracies, []),
    test: accuracies,
    changes,
  }),
  logits: list(v.object({ step: count, histogram })),
  layers: v.optional(list(v.object({ step: count, layers: list(layerStatistics) })), []),
  times: v.optional(list(v.object({ step: count, seconds: amount })), []),
  log: list(v.string()),
});

/** Validates the stored summary of a run; null where it is invalid. */
export function readRunSummary(stored: unknown): RunSummary | null {
  const result = v.safeParse(summarySchema, stored);
  return result.success ? result.output : null;
}

/** Validates the record of a run, stored in two parts; null where it is invalid. */
export function readRunRecord(storedSummary: unknown, storedRecord: unknown): RunRecord | null {
  const summary = readRunSummary(storedSummary);
  const record = v.safeParse(recordSchema, storedRecord);
  if (!summary || !record.success) return null;
  // Earlier versions had the changes in the history alone.
  return { summary: { ...summary, changes: record.output.history.changes }, ...record.output };
}
