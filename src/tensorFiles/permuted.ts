/**
 * A row-major array of this shape with its axes in another order: axis `order[n]` becomes axis `n`. `[1, 0]` transposes a matrix.
 */
export function permuted(
  values: Float32Array,
  shape: readonly number[],
  order: readonly number[],
): Float32Array<ArrayBuffer> {
  const strides = stridesOf(shape);
  const axes = order.map((axis) => ({ length: shape[axis] ?? 0, stride: strides[axis] ?? 0 }));
  const result = new Float32Array(values.length);
  // One of its sides may be 0, and the others be of any length.
  if (values.length === 0) return result;
  let place = 0;
  const copy = (axis: number, start: number): void => {
    const { length, stride } = axes[axis] ?? { length: 1, stride: 0 };
    if (axis < axes.length - 1) {
      for (let index = 0; index < length; index++) copy(axis + 1, start + index * stride);
      return;
    }
    for (let index = 0; index < length; index++) {
      result[place] = values[start + index * stride] ?? Number.NaN;
      place += 1;
    }
  };
  copy(0, 0);
  return result;
}

/** The order that undoes another one. */
export function inverseOrder(order: readonly number[]): readonly number[] {
  return order.map((_, axis) => order.indexOf(axis));
}

/** How far apart neighbours along each axis are. */
function stridesOf(shape: readonly number[]): readonly number[] {
  return shape.map((_, axis) => shape.slice(axis + 1).reduce((product, length) => product * length, 1));
}
