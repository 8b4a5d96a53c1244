import * as v from 'valibot';
import {
  type Hyperparameters,
  isChoiceKey,
  isOption,
  numberDeclaration,
  parameterKeys,
} from '../configuration/hyperparameters.ts';
import { count, finiteNumber, hyperparametersSchema, share } from '../configuration/hyperparametersSchema.ts';
import { withOwnHyperparameters } from '../network/networks.ts';
import { secondsRange, trialRange } from './sweepDraft.ts';
import { sweepMethods } from './sweepPlan.ts';
import type { SweepRecord } from './sweepState.ts';

/*
 * The schema of a sweep's record. It is untrusted, because any page of the origin can write it. A sweep continues by itself, so
 * its plan must be one that the form could have made.
 */

const text = v.pipe(v.string(), v.maxLength(200));
const numberKeys = parameterKeys.filter((key) => !isChoiceKey(key));
const choiceKeys = parameterKeys.filter(isChoiceKey);

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
      const { min, max } = numberDeclaration(key);
      return min <= from && from <= to && to <= max && (!isLog || from > 0);
    }, 'both ends are possible values'),
  ),
  v.pipe(
    v.object({
      kind: v.literal('choice'),
      key: v.picklist(choiceKeys),
      options: v.pipe(v.array(text), v.minLength(1), v.maxLength(20)),
    }),
    v.check(({ key, options }) => options.every((option) => isOption(key, option)), 'options that there are'),
  ),
]);

const recordSchema = v.object({
  plan: v.object({
    id: v.pipe(text, v.minLength(1)),
    method: v.picklist(sweepMethods),
    network: text,
    base: hyperparametersSchema,
    dimensions: v.pipe(v.array(dimension), v.maxLength(parameterKeys.length)),
    trialCount: v.pipe(count, v.minValue(trialRange.min), v.maxValue(trialRange.max)),
    stepsPerTrial: v.pipe(count, v.minValue(1), v.maxValue(numberDeclaration('maxSteps').max)),
    secondsPerTrial: v.nullable(v.pipe(finiteNumber, v.gtValue(0), v.maxValue(secondsRange.max))),
    seed: count,
    // Fields that the first version lacked.
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
    // Halving adds half as many trials.
    v.maxLength(2 * trialRange.max),
  ),
  number: v.fallback(v.optional(v.nullable(count), null), null),
});

/** Removes hyperparameters that the plan's network does not have. */
function withOwnParts({ plan, results, number }: SweepRecord): SweepRecord {
  const own = (hyperparameters: Hyperparameters) =>
    withOwnHyperparameters({ network: plan.network, hyperparameters }).hyperparameters;
  return {
    plan: { ...plan, base: own(plan.base) },
    results: results.map((result) => ({ ...result, hyperparameters: own(result.hyperparameters) })),
    number,
  };
}

/** Validates a stored record of a sweep; null where it is invalid. */
export function readSweepRecord(stored: unknown): SweepRecord | null {
  const result = v.safeParse(recordSchema, stored);
  return result.success ? withOwnParts(result.output) : null;
}
