/**
 * Weights that differ from what is left of their start by less than this share of the largest weight have not been changed by data:
 * thousands of roundings to single precision add up to about a tenth of it.
 */
const roundingShare = 2 ** -15;

/**
 * What training has added to weights: without what is left of the random numbers that they started from.
 *
 * Under L2 regularization and weight decay the start shrinks from step to step, so weights minus start would show the start again,
 * as a negative. How much of it is left is estimated: the coefficient of the start in the present weights by least squares, for each
 * unit. For plain descent and momentum it could be computed from all steps, but not for Adam, whose steps divide the penalty's
 * derivative by a size that depends on the data; and the coefficient is also right for averaged weights, for regularization that was
 * changed in mid-run, and for weights from a file, which did not start here: theirs is about 0. What training adds along the start
 * by chance is subtracted as well: one of a picture's 3,072 dimensions. A filter has a few dozen, so all filters of a layer share
 * one coefficient.
 *
 * @param weights [rows, units]
 * @param start [rows, units]: what they started from
 * @param isShared whether all units have the same coefficient
 * @returns [rows, units]: 0 for every weight of a unit that only rounding has changed
 */
export function withoutStart(
  weights: Float32Array,
  start: Float32Array,
  units: number,
  isShared: boolean,
): Float32Array<ArrayBuffer> {
  const groups = isShared ? 1 : units;
  const products = new Float64Array(groups);
  const squares = new Float64Array(groups);
  for (let index = 0; index < weights.length; index++) {
    const group = isShared ? 0 : index % units;
    const began = start[index] as number;
    products[group] = (products[group] as number) + (weights[index] as number) * began;
    squares[group] = (squares[group] as number) + began * began;
  }
  const changes = new Float32Array(weights.length);
  const [largestChanges, largestWeights] = [new Float64Array(units), new Float64Array(units)];
  for (let index = 0; index < weights.length; index++) {
    const group = isShared ? 0 : index % units;
    const left = (products[group] as number) / ((squares[group] as number) || 1);
    const change = (weights[index] as number) - left * (start[index] as number);
    changes[index] = change;
    noteLargest(largestChanges, index % units, change);
    noteLargest(largestWeights, index % units, weights[index] as number);
  }
  for (let index = 0; index < weights.length; index++) {
    const unit = index % units;
    if ((largestChanges[unit] as number) <= roundingShare * (largestWeights[unit] as number)) {
      changes[index] = 0;
    }
  }
  return changes;
}

function noteLargest(largest: Float64Array, unit: number, value: number): void {
  largest[unit] = Math.max(largest[unit] as number, Math.abs(value));
}
