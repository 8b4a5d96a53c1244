import { classNames, imagePixels } from '../data/cifar10.ts';
import { Failure } from '../failure.ts';
import type { NamedArray } from '../tensorFiles/namedArray.ts';
import { permuted } from '../tensorFiles/permuted.ts';

/** One layer from a file. */
export interface OpenedLayer {
  /** [inputs, outputs] */
  readonly weights: NamedArray;
  /** [outputs] */
  readonly biases: NamedArray;
}

/** How files name the arrays of a layer, and whether the matrix is stored as `[outputs, inputs]`. */
const namings = [
  // This page's names.
  { weights: '/weights', biases: '/biases', isTransposed: false },
  // Keras and TensorFlow.js.
  { weights: '/kernel', biases: '/bias', isTransposed: false },
  // PyTorch.
  { weights: '.weight', biases: '.bias', isTransposed: true },
] as const;

/**
 * The dense layers among these arrays, from the one with pixels as inputs to the one with classes as outputs.
 *
 * @throws Failure `weights-part-missing`, `weights-wrong-shape`, `weights-file-damaged` where a number is NaN or infinite
 */
export function denseLayers(arrays: readonly NamedArray[]): OpenedLayer[] {
  const layers = arrays.flatMap((array) => layersOf(array, arrays));
  const ordered: OpenedLayer[] = [];
  let inputs = imagePixels;
  for (let rest = layers; rest.length > 0; ) {
    const next = rest.find(({ weights }) => weights.shape[0] === inputs);
    if (!next) throw wrongShape(rest[0]?.weights, `${inputs} × …`);
    ordered.push(next);
    inputs = next.biases.values.length;
    rest = rest.filter((layer) => layer !== next);
  }
  const last = ordered.at(-1);
  if (!last) throw new Failure({ code: 'weights-part-missing', details: { missing: 'a matrix of weights' } });
  if (inputs !== classNames.length) throw wrongShape(last.weights, `… × ${classNames.length}`);
  return ordered;
}

/** @throws Failure `weights-wrong-shape`, `weights-file-damaged` */
export function arrayOfShape(array: NamedArray, ...shape: readonly number[]): NamedArray {
  if (array.shape.length !== shape.length || array.shape.some((side, axis) => side !== shape[axis])) {
    throw wrongShape(array, shape.join(' × '));
  }
  if (array.values.every(Number.isFinite)) return array;
  const reason = `“${array.name}” has values that are not finite numbers`;
  throw new Failure({ code: 'weights-file-damaged', details: { reason } });
}

/** Empty where the array is not a matrix of weights. */
function layersOf(array: NamedArray, arrays: readonly NamedArray[]): OpenedLayer[] {
  const naming = namings.find(({ weights }) => array.name.endsWith(weights));
  if (!naming) return [];
  const [rows, columns] = array.shape;
  if (rows === undefined || columns === undefined || array.shape.length !== 2)
    throw wrongShape(array, '… × …');
  const name = array.name.slice(0, -naming.weights.length) + naming.biases;
  const biases = arrays.find((candidate) => candidate.name === name);
  if (!biases) throw new Failure({ code: 'weights-part-missing', details: { missing: `“${name}”` } });
  const { values } = arrayOfShape(array, rows, columns);
  const weights = naming.isTransposed
    ? { ...array, shape: [columns, rows], values: permuted(values, array.shape, [1, 0]) }
    : array;
  return [{ weights, biases: arrayOfShape(biases, naming.isTransposed ? rows : columns) }];
}

function wrongShape(array: NamedArray | undefined, wanted: string): Failure {
  const { name = '', shape = [] } = array ?? {};
  return new Failure({ code: 'weights-wrong-shape', details: { array: name, found: shape, wanted } });
}
