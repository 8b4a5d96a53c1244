import { articleHyperparameters } from './hyperparameters.ts';
import { type ParameterKey, parameterKeys } from './parameters.ts';
import { type ParameterTexts, textsOf, wrongParameter } from './parseHyperparameters.ts';
import { articlePart2 } from './presets.ts';
import { snakeCase } from './snakeCase.ts';
import { isWellFormed } from './wellFormed.ts';

/** A configuration as a link carries it: the query of a URL. */
export interface LinkedConfiguration {
  readonly network: string;
  readonly texts: ParameterTexts;
}

export type LinkReading =
  | { readonly kind: 'none' }
  /** `unknown`: names in it that are no parameter, and were passed over. */
  | {
      readonly kind: 'read';
      readonly configuration: LinkedConfiguration;
      readonly unknown: readonly string[];
    }
  /** `name` is a parameter whose value cannot be. */
  | { readonly kind: 'broken'; readonly name: string; readonly text: string }
  /** Not even an address: a `%` that stands for nothing. */
  | { readonly kind: 'malformed' };

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
 * What a link says; what it leaves out is as in the article. Nothing where it names neither a network nor a parameter. Never
 * throws: a link comes from anywhere.
 *
 * @param parametersOf the hyperparameters of a network; undefined where there is no such network
 */
export function readLinkQuery(
  search: string,
  parametersOf: (network: string) => readonly ParameterKey[] | undefined,
): LinkReading {
  if (!isWellFormed(search)) return { kind: 'malformed' };
  const query = new URLSearchParams(search);
  const network = query.get(networkName) ?? articlePart2.network;
  const keys = parametersOf(network);
  if (!keys) return broken(networkName, network);
  let texts = textsOf(articleHyperparameters);
  const unknown: string[] = [];
  let isKnown = query.has(networkName);
  for (const [name, text] of query) {
    const key = parameterKeys.find((candidate) => snakeCase(candidate) === name);
    if (key) {
      texts = { ...texts, [key]: text };
      isKnown = true;
    } else if (name !== networkName) unknown.push(shortened(name));
  }
  if (!isKnown) return { kind: 'none' };
  const wrong = wrongParameter(texts, keys);
  if (wrong) return broken(snakeCase(wrong), texts[wrong]);
  // A link that says no seed leaves it to chance, as an empty field does.
  const seed = query.has('seed') ? texts.seed : '';
  return { kind: 'read', configuration: { network, texts: { ...texts, seed } }, unknown };
}

function broken(name: string, text: string): LinkReading {
  return { kind: 'broken', name: shortened(name), text: shortened(text) };
}

/** No more of a text than a sentence can show. */
function shortened(text: string): string {
  return text.slice(0, 40);
}
