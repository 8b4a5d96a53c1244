/** The index of the first of ascending steps that is not before a step, by halving; behind the last where all are. */
export function firstAt(steps: Float64Array, step: number): number {
  let low = 0;
  let high = steps.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((steps[middle] ?? step) < step) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A point of a curve; y may be anything measured, x is always a step. */
export interface CurvePoint {
  readonly step: number;
  readonly value: number;
}

type Column = Float64Array<ArrayBuffer>;

/**
 * The points of a curve, ascending by step, as two columns. A run of 20,000 steps has 2,000 points in each of seven curves, all of
 * which are made anew with every report: as objects they would be most of what the page holds of the run.
 */
export class CurvePoints implements Iterable<CurvePoint> {
  readonly steps: Column;
  /** As long as `steps`. */
  readonly values: Column;

  constructor(steps: Column, values: Column) {
    this.steps = steps;
    this.values = values;
  }

  static of(points: readonly CurvePoint[]): CurvePoints {
    return CurvePoints.from(points, ({ value }) => value);
  }

  /** @param rows ascending by step */
  static from<Row extends { readonly step: number }>(
    rows: readonly Row[],
    value: (row: Row) => number,
  ): CurvePoints {
    return new CurvePoints(
      column(rows, ({ step }) => step),
      column(rows, value),
    );
  }

  get length(): number {
    return this.steps.length;
  }

  get lastValue(): number | null {
    return this.values.at(-1) ?? null;
  }

  *[Symbol.iterator](): Generator<CurvePoint, void, void> {
    for (const [index, step] of this.steps.entries()) yield { step, value: this.values[index] ?? Number.NaN };
  }

  /** The value at a step: between two points on the straight line, and null outside the curve or beside a gap. */
  valueAt(step: number): number | null {
    const after = firstAt(this.steps, step);
    const right = this.steps[after];
    const value = this.values[after] ?? Number.NaN;
    if (right === undefined) return null;
    if (right === step) return finiteOrNull(value);
    const left = this.steps[after - 1];
    if (left === undefined) return null;
    const before = this.values[after - 1] ?? Number.NaN;
    return finiteOrNull(before + ((step - left) / (right - left)) * (value - before));
  }
}

/** The points at the steps from one to another, and the neighbour on either side that a line leads to. */
export function around({ steps, values }: CurvePoints, from: number, to: number): CurvePoints {
  const first = Math.max(0, firstAt(steps, from) - 1);
  const end = firstAt(steps, to) + 1;
  return new CurvePoints(steps.subarray(first, end), values.subarray(first, end));
}

/** The points at the steps from one to another. */
export function within({ steps, values }: CurvePoints, from: number, to: number): CurvePoints {
  const first = firstAt(steps, from);
  const end = firstAt(steps, to);
  const last = steps[end] === to ? end + 1 : end;
  return new CurvePoints(steps.subarray(first, last), values.subarray(first, last));
}

/** The points that no line leads to: nothing was measured at the points beside them. */
export function isolated({ steps, values }: CurvePoints): CurvePoints {
  const places = [...values.keys()].filter(
    (place) => isNumberAt(values, place) && !isNumberAt(values, place - 1) && !isNumberAt(values, place + 1),
  );
  const picked = (column: Column) => Float64Array.from(places, (place) => column[place] ?? Number.NaN);
  return new CurvePoints(picked(steps), picked(values));
}

function isNumberAt(values: Column, place: number): boolean {
  return Number.isFinite(values[place]);
}

/**
 * The exponential moving average of a curve, without the pull of a starting value (as TensorBoard smooths). The weight is
 * for neighbours `stepDistance` apart; where points lie further apart, the past weighs less.
 *
 * @param weight of the past, in [0, 1); 0 leaves the curve as it is
 */
export function smoothed({ steps, values }: CurvePoints, weight: number, stepDistance: number): CurvePoints {
  let average = 0;
  let total = 0;
  let before: number | null = null;
  const averages = values.map((value, index) => {
    if (!Number.isFinite(value)) return value;
    const step = steps[index] ?? 0;
    const decay = before === null ? 0 : weight ** ((step - before) / stepDistance);
    before = step;
    average = decay * average + (1 - weight) * value;
    total = decay * total + (1 - weight);
    return average / total;
  });
  return new CurvePoints(steps, averages);
}

/**
 * At most `limit` of the points: the first, the last, and of each stretch between them the lowest and the highest number, so
 * that no peak is lost. Gaps between numbers are lost.
 *
 * @param limit at least 4
 */
export function thinned(points: CurvePoints, limit: number): CurvePoints {
  const { steps, values, length } = points;
  if (length <= limit) return points;
  const stretches = Math.floor(limit / 2) - 1;
  const size = length / stretches;
  const kept = new Set([0, length - 1]);
  for (let index = 0; index < stretches; index++) {
    const stretch = values.subarray(Math.floor(index * size), Math.floor((index + 1) * size));
    for (const place of extremesOf(stretch)) kept.add(Math.floor(index * size) + place);
  }
  const places = Uint32Array.from(kept).sort();
  const picked = (column: Column) => Float64Array.from(places, (place) => column[place] ?? Number.NaN);
  return new CurvePoints(picked(steps), picked(values));
}

/** Where the lowest and the highest number stand. */
function extremesOf(values: Column): [number, number] {
  const first = Math.max(0, values.findIndex(Number.isFinite));
  let lowest = first;
  let highest = first;
  values.forEach((value, place) => {
    if (!Number.isFinite(value)) return;
    if (value < (values[lowest] ?? 0)) lowest = place;
    if (value > (values[highest] ?? 0)) highest = place;
  });
  return [lowest, highest];
}

function column<Row>(rows: readonly Row[], pick: (row: Row) => number): Column {
  const numbers = new Float64Array(rows.length);
  rows.forEach((row, index) => {
    numbers[index] = pick(row);
  });
  return numbers;
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
