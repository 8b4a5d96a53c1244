import * as v from 'valibot';
import { type ChoiceKey, choiceSpecs } from '../configuration/choiceSpecs.ts';
import { count, finiteNumber, hyperparametersSchema, share } from '../configuration/hyperparametersSchema.ts';
import { type NumberKey, numberSpecs } from '../configuration/numberSpecs.ts';
import { secondsRange, trialRange } from './sweepDraft.ts';
import { sweepMethods } from './sweepPlan.ts';
import type { SweepRecord } from './sweepState.ts';

/*
 * What the record of a sweep must look like, which any page of the origin may have written: a sweep goes on by itself, so its plan
 * must be one that the form could have made.
 */

const text = v.pipe(v.string(), v.maxLength(200));
const numberKeys = Object.values(numberSpecs).map(({ key }): NumberKey => key);
const choiceKeys = Object.values(choiceSpecs).map(({ key }): ChoiceKey => key);

const dimension = v.variant('kind', [
  v.pipe(
    v.object({
      kind: v.literal('numeric'),
      key: v.picklist(numberKeys),
      from: finiteNumber,
      to: finiteNumber,
      isLog: v.boolean(),
    }),
    v.check(({ key, from, to, isLog }) => {
      const { min, max } = numberSpecs[key];
      return min <= from && from <= to && to <= max && (!isLog || from > 0);
    }, 'both ends are possible values'),
  ),
  v.pipe(
    v.object({
      kind: v.literal('choice'),
      key: v.picklist(choiceKeys),
      options: v.pipe(v.array(text), v.minLength(1), v.maxLength(20)),
    }),
    v.check(({ key, options }) => {
      const possible: readonly string[] = choiceSpecs[key].options.map(({ value }) => value);
      return options.every((option) => possible.includes(option));
    }, 'options that there are'),
  ),
]);

const recordSchema = v.object({
  plan: v.object({
    id: v.pipe(text, v.minLength(1)),
    method: v.picklist(sweepMethods),
    network: text,
    base: hyperparametersSchema,
    dimensions: v.pipe(v.array(dimension), v.maxLength(numberKeys.length + choiceKeys.length)),
    trialCount: v.pipe(count, v.minValue(trialRange.min), v.maxValue(trialRange.max)),
    stepsPerTrial: v.pipe(count, v.minValue(1), v.maxValue(numberSpecs.maxSteps.max)),
    secondsPerTrial: v.nullable(v.pipe(finiteNumber, v.gtValue(0), v.maxValue(secondsRange.max))),
    seed: count,
    // What the first version did not have.
    isDrawnOnce: v.optional(v.boolean(), false),
  }),
  results: v.pipe(
    v.array(
      v.object({
        trial: count,
        hyperparameters: hyperparametersSchema,
        runId: text,
        validationAccuracy: v.nullable(share),
        step: count,
        seconds: v.pipe(finiteNumber, v.minValue(0)),
      }),
    ),
    // Halving trains half as many again.
    v.maxLength(2 * trialRange.max),
  ),
});

/** The record of a sweep as it was stored; null where it is none. */
export function readSweepRecord(stored: unknown): SweepRecord | null {
  const result = v.safeParse(recordSchema, stored);
  return result.success ? result.output : null;
}
