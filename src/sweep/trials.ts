import {
  defaultHyperparameters,
  type Hyperparameters,
  isOption,
  numberDeclaration,
} from '../configuration/hyperparameters.ts';
import { isUsed } from '../configuration/parameters.ts';
import { randomStream } from '../random/random.ts';
import { type Dimension, type NumericDimension, nearestBatchSize, type SweepPlan } from './sweepPlan.ts';

/** A position along each dimension, in [0, 1]. */
type Point = readonly number[];

/**
 * The sets of hyperparameters of a plan's first rung. They follow from the plan alone: they are the same in every browser, before
 * and after a reload. Sets that amount to the same training are tried once, except for random draws where `isDrawnOnce` is false.
 * There are fewer than the plan's trials where the dimensions have no more.
 */
export function firstTrials(plan: SweepPlan): Hyperparameters[] {
  if (plan.method === 'grid')
    return distinct(gridPoints(plan).map((point) => hyperparametersAt(plan, point)));
  if (plan.isDrawnOnce) return distinctDraws(plan);
  return Array.from({ length: plan.trialCount }, (_, draw) => drawn(plan, draw));
}

/** In a small space the last set takes many draws, or never comes, because there are no more. */
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

/** Uniform in every dimension; each draw has its own random stream. */
function drawn(plan: SweepPlan, draw: number): Hyperparameters {
  const random = randomStream(plan.seed, 'sweep', draw);
  return hyperparametersAt(
    plan,
    plan.dimensions.map(() => random.uniform()),
  );
}

/** Every combination of evenly spaced positions; the first dimension varies slowest. */
function gridPoints({ dimensions, trialCount }: SweepPlan): Point[] {
  return gridLevels(dimensions, trialCount).reduce<Point[]>(
    (points, levels) =>
      points.flatMap((point) =>
        Array.from({ length: levels }, (_, level) => [...point, place(level, levels)]),
      ),
    [[]],
  );
}

/** Evenly spaced from one end to the other; a single level is in the middle. */
function place(level: number, levels: number): number {
  return levels === 1 ? 0.5 : level / (levels - 1);
}

/** The number of levels of each dimension: as equal as possible, with no more combinations than trials. */
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

/** The value at a position, rounded to three significant digits, so that it is easy to read, compare and type. */
function numberAt({ key, from, to, isLog }: NumericDimension, share: number): number {
  const { isInteger } = numberDeclaration(key);
  const exact = isLog ? from * (to / from) ** share : from + share * (to - from);
  const rounded = isInteger ? Math.round(exact) : Number(exact.toPrecision(3));
  return Math.min(to, Math.max(from, rounded));
}

/** The possible batch sizes depend on the other values, so the batch size is set last. The base's own is possible. */
function withPossibleBatchSize(values: Hyperparameters, dimensions: readonly Dimension[]): Hyperparameters {
  if (!dimensions.some(({ key }) => key === 'batchSize' || key === 'lastBatch')) return values;
  const bounds = dimensions.find((dimension) => dimension.key === 'batchSize');
  const [from, to] = bounds?.kind === 'numeric' ? [bounds.from, bounds.to] : [undefined, undefined];
  return { ...values, batchSize: nearestBatchSize(values, values.batchSize, from, to) };
}

/** A swept value that has no effect given the others is set to the default, as wherever hyperparameters are read. */
function withoutUnused(values: Hyperparameters, dimensions: readonly Dimension[]): Hyperparameters {
  const unused = dimensions.map(({ key }) => key).filter((key) => !isUsed(key, values));
  return { ...values, ...Object.fromEntries(unused.map((key) => [key, defaultHyperparameters[key]])) };
}

function distinct(trials: readonly Hyperparameters[]): Hyperparameters[] {
  const byText = new Map(trials.map((trial) => [JSON.stringify(trial), trial]));
  return [...byText.values()];
}
