import { checkNumber, type NumberProblem } from '../configuration/checkNumber.ts';
import type { Hyperparameters, NumberKey, ParameterKey } from '../configuration/hyperparameters.ts';
import {
  type ChoiceKey,
  choiceDeclaration,
  isChoiceKey,
  numberDeclaration,
} from '../configuration/hyperparameters.ts';
import type { NumberRange } from '../configuration/numberSpec.ts';
import { rungSizes } from './nextTrial.ts';
import { type Dimension, type SweepMethod, type SweepPlan, sweepBase } from './sweepPlan.ts';
import { eta } from './sweepState.ts';

/** A dimension as typed, including text that is not a value yet. */
export type DimensionDraft =
  | {
      readonly kind: 'numeric';
      readonly key: NumberKey;
      readonly from: string;
      readonly to: string;
      readonly isLog: boolean;
    }
  | { readonly kind: 'choice'; readonly key: ChoiceKey; readonly options: readonly string[] };

/** A sweep as typed. */
export interface SweepDraft {
  readonly method: SweepMethod;
  readonly dimensions: readonly DimensionDraft[];
  readonly trials: string;
  readonly steps: string;
  /** Empty for no limit. */
  readonly seconds: string;
}

export type DraftProblem =
  | { readonly kind: 'number'; readonly range: NumberRange; readonly problem: NumberProblem }
  | { readonly kind: 'not-above'; readonly from: number }
  | { readonly kind: 'log-from-zero' }
  | { readonly kind: 'too-few-options' }
  | { readonly kind: 'no-dimension' }
  /** Where the learning rate depends on the last step, a trial that a time limit ends is not the one planned. */
  | { readonly kind: 'time-needs-constant-rate' }
  /** With at most `maxSteps` steps in the first rung, the last rung stays within the limit of a run. */
  | { readonly kind: 'too-many-steps'; readonly maxSteps: number };

export type DraftField = 'from' | 'to' | 'options' | 'dimensions' | 'trials' | 'steps' | 'seconds';

/** A problem and its field. */
export interface PlacedProblem {
  readonly field: DraftField;
  /** The dimension, where the field belongs to one. */
  readonly key?: ParameterKey;
  readonly problem: DraftProblem;
}

export type DraftCheck =
  | { readonly ok: true; readonly plan: Omit<SweepPlan, 'id'> }
  | { readonly ok: false; readonly problems: readonly PlacedProblem[] };

export const trialRange: NumberRange = { min: 1, max: 1_000, isInteger: true };
/** A day at most. */
export const secondsRange: NumberRange = { min: 1, max: 86_400, isInteger: false };

/** A dimension with the parameter's whole range, or all its options. */
export function dimensionDraft(key: ParameterKey): DimensionDraft {
  if (isChoiceKey(key)) {
    return { kind: 'choice', key, options: choiceDeclaration(key).options.map(({ value }) => value) };
  }
  const { min, max, scale } = numberDeclaration(key);
  return { kind: 'numeric', key, from: String(min), to: String(max), isLog: scale === 'log' };
}

/**
 * A sensible start: the two hyperparameters that matter most to the article's network, around the values that are chosen; from a
 * regularization constant of 0, no logarithmic range goes anywhere.
 */
export function initialDraft({ learningRate, regConstant }: Hyperparameters): SweepDraft {
  const around = [
    rangeAround('learningRate', learningRate / 10, learningRate * 10),
    ...(regConstant === 0 ? [] : [rangeAround('regConstant', regConstant / 100, regConstant * 10)]),
  ];
  return { ...startingDraft, dimensions: around };
}

function rangeAround(key: NumberKey, from: number, to: number): DimensionDraft {
  const { min, max } = numberDeclaration(key);
  const text = (value: number) => String(Number(Math.min(max, Math.max(min, value)).toPrecision(3)));
  return { kind: 'numeric', key, from: text(from), to: text(to), isLog: true };
}

const startingDraft: Omit<SweepDraft, 'dimensions'> = {
  method: 'random',
  trials: '20',
  steps: '500',
  seconds: '',
};

