import { parameterKeys } from '../configuration/hyperparameters.ts';
import { parameterName } from '../configuration/parameters.ts';
import { type ParameterTexts, textsOf, wrongParameter } from '../configuration/parseHyperparameters.ts';
import { articlePart2 } from '../configuration/presets.ts';
import { isWellFormed } from '../configuration/wellFormed.ts';
import { networkNamed } from './networks.ts';

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

/** `?network=two-layer&learning_rate=0.02&optimizer=adam`: what the network has, where it is not the default. */
export function linkQuery({ network, texts }: LinkedConfiguration): string {
  const article = textsOf({});
  const query = new URLSearchParams({ [networkName]: network });
  for (const key of networkNamed(network)?.parameters ?? []) {
    const isTold = key === 'seed' ? texts.seed.trim() !== '' : texts[key] !== article[key];
    if (isTold) query.set(parameterName(key), texts[key]);
  }
  return `?${query}`;
}

/**
 * What a link says; what it leaves out has its default. Nothing where it names neither a network nor a parameter. Never
 * throws: a link comes from anywhere.
 */
export function readLinkQuery(search: string): LinkReading {
  if (!isWellFormed(search)) return { kind: 'malformed' };
  const query = new URLSearchParams(search);
  const network = query.get(networkName) ?? articlePart2.network;
  const keys = networkNamed(network)?.parameters;
  if (!keys) return broken(networkName, network);
  let texts = textsOf({});
  const unknown: string[] = [];
  let isKnown = query.has(networkName);
  for (const [name, text] of query) {
    const key = parameterKeys.find((candidate) => parameterName(candidate) === name);
    if (key) {
      texts = { ...texts, [key]: text };
      isKnown = true;
    } else if (name !== networkName) unknown.push(shortened(name));
  }
  if (!isKnown) return { kind: 'none' };
  const wrong = wrongParameter(texts, keys);
  if (wrong) return broken(parameterName(wrong), texts[wrong]);
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
