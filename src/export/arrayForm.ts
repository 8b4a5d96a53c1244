import type { Shape } from '../network/specification.ts';
import type { NamedArray } from '../tensorFiles/namedArray.ts';
import { inverseOrder, permuted } from '../tensorFiles/permuted.ts';

/** How a program's files hold an array of a layer: under another name, its axes in another order, its values multiplied. */
export interface ArrayForm {
  /** The array's name in the network, such as `conv1/filters`. */
  readonly array: string;
  /** Its name within the layer, in the program's files. */
  readonly name: string;
  /** Its shape in the network, and its axes as far as the files order them anew. Both have the same values in the same order. */
  readonly ownShape: Shape;
  readonly axes: Shape;
  /** Axis `order[n]` is the files' axis `n`. */
  readonly order: readonly number[];
  /** In the files. */
  readonly shape: Shape;
  /** A power of two, so that multiplying by it and dividing by it again changes no bit. */
  readonly factor: number;
}

/** A form that changes no more than the name. */
export function renamed(array: string, shape: Shape, name: string): ArrayForm {
  return { array, name, ownShape: shape, axes: shape, order: shape.map((_, axis) => axis), shape, factor: 1 };
}

/** The values of the network's array as the files hold them. */
export function valuesInFile(
  { axes, order, factor }: ArrayForm,
  values: Float32Array,
): Float32Array<ArrayBuffer> {
  return scaled(permuted(values, axes, order), factor);
}

/** The network's array, given its values as the files hold them. */
export function arrayFromFile(
  { array, ownShape, axes, order, factor }: ArrayForm,
  values: Float32Array,
): NamedArray {
  const inFile = order.map((axis) => axes[axis] ?? 0);
  return {
    name: array,
    shape: ownShape,
    values: scaled(permuted(values, inFile, inverseOrder(order)), 1 / factor),
  };
}

function scaled(values: Float32Array<ArrayBuffer>, factor: number): Float32Array<ArrayBuffer> {
  return factor === 1 ? values : values.map((value) => value * factor);
}
