import {
  defaultHyperparameters,
  type Hyperparameters,
  isChoiceKey,
  type ParameterKey,
  parameterKeys,
} from '../configuration/hyperparameters.ts';
import { isUsed, parameterName } from '../configuration/parameters.ts';
import {
  type ParameterTexts,
  parseHyperparameters,
  textsOf,
  wrongParameter,
} from '../configuration/parseHyperparameters.ts';
import type { Network } from '../network/network.ts';
import type { SizedNetwork } from '../network/networks.ts';
import { unsuitable } from './refusals.ts';

export interface DescribedParameters {
  readonly hyperparameters: Hyperparameters;
  /** Those that the files lack, for which the article's values are used. */
  readonly assumed: readonly ParameterKey[];
  /** Those that the page does not train with, for which the article's values are used, too. */
  readonly unusable: readonly ParameterKey[];
}

/**
 * The hyperparameters in the metadata of files. Those of other programs may mean something else by the same name, so what the page
 * cannot train with is left out.
 *
 * @param isOwn whether this page wrote them: then all of them must be valid
 * @throws Failure `weights-unsuitable`
 */
export function describedParameters(
  description: Readonly<Record<string, string>>,
  { network, sizes }: SizedNetwork,
  isOwn: boolean,
): DescribedParameters {
  const described = parameterKeys.filter((key) => description[parameterName(key)] !== undefined);
  const stated = described.filter((key) => sizes[key] === undefined);
  const assumedTexts: ParameterTexts = { ...textsOf(defaultHyperparameters), ...textsIn(sizes) };
  requireValid(assumedTexts, network);
  const textsWith = (keys: readonly ParameterKey[]): ParameterTexts => ({
    ...assumedTexts,
    ...Object.fromEntries(keys.map((key) => [key, description[parameterName(key)] ?? ''])),
  });
  const usable = isOwn
    ? stated
    : usableOf(stated, (keys) => wrongParameter(textsWith(keys), network.parameters));
  const texts = textsWith(usable);
  const unusable = stated.filter((key) => !usable.includes(key));
  const hyperparameters = requireValid(texts, network);
  const told = [...described, ...parameterKeys.filter((key) => sizes[key] !== undefined)];
  return {
    hyperparameters,
    assumed: network.parameters.filter(
      (key) => isUsed(key, hyperparameters) && (!told.includes(key) || unusable.includes(key)),
    ),
    unusable,
  };
}

/**
 * Those of the stated parameters that are valid together. A batch size may be valid only with the validation split beside it, so what
 * is wrong is left out of all, until nothing is. Where that is a value that the files do not state, each is tried on its own.
 *
 * @param wrongAmong the first that is wrong where these have the files' values, and others the article's; null where none is
 */
function usableOf(
  stated: readonly ParameterKey[],
  wrongAmong: (keys: readonly ParameterKey[]) => ParameterKey | null,
): readonly ParameterKey[] {
  let kept = stated;
  for (;;) {
    const wrong = wrongAmong(kept);
    if (wrong === null) return kept;
    if (!kept.includes(wrong)) return validOneByOne(stated, wrongAmong);
    kept = kept.filter((key) => key !== wrong);
  }
}

function validOneByOne(
  stated: readonly ParameterKey[],
  wrongAmong: (keys: readonly ParameterKey[]) => ParameterKey | null,
): readonly ParameterKey[] {
  // Which others are used, and valid, depends on the choices.
  const ordered = [...stated.filter(isChoiceKey), ...stated.filter((key) => !isChoiceKey(key))];
  const kept: ParameterKey[] = [];
  for (const key of ordered) {
    if (wrongAmong([...kept, key]) === null) kept.push(key);
  }
  return kept;
}

function textsIn(sizes: Partial<Hyperparameters>): Partial<ParameterTexts> {
  const known = parameterKeys.filter((key) => sizes[key] !== undefined);
  return Object.fromEntries(known.map((key) => [key, String(sizes[key])]));
}

function requireValid(texts: ParameterTexts, { parameters }: Network): Hyperparameters {
  const wrong = wrongParameter(texts, parameters);
  const hyperparameters = parseHyperparameters(texts, parameters);
  if (wrong === null && hyperparameters) return hyperparameters;
  const key = wrong ?? 'hiddenUnits';
  throw unsuitable(`the page does not train with ${parameterName(key)} = ${texts[key].slice(0, 40)}`);
}
