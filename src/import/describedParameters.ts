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
  // Which others are used, and valid, depends on the choices.
  const ordered = [...described.filter(isChoiceKey), ...described.filter((key) => !isChoiceKey(key))];
  let texts: ParameterTexts = { ...textsOf(defaultHyperparameters), ...textsIn(sizes) };
  requireValid(texts, network);
  const unusable: ParameterKey[] = [];
  for (const key of ordered) {
    if (sizes[key] !== undefined) continue;
    const more = { ...texts, [key]: description[parameterName(key)] ?? '' };
    if (isOwn || wrongParameter(more, network.parameters) === null) texts = more;
    else unusable.push(key);
  }
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
