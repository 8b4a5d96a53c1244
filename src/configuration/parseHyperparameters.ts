import { checkNumber, type NumberProblem, numberText } from './checkNumber.ts';
import {
  type ChoiceKey,
  defaultHyperparameters,
  type Hyperparameters,
  isChoiceKey,
  isOption,
  numberDeclaration,
  ownHyperparameters,
  type ParameterKey,
  parameterKeys,
} from './hyperparameters.ts';
import { type BatchLimits, type NumberRange, numberSpec } from './numberSpec.ts';
import { isUsed } from './parameters.ts';

/** The text of every hyperparameter, as typed or chosen. */
export type ParameterTexts = Readonly<Record<ParameterKey, string>>;

const articleTexts = Object.fromEntries(
  // `Object.fromEntries` loses the types: every key is present.
  parameterKeys.map((key) => [key, String(defaultHyperparameters[key])]),
) as ParameterTexts;

/** Hyperparameters that are absent have the text of their default. */
export function textsOf(hyperparameters: Partial<Hyperparameters>): ParameterTexts {
  const told = parameterKeys.filter((key) => hyperparameters[key] !== undefined);
  return { ...articleTexts, ...Object.fromEntries(told.map((key) => [key, String(hyperparameters[key])])) };
}

/**
 * Parses the texts; null while any of them is not a valid value. A hyperparameter that has no effect given the others cannot be
 * wrong: it gets its default.
 *
 * @param keys the network's own hyperparameters
 */
export function parseHyperparameters(
  texts: ParameterTexts,
  keys: readonly ParameterKey[],
): Hyperparameters | null {
  const deciding = decidingParameters(texts, keys);
  let result = deciding;
  for (const key of keys) {
    if (isChoiceKey(key) || !isUsed(key, deciding)) continue;
    const check = checkNumber(numberSpec(key, deciding), texts[key]);
    if (!check.ok) return null;
    result = { ...result, [key]: check.value };
  }
  return result;
}

export type TextCheck =
  /** `text`: the same value, written as the page writes it. */
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly problem: TextProblem };

/** What is wrong with the text of a hyperparameter. */
export type TextProblem =
  | { readonly kind: 'no-option'; readonly key: ChoiceKey }
  | { readonly kind: 'number'; readonly range: NumberRange; readonly problem: NumberProblem };

/** Checks the text of one hyperparameter, whether or not it has an effect. */
export function checkText(key: ParameterKey, text: string, limits: BatchLimits): TextCheck {
  if (isChoiceKey(key)) {
    return isOption(key, text) ? { ok: true, text } : { ok: false, problem: { kind: 'no-option', key } };
  }
  const range = numberSpec(key, limits);
  const check = checkNumber(range, text);
  if (check.ok) return { ok: true, text: numberText(range, check.value) };
  return { ok: false, problem: { kind: 'number', range, problem: check.problem } };
}

/**
 * The first parameter whose text is not a valid value; null where all are valid. Unlike in `parseHyperparameters`, a text that
 * names no option is wrong.
 */
export function wrongParameter(texts: ParameterTexts, keys: readonly ParameterKey[]): ParameterKey | null {
  const deciding = decidingParameters(texts, keys);
  const wrong = keys.find((key) => {
    const isChecked = isChoiceKey(key) || isUsed(key, deciding);
    return isChecked && !checkText(key, texts[key], deciding).ok;
  });
  return wrong ?? null;
}

/**
 * The values that determine which parameters are used and which values are valid: all choices and the validation images, where
 * their texts are valid. The others have their default.
 *
 * @param keys the network's own hyperparameters
 */
export function decidingParameters(texts: ParameterTexts, keys: readonly ParameterKey[]): Hyperparameters {
  const chosen = withChoices(ownHyperparameters(defaultHyperparameters, keys), texts, keys);
  const check = checkNumber(numberDeclaration('validationImages'), texts.validationImages);
  return check.ok ? { ...chosen, validationImages: check.value } : chosen;
}

/** A text that names no option is ignored; the page's own controls cannot produce one. */
function withChoices(
  hyperparameters: Hyperparameters,
  texts: ParameterTexts,
  keys: readonly ParameterKey[],
): Hyperparameters {
  let result = hyperparameters;
  for (const key of keys) {
    if (isChoiceKey(key) && isOption(key, texts[key])) result = { ...result, [key]: texts[key] };
  }
  return result;
}
