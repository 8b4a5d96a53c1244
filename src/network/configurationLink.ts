import { parameterKeys } from '../configuration/hyperparameters.ts';
import { parameterName } from '../configuration/parameters.ts';
import { type ParameterTexts, textsOf, wrongParameter } from '../configuration/parseHyperparameters.ts';
import { articlePart2 } from '../configuration/presets.ts';
import { isWellFormed } from '../configuration/wellFormed.ts';
import { networkNamed } from './networks.ts';

/** A configuration as encoded in the query of a link. */
export interface LinkedConfiguration {
  readonly network: string;
  readonly texts: ParameterTexts;
}

export type LinkReading =
  | { readonly kind: 'none' }
  /** `unknown`: names in it that are no parameter, and were ignored. */
  | {
      readonly kind: 'read';
      readonly configuration: LinkedConfiguration;
      readonly unknown: readonly string[];
    }
  /** `name` is a parameter with an invalid value. */
  | { readonly kind: 'broken'; readonly name: string; readonly text: string }
  /** Not a valid URL: it has a `%` that encodes nothing. */
  | { readonly kind: 'malformed' };

const networkName = 'network';

/** `?network=two-layer&learning_rate=0.02&optimizer=adam`: the network's hyperparameters that differ from their defaults. */
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
 * Parses a link; whatever it leaves out has its default. Nothing where it names neither a network nor a parameter. Never throws,
 * because links are untrusted.
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
  // A link without a seed leaves it random, as an empty field does.
  const seed = query.has('seed') ? texts.seed : '';
  return { kind: 'read', configuration: { network, texts: { ...texts, seed } }, unknown };
}

function broken(name: string, text: string): LinkReading {
  return { kind: 'broken', name: shortened(name), text: shortened(text) };
}

/** The text, shortened for use in a sentence. */
function shortened(text: string): string {
  return text.slice(0, 40);
}
