import { isChoiceKey, type ParameterKey, parameterKeys } from '../../configuration/hyperparameters.ts';
import { isUsed } from '../../configuration/parameters.ts';
import type { RunSummary } from '../../runs/runRecord.ts';
import { counted, parameterText } from './numbers.ts';
import { changedValueText, networkSizeText, parameterPhrase, parameterValueText } from './parameters.ts';

/** What a name is made of: the least that tells runs apart comes last. */
type Told = 'size' | ParameterKey | 'backend';

/** As many parts as are read at a glance; more only where they tell runs apart. */
const usualParts = 3;

/** The size of the network tells them all. */
const sizes: readonly ParameterKey[] = ['hiddenUnits', 'hiddenUnits2', 'filters', 'filters2', 'filters3'];
const first: readonly ParameterKey[] = ['learningRate', 'regConstant', 'batchSize'];
const last: readonly ParameterKey[] = ['seed', 'maxSteps'];
const order: readonly Told[] = [
  'size',
  ...first,
  ...parameterKeys.filter((key) => ![...sizes, ...first, ...last].includes(key)),
  ...last.slice(0, 1),
  'backend',
  ...last.slice(1),
];

const shortNames: Partial<Record<ParameterKey, string>> = {
  learningRate: 'rate',
  regConstant: 'reg',
  batchSize: 'batch',
};

let latest: { runs: readonly RunSummary[]; readonly names: ReadonlyMap<string, string> } | null = null;

/**
 * The names of the listed runs, by id: the user's, or what differs between the runs, such as `280 units, reg 0.39`. As long as no
 * name changes, the result is the same object.
 *
 * @param runs newest first
 */
export function runNames(runs: readonly RunSummary[]): ReadonlyMap<string, string> {
  if (latest?.runs === runs) return latest.names;
  if (latest && haveSameNames(latest.runs, runs)) latest.runs = runs;
  else latest = { runs, names: namesOf(runs) };
  return latest.names;
}

function haveSameNames(before: readonly RunSummary[], runs: readonly RunSummary[]): boolean {
  return (
    before.length === runs.length &&
    runs.every(({ id, name, network, hyperparameters, changes, backend }, index) => {
      const known = before[index];
      return (
        known?.id === id &&
        known.name === name &&
        known.network === network &&
        known.hyperparameters === hyperparameters &&
        known.changes === changes &&
        known.backend === backend
      );
    })
  );
}

function namesOf(runs: readonly RunSummary[]): ReadonlyMap<string, string> {
  const derived = new Map<string, string>();
  const differing = differingTexts(runs);
  const unnamed = runs.filter(({ id, name }) => name === id);
  let open = unnamed.map((run) => ({ run, parts: partsOf(run, differing) }));
  const most = Math.max(usualParts, ...open.map(({ parts }) => parts.length));
  for (let length = usualParts; open.length > 0 && length <= most; length++) {
    const named = open.map((entry) => ({ ...entry, name: nameOf(entry, length) }));
    const counts = countsOf(named.map(({ name }) => name));
    for (const { run, name } of named) derived.set(run.id, name);
    open = named.filter(({ name, parts }) => (counts.get(name) ?? 0) > 1 && parts.length > length);
  }
  return new Map(numbered(runs, derived));
}

/** What is told of runs and not the same of all: of each, the text of every run, and the commonest. */
function differingTexts(runs: readonly RunSummary[]) {
  return order.flatMap((told) => {
    const texts = new Map(runs.map((run) => [run.id, textOf(told, run)]));
    const counts = countsOf([...texts.values()].filter((text) => text !== null));
    const [usual] = [...counts].sort(([, one], [, other]) => other - one)[0] ?? [];
    return counts.size > 1 || (counts.size === 1 && [...texts.values()].includes(null))
      ? [{ told, texts, usual }]
      : [];
  });
}

interface Part {
  readonly text: string;
  /** Parts of a lower rank are told first. */
  readonly rank: 0 | 1 | 2;
}

function partsOf({ id }: RunSummary, differing: ReturnType<typeof differingTexts>): readonly Part[] {
  return differing.flatMap(({ told, texts, usual }) => {
    const text = texts.get(id) ?? null;
    return text === null ? [] : [{ text, rank: told === 'size' ? 0 : text === usual ? 2 : 1 }];
  });
}

/** Where not all parts are told, the size of the network is, and what few other runs have. */
function nameOf(
  { run, parts }: { readonly run: RunSummary; readonly parts: readonly Part[] },
  length: number,
) {
  const byRarity = [...parts].sort((one, other) => one.rank - other.rank);
  const told = byRarity.slice(0, length);
  const name = parts.filter((part) => told.includes(part)).map(({ text }) => text);
  return name.join(', ') || networkSizeText(run.network, run.hyperparameters);
}

/** Runs whose names are still the same are counted, from the oldest. */
function numbered(runs: readonly RunSummary[], derived: ReadonlyMap<string, string>): [string, string][] {
  const uses = new Map<string, number>();
  return runs.toReversed().map(({ id, name: given }) => {
    const name = derived.get(id);
    if (name === undefined) return [id, given];
    const use = (uses.get(name) ?? 0) + 1;
    uses.set(name, use);
    return [id, use === 1 ? name : `${name} (${use})`];
  });
}

function textOf(told: Told, { network, hyperparameters, changes, backend }: RunSummary): string | null {
  if (told === 'size') return networkSizeText(network, hyperparameters);
  if (told === 'backend') return backend;
  if (!isUsed(told, hyperparameters)) return null;
  if (told === 'maxSteps') return counted(hyperparameters.maxSteps, 'step');
  if (isChoiceKey(told)) return parameterValueText(told, hyperparameters);
  const short = shortNames[told];
  if (short === undefined) return parameterPhrase(told, hyperparameters);
  return `${short} ${changedValueText(told, changes) ?? parameterText(Number(hyperparameters[told]))}`;
}

function countsOf(texts: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}
