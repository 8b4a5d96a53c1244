import { checkNumber } from './checkNumber.ts';
import { choiceSpecs, chosenOption, isChoiceKey } from './choiceSpecs.ts';
import { articleHyperparameters, type Hyperparameters } from './hyperparameters.ts';
import { numberSpec, numberSpecs } from './numberSpecs.ts';
import { isUsed, type ParameterKey, parameterKeys } from './parameters.ts';

/** A text for every hyperparameter, as typed or chosen. */
export type ParameterTexts = Readonly<Record<ParameterKey, string>>;

export function textsOf(hyperparameters: Hyperparameters): ParameterTexts {
  return {
    batchSize: String(hyperparameters.batchSize),
    hiddenUnits: String(hyperparameters.hiddenUnits),
    learningRate: String(hyperparameters.learningRate),
    maxSteps: String(hyperparameters.maxSteps),
    regConstant: String(hyperparameters.regConstant),
    seed: String(hyperparameters.seed),
    optimizer: hyperparameters.optimizer,
    momentum: String(hyperparameters.momentum),
    weightDecay: String(hyperparameters.weightDecay),
    schedule: hyperparameters.schedule,
    warmupSteps: String(hyperparameters.warmupSteps),
    inputScaling: hyperparameters.inputScaling,
    whiteningEpsilon: String(hyperparameters.whiteningEpsilon),
    dropout: String(hyperparameters.dropout),
    flip: hyperparameters.flip,
    shift: String(hyperparameters.shift),
    lastBatch: hyperparameters.lastBatch,
    validationImages: String(hyperparameters.validationImages),
    patience: String(hyperparameters.patience),
  };
}

/**
 * The hyperparameters that the texts spell; null while any of them is not a value. One that a network does not have, or that
 * means nothing beside the others, cannot be wrong: it has the article's value.
 *
 * @param keys the network's own hyperparameters
 */
export function parseHyperparameters(
  texts: ParameterTexts,
  keys: readonly ParameterKey[],
): Hyperparameters | null {
  const deciding = decidingParameters(texts, keys);
  let result = deciding;
  for (const key of parameterKeys) {
    if (isChoiceKey(key) || !keys.includes(key) || !isUsed(key, deciding)) continue;
    const check = checkNumber(numberSpec(key, deciding), texts[key]);
    if (!check.ok) return null;
    result = { ...result, [key]: check.value };
  }
  return result;
}

/** The first parameter whose text is not a value; null where all are. Unlike above, a text that names no option is wrong. */
export function wrongParameter(texts: ParameterTexts, keys: readonly ParameterKey[]): ParameterKey | null {
  const deciding = decidingParameters(texts, keys);
  const wrong = keys.find((key) => {
    if (isChoiceKey(key)) return chosenOption(choiceSpecs[key], texts[key]) === undefined;
    return isUsed(key, deciding) && !checkNumber(numberSpec(key, deciding), texts[key]).ok;
  });
  return wrong ?? null;
}

/**
 * What decides which parameters are used and which values are possible: all choices and the validation images, as far as the
 * texts spell them. The rest is the article's.
 *
 * @param keys the network's own hyperparameters
 */
export function decidingParameters(texts: ParameterTexts, keys: readonly ParameterKey[]): Hyperparameters {
  const chosen = withChoices(articleHyperparameters, texts, keys);
  const check = checkNumber(numberSpecs.validationImages, texts.validationImages);
  return check.ok && keys.includes('validationImages')
    ? { ...chosen, validationImages: check.value }
    : chosen;
}

/** A text that names no option leaves the article's; the page's own controls cannot give such a text. */
function withChoices(
  hyperparameters: Hyperparameters,
  texts: ParameterTexts,
  keys: readonly ParameterKey[],
): Hyperparameters {
  let result = hyperparameters;
  for (const key of parameterKeys) {
    if (!isChoiceKey(key) || !keys.includes(key)) continue;
    const option = chosenOption(choiceSpecs[key], texts[key]);
    if (option !== undefined) result = { ...result, [key]: option };
  }
  return result;
}
