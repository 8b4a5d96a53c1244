import { classNames, imagePixels } from '../data/cifar10.ts';
import { Failure } from '../failure.ts';
import type { Shape } from '../network/specification.ts';
import { ambiguous, requirePlainOrder, type WeightedLayer } from './fileLayers.ts';
import type { FileArray } from './weightsFile.ts';

/** Layers with weights from the pixels to the classes. */
export interface NetworkChain {
  readonly layers: readonly WeightedLayer[];
  /** Whether matrices are `[outputs, inputs]`, and filters [filters, channels, size, size]. */
  readonly isOutputsFirst: boolean;
}

const colours = 3;

/** What follows from one order of the axes. */
interface Attempt {
  readonly isOutputsFirst: boolean;
  readonly ordered: readonly WeightedLayer[];
  /** The layers that have no place. */
  readonly rest: readonly WeightedLayer[];
}

/**
 * The layers in the network's order, each taking what the one before returns. Which of its axes are outputs follows from the
 * shapes, and only where both orders would do from the names.
 *
 * @param isInOrder whether layers that could change places are in the network's order, whatever their names
 * @throws Failure `weights-part-missing`, `weights-wrong-shape`, `weights-ambiguous`
 */
export function chainFromPixels(layers: readonly WeightedLayer[], isInOrder: boolean): NetworkChain {
  for (const { weights } of layers) {
    const { length } = weights.shape;
    if (length !== 2 && length !== 4) throw wrongShape(weights, '… × …');
  }
  const isUsuallyOutputsFirst = layers.some(({ convention }) => convention === 'pytorch');
  const usual = attempt(layers, isUsuallyOutputsFirst);
  const other = attempt(layers, !isUsuallyOutputsFirst);
  const found = !isComplete(usual) && isComplete(other) ? other : usual;
  requireComplete(found);
  if (!isInOrder) requirePlainOrder(found.ordered, ({ weights }) => weights.shape.join());
  return { layers: found.ordered, isOutputsFirst: found.isOutputsFirst };
}

/** The shape of its weights in the page's order: [inputs, outputs] or [height, width, channels, filters]. */
export function ownShape({ shape }: FileArray, isOutputsFirst: boolean): Shape {
  if (!isOutputsFirst) return shape;
  const [outputs = 0, inputs = 0, ...sides] = shape;
  return [...sides, inputs, outputs];
}

export function wrongShape({ name, shape, file }: FileArray, wanted: string): Failure {
  const details = { array: name, found: shape, wanted, file };
  return new Failure({ code: 'weights-wrong-shape', details });
}

/** Where several layers fit, the first of them is next, but a convolution before any dense layer. */
function attempt(layers: readonly WeightedLayer[], isOutputsFirst: boolean): Attempt {
  const shapeOf = ({ weights }: WeightedLayer) => ownShape(weights, isOutputsFirst);
  const ordered: WeightedLayer[] = [];
  let rest = [...layers].sort((one, other) => other.weights.shape.length - one.weights.shape.length);
  for (;;) {
    const before = ordered.at(-1);
    const next = rest.find((layer) => fits(shapeOf(layer), before && shapeOf(before)));
    if (!next) return { isOutputsFirst, ordered, rest };
    ordered.push(next);
    rest = rest.filter((layer) => layer !== next);
  }
}

function fits(shape: Shape, before: Shape | undefined): boolean {
  const inputs = shape.at(-2) ?? 0;
  const isConvolution = shape.length === 4;
  if (!before) return inputs === (isConvolution ? colours : imagePixels);
  const outputs = before.at(-1) ?? 0;
  if (before.length !== 4) return !isConvolution && inputs === outputs;
  // Behind images, a dense layer takes all of their positions.
  return isConvolution ? inputs === outputs : inputs % outputs === 0;
}

function isComplete({ ordered, rest, isOutputsFirst }: Attempt): boolean {
  const shapes = ordered.map(({ weights }) => ownShape(weights, isOutputsFirst));
  return rest.length === 0 && endsInClasses(shapes.at(-1)) && shapes.every(isSquare);
}

function endsInClasses(shape: Shape | undefined): boolean {
  return shape?.length === 2 && shape[1] === classNames.length;
}

function isSquare([height, width, ...channels]: Shape): boolean {
  return channels.length === 0 || height === width;
}

function requireComplete({ ordered, rest, isOutputsFirst }: Attempt): void {
  const last = ordered.at(-1);
  const [lost] = rest;
  if (lost) {
    const twin = ordered.find(({ weights }) => weights.shape.join() === lost.weights.shape.join());
    if (twin) throw ambiguous(twin.weights.name, lost.weights.name);
    const outputs = last ? (ownShape(last.weights, isOutputsFirst).at(-1) ?? 0) : null;
    throw wrongShape(lost.weights, wantedShape(lost.weights.shape, outputs, isOutputsFirst));
  }
  if (!last) throw new Failure({ code: 'weights-part-missing', details: { missing: 'a matrix of weights' } });
  if (endsInClasses(ownShape(last.weights, isOutputsFirst))) return;
  throw wrongShape(last.weights, isOutputsFirst ? `${classNames.length} × …` : `… × ${classNames.length}`);
}

/** `3072 × …`, with the inputs where the file has them. */
function wantedShape({ length }: Shape, inputs: number | null, isOutputsFirst: boolean): string {
  if (length === 2) {
    const wanted = inputs ?? imagePixels;
    return isOutputsFirst ? `… × ${wanted}` : `${wanted} × …`;
  }
  const wanted = inputs ?? colours;
  return isOutputsFirst ? `… × ${wanted} × … × …` : `… × … × ${wanted} × …`;
}
