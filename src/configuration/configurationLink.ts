import { articleHyperparameters } from './hyperparameters.ts';
import { type ParameterKey, parameterKeys } from './parameters.ts';
import { type ParameterTexts, textsOf, wrongParameter } from './parseHyperparameters.ts';
import { snakeCase } from './snakeCase.ts';

/** A configuration as a link carries it: the query of a URL. */
export interface LinkedConfiguration {
  readonly network: string;
  readonly texts: ParameterTexts;
}

export type LinkReading =
  | { readonly kind: 'none' }
  | { readonly kind: 'read'; readonly configuration: LinkedConfiguration }
  /** `name` is a parameter that there is not, or one whose value cannot be. */
  | { readonly kind: 'broken'; readonly name: string; readonly text: string };

const networkName = 'network';
/** `?network=two-layer&learning_rate=0.02&optimizer=adam`: what is as in the article goes without saying. */
export function linkQuery({ network, texts }: LinkedConfiguration): string {
  const article = textsOf(articleHyperparameters);
  const query = new URLSearchParams({ [networkName]: network });
  for (const key of parameterKeys) {
    const isTold = key === 'seed' ? texts.seed.trim() !== '' : texts[key] !== article[key];
    if (isTold) query.set(snakeCase(key), texts[key]);
  }
  return `?${query}`;
}

/**
 * What a link says; nothing where it names no network. Never throws: a link comes from anywhere.
 *
 * @param parametersOf the hyperparameters of a network; undefined where there is no such network
 */
export function readLinkQuery(
  search: string,
  parametersOf: (network: string) => readonly ParameterKey[] | undefined,
): LinkReading {
  const query = new URLSearchParams(search);
  const network = query.get(networkName);
  if (network === null) return { kind: 'none' };
  const keys = parametersOf(network);
  if (!keys) return broken(networkName, network);
  let texts = textsOf(articleHyperparameters);
  for (const [name, text] of query) {
    const key = parameterKeys.find((candidate) => snakeCase(candidate) === name);
    if (key) texts = { ...texts, [key]: text };
    else if (name !== networkName) return broken(name, text);
  }
  const wrong = wrongParameter(texts, keys);
  if (wrong) return broken(snakeCase(wrong), texts[wrong]);
  // A link that says no seed leaves it to chance, as an empty field does.
  const seed = query.has('seed') ? texts.seed : '';
  return { kind: 'read', configuration: { network, texts: { ...texts, seed } } };
}

/** No more of a text than a sentence can show. */
function broken(name: string, text: string): LinkReading {
  return { kind: 'broken', name: name.slice(0, 40), text: text.slice(0, 40) };
}
