import { type LinkedConfiguration, type LinkFinding, linkQuery, readLinkQuery } from './configurationLink.ts';

/** What an accuracy was measured on. */
export type MeasuredOn = 'test' | 'validation';

/** An accuracy that another run is to exceed. */
export interface AccuracyTarget {
  readonly measuredOn: MeasuredOn;
  /** In [0, 1]. */
  readonly accuracy: number;
}

/** What a link to a result carries. */
export interface LinkedResult {
  readonly configuration: LinkedConfiguration;
  /** Null where the run has no accuracy to compare with. */
  readonly target: AccuracyTarget | null;
}

export type ResultReading =
  /** Nothing of it is used: a target that belongs to another configuration would be no fair one. */
  | { readonly kind: 'refused'; readonly findings: readonly LinkFinding[] }
  | {
      readonly kind: 'read';
      readonly result: LinkedResult;
      /** Names that are none of this page's. */
      readonly findings: readonly LinkFinding[];
    };

const start = '#try?';
const version = '1';
const versionName = 'v';
const accuracyNames = { test: 'test_accuracy', validation: 'validation_accuracy' } as const;

/** Several times as many as a link with every hyperparameter has. */
export const maxLinkCharacters = 4_000;

/**
 * `#try?v=1&network=two-layer&hidden_units=280&seed=7&test_accuracy=0.4582`: the configuration as in the query of a link, and the
 * accuracy. In the fragment, no server sees it.
 */
export function resultFragment({ configuration, target }: LinkedResult): string {
  const query = linkQuery(configuration).slice(1);
  return `${start}${versionName}=${version}&${query}${target ? `&${targetText(target)}` : ''}`;
}

/** Parses a fragment that begins as that one does. Never throws, because links are untrusted. */
export function readResultFragment(fragment: string): ResultReading {
  const { length } = fragment;
  if (length > maxLinkCharacters) return refused({ kind: 'length', characters: length });
  const parts = fragment.slice(start.length).split('&');
  const versions = textsNamed(versionName, parts);
  if (versions.length !== 1 || versions[0] !== version) return refused({ kind: 'version', texts: versions });
  const own = [versionName, ...Object.values(accuracyNames)];
  const others = parts.filter((part) => !own.some((name) => textsNamed(name, [part]).length > 0));
  const reading = readLinkQuery(others.join('&'));
  const target = readTarget(parts);
  const problems = reading.findings.filter(({ kind }) => kind !== 'unknown-name');
  if (reading.kind === 'none' && problems.length === 0 && target.kind !== 'problem')
    return refused({ kind: 'empty' });
  if (reading.kind === 'none' || problems.length > 0 || target.kind === 'problem') {
    return refused(...reading.findings, ...(target.kind === 'problem' ? [target.finding] : []));
  }
  const { configuration, findings } = reading;
  return { kind: 'read', result: { configuration, target: target.target }, findings };
}

/** `test_accuracy=0.4582`; the empty string of none. It keeps every digit, so that the same result is no better one. */
export function targetText(target: AccuracyTarget | null): string {
  return target ? `${accuracyNames[target.measuredOn]}=${target.accuracy}` : '';
}

/** Reads what `targetText` has written; null where it is something else. */
export function readTargetText(text: string): AccuracyTarget | null {
  const reading = readTarget(text.split('&'));
  return reading.kind === 'problem' ? null : reading.target;
}

type TargetReading =
  | { readonly kind: 'read'; readonly target: AccuracyTarget | null }
  | { readonly kind: 'problem'; readonly finding: LinkFinding };

function readTarget(parts: readonly string[]): TargetReading {
  const test = textsNamed(accuracyNames.test, parts);
  const validation = textsNamed(accuracyNames.validation, parts);
  if (test.length > 0 && validation.length > 0) return { kind: 'problem', finding: { kind: 'two-targets' } };
  const measuredOn = validation.length > 0 ? 'validation' : 'test';
  const name = accuracyNames[measuredOn];
  const [text, ...further] = measuredOn === 'test' ? test : validation;
  if (text === undefined) return { kind: 'read', target: null };
  if (further.length > 0)
    return { kind: 'problem', finding: { kind: 'repeated', name, texts: [text, ...further] } };
  if (!/^(0(\.\d{1,20})?|1(\.0{1,20})?)$/.test(text))
    return { kind: 'problem', finding: { kind: 'accuracy', name, text } };
  return { kind: 'read', target: { measuredOn, accuracy: Number(text) } };
}

/** The different texts that the parts of a link give a name. */
function textsNamed(name: string, parts: readonly string[]): string[] {
  return [...new Set(parts.flatMap((part) => new URLSearchParams(part).getAll(name)))];
}

function refused(...findings: readonly LinkFinding[]): ResultReading {
  return { kind: 'refused', findings };
}
