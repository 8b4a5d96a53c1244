import type { ParameterGroup } from './declarations.ts';
import { declarationOf, type Hyperparameters, type ParameterKey, parameterKeys } from './hyperparameters.ts';

/** The hyperparameters of one group, in the order in which the page shows them. */
export function parametersIn(group: ParameterGroup): readonly ParameterKey[] {
  return parameterKeys.filter((key) => declarationOf(key).group === group);
}

/** The article's hyperparameters. */
export const articleParameters: readonly ParameterKey[] = parametersIn('article');

/** All other hyperparameters, by topic. */
export const furtherParameters: readonly {
  readonly title: string;
  readonly keys: readonly ParameterKey[];
}[] = [
  { title: 'Optimization and regularization', keys: parametersIn('learning') },
  { title: 'Input', keys: parametersIn('input') },
  { title: 'Evaluation', keys: parametersIn('judging') },
];

/** The parameters among `keys` that have an effect in either of the two and differ between them. */
export function differingParameters(
  keys: readonly ParameterKey[],
  one: Hyperparameters,
  other: Hyperparameters,
): ParameterKey[] {
  return keys.filter((key) => one[key] !== other[key] && (isUsed(key, one) || isUsed(key, other)));
}

export function parameterLabel(key: ParameterKey): string {
  return declarationOf(key).label;
}

/** `learning_rate`: in links, files and programs. */
export function parameterName(key: ParameterKey): string {
  return declarationOf(key).name;
}

/** Whether it is present and has an effect given the others; one that has none keeps its default. */
export function isUsed(key: ParameterKey, hyperparameters: Hyperparameters): boolean {
  const { onlyWith } = declarationOf(key);
  if (hyperparameters[key] === undefined) return false;
  if (!onlyWith) return true;
  const decider = parameterKeys.find((candidate) => candidate === onlyWith.key);
  const value = decider && hyperparameters[decider];
  return typeof value === 'string' ? (onlyWith.values?.includes(value) ?? false) : (value ?? 0) > 0;
}

/** The hyperparameters among `keys` that have an effect given the others. */
export function usedParameters(
  keys: readonly ParameterKey[],
  hyperparameters: Hyperparameters,
): ParameterKey[] {
  return keys.filter((key) => isUsed(key, hyperparameters));
}
