import { type ChoiceDeclaration, declarations, type NumberDeclaration } from './declarations.ts';

type Declarations = typeof declarations;
export type ParameterKey = keyof Declarations;

type KeyWith<Property> = {
  [K in ParameterKey]: Declarations[K] extends Property ? K : never;
}[ParameterKey];

/** Hyperparameters that are a number. */
export type NumberKey = KeyWith<{ readonly kind: 'number' }>;
/** Hyperparameters that are one of several named options. */
export type ChoiceKey = KeyWith<{ readonly kind: 'choice' }>;
/** Those that only some networks have. */
export type OptionalKey = KeyWith<{ readonly isOptional: true }>;
/** Those that a run can change during training. */
export type ChangeableKey = KeyWith<{ readonly isChangeable: true }>;

type Value<K extends ParameterKey> = Declarations[K] extends {
  readonly kind: 'choice';
  readonly options: readonly { readonly value: infer Name }[];
}
  ? Name
  : number;

/**
 * The values that the user sets before training, as described in `declarations.ts`. A hyperparameter that the network lacks is
 * absent: it is not shown, stored or compared.
 */
export type Hyperparameters = {
  readonly [K in Exclude<ParameterKey, OptionalKey>]: Value<K>;
} & { readonly [K in OptionalKey]?: Value<K> };

export type OptimizerName = Hyperparameters['optimizer'];
export type ScheduleName = Hyperparameters['schedule'];
export type LastBatch = Required<Hyperparameters>['lastBatch'];
export type InputScalingName = Hyperparameters['inputScaling'];

export type ChangeableParameters = Pick<Hyperparameters, ChangeableKey>;

/** All hyperparameters, in the order in which the page shows them. */
export const parameterKeys: readonly ParameterKey[] = Object.keys(declarations).filter(isParameterKey);
export const optionalKeys: readonly OptionalKey[] = parameterKeys.filter(isOptionalKey);
export const changeableKeys: readonly ChangeableKey[] = parameterKeys.filter(isChangeableKey);

function isParameterKey(key: string): key is ParameterKey {
  return key in declarations;
}

function isOptionalKey(key: ParameterKey): key is OptionalKey {
  return declarationOf(key).isOptional === true;
}

export function isChangeableKey(key: ParameterKey): key is ChangeableKey {
  return declarationOf(key).isChangeable === true;
}

export function isChoiceKey(key: ParameterKey): key is ChoiceKey {
  return declarations[key].kind === 'choice';
}

export function declarationOf(key: ParameterKey): NumberDeclaration | ChoiceDeclaration {
  return declarations[key];
}

export function numberDeclaration(key: NumberKey): NumberDeclaration {
  return declarations[key];
}

export function choiceDeclaration(key: ChoiceKey): ChoiceDeclaration {
  return declarations[key];
}

/** Whether the text is an option of the hyperparameter. */
export function isOption<K extends ChoiceKey>(key: K, text: unknown): text is Value<K> {
  return choiceDeclaration(key).options.some(({ value }) => value === text);
}

/** The defaults of all hyperparameters: the article's values. */
export const defaultHyperparameters = Object.fromEntries(
  // `Object.fromEntries` loses the types: each default is under its own key.
  parameterKeys.map((key) => [key, declarations[key].default]),
) as Required<Hyperparameters>;

/** The keys of a network: those that every network has and the given ones, in the order in which the page shows them. */
export function parametersWith(optional: readonly OptionalKey[]): readonly ParameterKey[] {
  return parameterKeys.filter((key) => !isOptionalKey(key) || optional.includes(key));
}

/** The values under these keys; missing ones get their default, those of other networks are removed. */
export function ownHyperparameters(values: Hyperparameters, keys: readonly ParameterKey[]): Hyperparameters {
  const own: { -readonly [K in keyof Hyperparameters]: Hyperparameters[K] } = {
    ...defaultHyperparameters,
    ...values,
  };
  for (const key of optionalKeys) {
    if (!keys.includes(key)) delete own[key];
  }
  return own;
}

export function changeableOf({
  learningRate,
  regConstant,
  maxSteps,
}: ChangeableParameters): ChangeableParameters {
  return { learningRate, regConstant, maxSteps };
}
