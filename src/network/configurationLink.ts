import { type ParameterKey, parameterKeys } from '../configuration/hyperparameters.ts';
import { parameterName } from '../configuration/parameters.ts';
import {
  checkText,
  decidingParameters,
  type ParameterTexts,
  type TextProblem,
  textsOf,
} from '../configuration/parseHyperparameters.ts';
import { articlePart2 } from '../configuration/presets.ts';
import { isWellFormed } from '../configuration/wellFormed.ts';
import { networkNamed } from './networks.ts';

/** A configuration as encoded in the query of a link. */
export interface LinkedConfiguration {
  readonly network: string;
  readonly texts: ParameterTexts;
}

/** A part of a link that is not used, and why. */
export type LinkFinding =
  /** A part of ours, as the link has it, with a `%` that encodes nothing. */
  | { readonly kind: 'malformed'; readonly part: string }
  /** A value with what should have been a part of its own, behind a semicolon. */
  | { readonly kind: 'semicolon'; readonly name: string; readonly text: string }
  | { readonly kind: 'unknown-name'; readonly name: string }
  | { readonly kind: 'unknown-network'; readonly text: string }
  /** The same name has different values. */
  | { readonly kind: 'repeated'; readonly name: string; readonly texts: readonly string[] }
  /** The hyperparameter is not one of this network. */
  | { readonly kind: 'other-network'; readonly key: ParameterKey; readonly network: string }
  | {
      readonly kind: 'value';
      readonly key: ParameterKey;
      readonly text: string;
      readonly problem: TextProblem;
    }
  /** What follows is found only in links to a result. */
  | { readonly kind: 'length'; readonly characters: number }
  /** Not the one version that this page reads. */
  | { readonly kind: 'version'; readonly texts: readonly string[] }
  /** It has no configuration. */
  | { readonly kind: 'empty' }
  | { readonly kind: 'accuracy'; readonly name: string; readonly text: string }
  | { readonly kind: 'two-targets' };

export type LinkReading =
  /** Nothing in it can be used; without findings, there is nothing in it. */
  | { readonly kind: 'none'; readonly findings: readonly LinkFinding[] }
  | {
      readonly kind: 'read';
      readonly configuration: LinkedConfiguration;
      readonly findings: readonly LinkFinding[];
    };

const networkName = 'network';

/** `?network=two-layer&learning_rate=0.02&optimizer=adam`: the network's hyperparameters that differ from their defaults. */
export function linkQuery({ network, texts }: LinkedConfiguration): string {
  const keys = networkNamed(network)?.parameters ?? [];
  const deciding = decidingParameters(texts, keys);
  const article = textsOf({});
  const query = new URLSearchParams({ [networkName]: network });
  for (const key of keys) {
    const check = checkText(key, texts[key], deciding);
    // A text that is no value has no effect, or there is no configuration to link to.
    if (check.ok && (key === 'seed' || check.text !== article[key]))
      query.set(parameterName(key), check.text);
  }
  return `?${query}`;
}

/**
 * Parses a link: every value is checked by itself, and those that are valid are used. Whatever else there is has its default.
 * Never throws, because links are untrusted.
 */
export function readLinkQuery(search: string): LinkReading {
  const { named, malformed } = textsByName(search);
  const linked = readNetwork(named.get(networkName));
  named.delete(networkName);
  const network = linked.kind === 'network' ? linked.name : articlePart2.network;
  const parts = [...named].map(([name, texts]) => readPart(name, texts, network));
  const given = parts.filter((part) => part.kind === 'given');

  const typed = Object.fromEntries(given.map(({ key, text }) => [key, text]));
  const deciding = decidingParameters({ ...textsOf({}), ...typed }, networkNamed(network)?.parameters ?? []);
  // A link without a seed leaves it random, as an empty field does.
  let texts: ParameterTexts = { ...textsOf({}), seed: '' };
  let isUsable = linked.kind === 'network';
  const problems: LinkFinding[] = [];
  for (const { key, text } of given) {
    const check = checkText(key, text, deciding);
    if (!check.ok) problems.push({ kind: 'value', key, text, problem: check.problem });
    else {
      texts = { ...texts, [key]: check.text };
      isUsable = true;
    }
  }
  const findings = [
    ...malformed,
    ...[linked, ...parts].filter(
      (part) => part.kind !== 'given' && part.kind !== 'network' && part.kind !== 'none',
    ),
    ...problems,
  ];
  return isUsable
    ? { kind: 'read', configuration: { network, texts }, findings }
    : { kind: 'none', findings };
}

/** The different texts of each name, and the parts that cannot be decoded. */
function textsByName(search: string) {
  const named = new Map<string, Set<string>>();
  const malformed: LinkFinding[] = [];
  for (const part of search.replace(/^\?/, '').split('&')) {
    for (const [name, text] of new URLSearchParams(part)) {
      if (isOurs(name) && !isWellFormed(part)) malformed.push({ kind: 'malformed', part });
      else named.set(name, (named.get(name) ?? new Set()).add(text));
    }
  }
  return { named, malformed };
}

function isOurs(name: string): boolean {
  return name === networkName || keyNamed(name) !== undefined;
}

function keyNamed(name: string): ParameterKey | undefined {
  return parameterKeys.find((key) => parameterName(key) === name);
}

function readNetwork(
  texts: ReadonlySet<string> = new Set(),
): { readonly kind: 'network'; readonly name: string } | { readonly kind: 'none' } | LinkFinding {
  const [text] = texts;
  if (text === undefined) return { kind: 'none' };
  if (texts.size > 1) return { kind: 'repeated', name: networkName, texts: [...texts] };
  if (text.includes(';')) return { kind: 'semicolon', name: networkName, text };
  return networkNamed(text) ? { kind: 'network', name: text } : { kind: 'unknown-network', text };
}

type Part =
  | { readonly kind: 'given'; readonly key: ParameterKey; readonly text: string }
  /** An empty seed is as good as none. */
  | { readonly kind: 'none' }
  | LinkFinding;

function readPart(name: string, texts: ReadonlySet<string>, network: string): Part {
  const key = keyNamed(name);
  const [text = ''] = texts;
  if (!key) return { kind: 'unknown-name', name };
  if (!networkNamed(network)?.parameters.includes(key)) return { kind: 'other-network', key, network };
  if (texts.size > 1) return { kind: 'repeated', name, texts: [...texts] };
  if (text.includes(';')) return { kind: 'semicolon', name, text };
  return key === 'seed' && text.trim() === '' ? { kind: 'none' } : { kind: 'given', key, text };
}
