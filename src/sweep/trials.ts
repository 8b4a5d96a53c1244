import {
  defaultHyperparameters,
  type Hyperparameters,
  isOption,
  numberDeclaration,
} from '../configuration/hyperparameters.ts';
import { isUsed } from '../configuration/parameters.ts';
import { randomStream } from '../random/random.ts';
import { type Dimension, type NumericDimension, nearestBatchSize, type SweepPlan } from './sweepPlan.ts';

/** A place along each dimension, in [0, 1]. */
type Point = readonly number[];

/**
 * The sets of hyperparameters that a plan begins with, from the plan alone: the same in every browser, before a reload and
 * after it. Sets that come to the same training are tried once, but for random draws of a plan that says otherwise. There are
 * fewer than the plan's trials where the dimensions have no more.
 */
export function firstTrials(plan: SweepPlan): Hyperparameters[] {
  if (plan.method === 'grid')
    return distinct(gridPoints(plan).map((point) => hyperparametersAt(plan, point)));
  if (plan.isDrawnOnce) return distinctDraws(plan);
  return Array.from({ length: plan.trialCount }, (_, draw) => drawn(plan, draw));
}

/** In a space of few sets the last of them comes after many draws, or never, because there are no more. */
const maxDrawsPerTrial = 20;

function distinctDraws(plan: SweepPlan): Hyperparameters[] {
  const byText = new Map<string, Hyperparameters>();
  const maxDraws = maxDrawsPerTrial * plan.trialCount;
  for (let draw = 0; draw < maxDraws && byText.size < plan.trialCount; draw++) {
    const trial = drawn(plan, draw);
    byText.set(JSON.stringify(trial), trial);
  }
  return [...byText.values()];
}

/** Uniform in every dimension; each draw has a stream of its own. */
function drawn(plan: SweepPlan, draw: number): Hyperparameters {
  const random = randomStream(plan.seed, 'sweep', draw);
  return hyperparametersAt(
    plan,
    plan.dimensions.map(() => random.uniform()),
  );
}

/** Every combination of evenly spread places, the first dimension changing last. */
function gridPoints({ dimensions, trialCount }: SweepPlan): Point[] {
  return gridLevels(dimensions, trialCount).reduce<Point[]>(
    (points, levels) =>
      points.flatMap((point) =>
        Array.from({ length: levels }, (_, level) => [...point, place(level, levels)]),
      ),
    [[]],
  );
}

/** From one end to the other; a single place is the middle. */
function place(level: number, levels: number): number {
  return levels === 1 ? 0.5 : level / (levels - 1);
}

/** How many places each dimension gets: as even as possible, with no more combinations than trials. */
function gridLevels(dimensions: readonly Dimension[], trialCount: number): number[] {
  let levels = dimensions.map(() => 1);
  for (;;) {
    const grown = dimensions
      .map((dimension, index) => ({ index, maxLevels: maxLevels(dimension) }))
      .filter(({ index, maxLevels }) => (levels[index] ?? 0) < maxLevels)
      .sort((a, b) => (levels[a.index] ?? 0) - (levels[b.index] ?? 0))
      .map(({ index }) => levels.map((count, other) => (other === index ? count + 1 : count)))
      .find((candidate) => candidate.reduce((product, count) => product * count, 1) <= trialCount);
    if (!grown) return levels;
    levels = grown;
  }
}

function maxLevels(dimension: Dimension): number {
  if (dimension.kind === 'choice') return dimension.options.length;
  if (dimension.from === dimension.to) return 1;
  return numberDeclaration(dimension.key).isInteger
    ? dimension.to - dimension.from + 1
    : Number.POSITIVE_INFINITY;
}

function hyperparametersAt({ base, dimensions }: SweepPlan, point: Point): Hyperparameters {
  const drawn = dimensions.reduce<Hyperparameters>(
    (values, dimension, index) => withValue(values, dimension, point[index] ?? 0.5),
    base,
  );
  return withoutUnused(withPossibleBatchSize(drawn, dimensions), dimensions);
}

function withValue(values: Hyperparameters, dimension: Dimension, share: number): Hyperparameters {
  if (dimension.kind === 'numeric') return { ...values, [dimension.key]: numberAt(dimension, share) };
  const { key, options } = dimension;
  const text = options[Math.min(options.length - 1, Math.floor(share * options.length))];
  return isOption(key, text) ? { ...values, [key]: text } : values;
}

/** The value at a share of the way, rounded to three digits: short enough to be read, compared and typed again. */
function numberAt({ key, from, to, isLog }: NumericDimension, share: number): number {
  const { isInteger } = numberDeclaration(key);
  const exact = isLog ? from * (to / from) ** share : from + share * (to - from);
  const rounded = isInteger ? Math.round(exact) : Number(exact.toPrecision(3));
  return Math.min(to, Math.max(from, rounded));
}

/** Which batch sizes are possible depends on the other values, so it is decided last. The base's own is possible. */
function withPossibleBatchSize(values: Hyperparameters, dimensions: readonly Dimension[]): Hyperparameters {
  if (!dimensions.some(({ key }) => key === 'batchSize' || key === 'lastBatch')) return values;
  const bounds = dimensions.find((dimension) => dimension.key === 'batchSize');
  const [from, to] = bounds?.kind === 'numeric' ? [bounds.from, bounds.to] : [undefined, undefined];
  return { ...values, batchSize: nearestBatchSize(values, values.batchSize, from, to) };
}

/** A swept value that means nothing beside the others is the article's, as wherever hyperparameters are read. */
function withoutUnused(values: Hyperparameters, dimensions: readonly Dimension[]): Hyperparameters {
  const unused = dimensions.map(({ key }) => key).filter((key) => !isUsed(key, values));
  return { ...values, ...Object.fromEntries(unused.map((key) => [key, defaultHyperparameters[key]])) };
}

function distinct(trials: readonly Hyperparameters[]): Hyperparameters[] {
  const byText = new Map(trials.map((trial) => [JSON.stringify(trial), trial]));
  return [...byText.values()];
}
