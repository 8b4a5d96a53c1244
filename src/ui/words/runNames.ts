import {
  defaultHyperparameters,
  isChoiceKey,
  type ParameterKey,
  parameterKeys,
} from '../../configuration/hyperparameters.ts';
import { isUsed } from '../../configuration/parameters.ts';
import { articlePart2 } from '../../configuration/presets.ts';
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
  learningRate: 'learning rate',
  regConstant: 'reg',
  batchSize: 'batch',
};

let latest: { runs: readonly RunSummary[]; readonly names: ReadonlyMap<string, string> } | null = null;

/**
 * The names of the listed runs, by id: the user's, or the size of the network and what tells the run from earlier ones and from the
 * article's, such as `280 units, reg 0.39`. A run that comes changes no name of an earlier one. As long as no name changes, the result
 * is the same object.
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
  const tellers = order.map((told) => ({ told, counts: articleCounts(told) }));
  const uses = new Map<string, number>();
  return new Map(
    runs.toReversed().map((run) => {
      const parts = tellers.flatMap(({ told, counts }) => partOf(run, told, counts));
      if (run.name !== run.id) return [run.id, run.name];
      const name = shortestName(parts, uses);
      increase(uses, name);
      const use = uses.get(name) ?? 1;
      return [run.id, use === 1 ? name : `${name} (${use})`];
    }),
  );
}

/** How many runs have each text; null for runs of which nothing is told. */
type Counts = Map<string | null, number>;

/** The article's run counts as the first one, with the values that a table has no column for. */
function articleCounts(told: Told): Counts {
  if (told === 'size' || told === 'backend' || told === 'maxSteps') return new Map();
  const { network } = articlePart2;
  const article = { network, hyperparameters: defaultHyperparameters, changes: [], backend: null };
  return new Map([[textOf(told, article), 1]]);
}

interface Part {
  readonly text: string;
  /** Parts of a lower rank are told first; those of the highest only where they tell two apart. */
  readonly rank: 0 | 1 | 2 | 3;
}

/** What is told of the run, unless all earlier ones have it too; the run is counted. */
function partOf(run: RunSummary, told: Told, counts: Counts): Part[] {
  const text = textOf(told, run);
  increase(counts, text);
  if (text === null) return [];
  if (told === 'size') return [{ text, rank: 0 }];
  if (counts.size === 1) return [];
  // Their table has a column of steps.
  if (told === 'maxSteps') return [{ text, rank: 3 }];
  return [{ text, rank: text === commonest(counts) ? 2 : 1 }];
}

/** As many parts as are usual, and more only where an earlier run has the same name. */
function shortestName(parts: readonly Part[], taken: ReadonlyMap<string, number>): string {
  const usual = parts.filter(({ rank }) => rank < 3);
  for (let length = usualParts; length <= Math.max(usualParts, usual.length); length++) {
    const name = nameOf(usual, length);
    if (!taken.has(name)) return name;
  }
  const name = nameOf(usual, usualParts);
  const steps = parts.find(({ rank }) => rank === 3);
  const withSteps = steps ? `${name}, ${steps.text}` : name;
  return taken.has(withSteps) ? name : withSteps;
}

/** Where not all parts are told, the size of the network is, and what few other runs have. */
function nameOf(parts: readonly Part[], length: number): string {
  const told = [...parts].sort((one, other) => one.rank - other.rank).slice(0, length);
  return parts
    .filter((part) => told.includes(part))
    .map(({ text }) => text)
    .join(', ');
}

type Named = Pick<RunSummary, 'network' | 'hyperparameters' | 'changes' | 'backend'>;

function textOf(told: Told, { network, hyperparameters, changes, backend }: Named): string | null {
  if (told === 'size') return networkSizeText(network, hyperparameters);
  if (told === 'backend') return backend;
  if (!isUsed(told, hyperparameters)) return null;
  if (told === 'maxSteps') return counted(hyperparameters.maxSteps, 'step');
  if (isChoiceKey(told)) return parameterValueText(told, hyperparameters);
  const short = shortNames[told];
  if (short === undefined) return parameterPhrase(told, hyperparameters);
  return `${short} ${changedValueText(told, changes) ?? parameterText(Number(hyperparameters[told]))}`;
}

function increase<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function commonest(counts: Counts): string | null {
  let [common, most]: [string | null, number] = [null, 0];
  for (const [text, count] of counts) if (text !== null && count > most) [common, most] = [text, count];
  return common;
}