/**
 * The plan that the draft describes, or all of its problems.
 *
 * @param circumstances the network and hyperparameters that the trials have in common
 */
export function checkDraft(
  draft: SweepDraft,
  circumstances: { readonly network: string; readonly base: Hyperparameters },
): DraftCheck {
  const dimensions = draft.dimensions.map(checkDimension);
  const trials = numberOrProblem('trials', trialRange, draft.trials);
  const steps = numberOrProblem('steps', numberDeclaration('maxSteps'), draft.steps);
  const seconds = checkSeconds(draft, circumstances.base);
  const none: PlacedProblem[] =
    dimensions.length > 0 ? [] : [{ field: 'dimensions', problem: { kind: 'no-dimension' } }];
  const problems = [...none, ...[...dimensions, trials, steps, seconds].flatMap(problemsIn)];
  if (problems.length > 0 || !trials.ok || !steps.ok || !seconds.ok) return { ok: false, problems };
  const plan = {
    method: draft.method,
    network: circumstances.network,
    base: sweepBase(circumstances.base, steps.value),
    dimensions: dimensions.flatMap((check) => (check.ok ? [check.value] : [])),
    trialCount: trials.value,
    stepsPerTrial: steps.value,
    secondsPerTrial: seconds.value,
    seed: circumstances.base.seed,
    isDrawnOnce: true,
  };
  const tooLong = stepsProblem(plan);
  return tooLong ? { ok: false, problems: [tooLong] } : { ok: true, plan };
}

type Checked<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problems: readonly PlacedProblem[] };

function problemsIn(check: Checked<unknown>): readonly PlacedProblem[] {
  return check.ok ? [] : check.problems;
}

function checkDimension(draft: DimensionDraft): Checked<Dimension> {
  if (draft.kind === 'choice') return checkChoice(draft);
  const { key, isLog } = draft;
  const from = numberOrProblem('from', numberDeclaration(key), draft.from, key);
  const to = numberOrProblem('to', numberDeclaration(key), draft.to, key);
  if (!from.ok || !to.ok) return { ok: false, problems: [...problemsIn(from), ...problemsIn(to)] };
  if (isLog && from.value === 0) return failed({ field: 'from', key, problem: { kind: 'log-from-zero' } });
  if (to.value <= from.value) {
    return failed({ field: 'to', key, problem: { kind: 'not-above', from: from.value } });
  }
  return { ok: true, value: { kind: 'numeric', key, from: from.value, to: to.value, isLog } };
}

function checkChoice(draft: Extract<DimensionDraft, { kind: 'choice' }>): Checked<Dimension> {
  if (draft.options.length >= 2) return { ok: true, value: draft };
  return failed({ field: 'options', key: draft.key, problem: { kind: 'too-few-options' } });
}

function checkSeconds({ seconds, dimensions }: SweepDraft, base: Hyperparameters): Checked<number | null> {
  if (seconds.trim() === '') return { ok: true, value: null };
  const isConstant = base.schedule === 'constant' && !dimensions.some(({ key }) => key === 'schedule');
  if (!isConstant) return failed({ field: 'seconds', problem: { kind: 'time-needs-constant-rate' } });
  return numberOrProblem('seconds', secondsRange, seconds);
}

function numberOrProblem(
  field: DraftField,
  range: NumberRange,
  text: string,
  key?: ParameterKey,
): Checked<number> {
  const check = checkNumber(range, text);
  if (check.ok) return check;
  const problem = { kind: 'number', range, problem: check.problem } as const;
  return failed(key === undefined ? { field, problem } : { field, key, problem });
}

function failed(problem: PlacedProblem): Checked<never> {
  return { ok: false, problems: [problem] };
}

/** The last rung of successive halving has many times the steps of the first. */
function stepsProblem(plan: Omit<SweepPlan, 'id'>): PlacedProblem | null {
  const factor = eta ** (rungSizes({ ...plan, id: '' }).length - 1);
  if (plan.stepsPerTrial * factor <= numberDeclaration('maxSteps').max) return null;
  const maxSteps = Math.floor(numberDeclaration('maxSteps').max / factor);
  return { field: 'steps', problem: { kind: 'too-many-steps', maxSteps } };
}
