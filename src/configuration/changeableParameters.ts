import type { Hyperparameters } from './hyperparameters.ts';

/** What a run can take on in the middle of its training, from the next step on. */
export const changeableKeys = ['learningRate', 'regConstant', 'maxSteps'] as const;
export type ChangeableKey = (typeof changeableKeys)[number];
export type ChangeableParameters = Pick<Hyperparameters, ChangeableKey>;

export function isChangeable(key: keyof Hyperparameters): key is ChangeableKey {
  return changeableKeys.some((changeable) => changeable === key);
}

export function changeableOf({
  learningRate,
  regConstant,
  maxSteps,
}: ChangeableParameters): ChangeableParameters {
  return { learningRate, regConstant, maxSteps };
}
