import * as tf from '@tensorflow/tfjs-core';
import { classNames, imagePixels } from '../data/cifar10.ts';
import type { InputScaling } from '../input/inputScaling.ts';
import type { Model } from '../model/model.ts';
import { matrixNamed, type Tensors, tensorNamed } from '../model/operation.ts';
import { batchesOf, type ImageRange } from '../training/accuracy.ts';
import { batchTensors } from '../training/batch.ts';
import { type FirstLayer, firstLayerOf, type Responses, responsesOf } from './firstLayer.ts';
import { readOnce } from './readOnce.ts';
import { withoutStart } from './startingNoise.ts';

/** What to show of the first layer: its weights, or what training has added to them. */
export type ShownWeights = 'weights' | 'change';

/** The first layer as pictures. In a network without hidden layers, its units are the ten classes. */
export interface FirstLayerUnits {
  readonly count: number;
  readonly shown: ShownWeights;
  /** [units, 3072]: each unit's weights relative to its largest absolute weight, from −127 to 127 */
  readonly pictures: Int8Array<ArrayBuffer>;
  /** [units]: the largest absolute weight of each unit */
  readonly maxAbsoluteWeights: Float32Array<ArrayBuffer>;
  /** Null where the units are the classes. */
  readonly hidden: Responses | null;
}

const farthest = 127;

/**
 * The weights of every unit of the first layer, and how hidden units respond to a range of images.
 *
 * @param initial [3072, units]: what remains of them is subtracted; null to show the weights themselves
 */
export async function firstLayerUnits(
  initial: Float32Array | null,
  range: ImageRange,
  model: Model,
  parameters: Tensors,
  scaling: InputScaling,
): Promise<FirstLayerUnits> {
  const first = denseFirstLayer(model);
  const { count, nextWeights } = first;
  const values = await tensorNamed(parameters, first.weights).data<'float32'>();
  const shown = initial ? withoutStart(values, initial, count, false) : values;
  return {
    count,
    shown: initial ? 'change' : 'weights',
    ...weightPictures(shown, count),
    hidden:
      nextWeights === null ? null : await responsesOf(first, nextWeights, range, model, parameters, scaling),
  };
}

/** @param weights [3072, units] */
function weightPictures(
  weights: Float32Array,
  count: number,
): Pick<FirstLayerUnits, 'pictures' | 'maxAbsoluteWeights'> {
  const maxAbsoluteWeights = new Float32Array(count);
  weights.forEach((weight, index) => {
    const unit = index % count;
    maxAbsoluteWeights[unit] = Math.max(maxAbsoluteWeights[unit] as number, Math.abs(weight));
  });
  const pictures = new Int8Array(weights.length);
  weights.forEach((weight, index) => {
    const unit = index % count;
    // the largest weight of a unit may be 0.
    const part = weight / ((maxAbsoluteWeights[unit] as number) || 1);
    pictures[unit * imagePixels + (index - unit) / count] = Math.round(farthest * part);
  });
  return { pictures, maxAbsoluteWeights };
}

/** How one unit of the first layer responds to images, and how it affects the classes. */
export interface UnitAnswer {
  readonly unit: number;
  /** The number of images that were shown to it. */
  readonly images: number;
  /** The share of them for which its activation is above 0. */
  readonly activeShare: number;
  /** The images with the highest activation, highest first; for a hidden unit, only activations above 0. */
  readonly mostExciting: readonly { readonly image: number; readonly activation: number }[];
  /** [10]: its weights to the classes; null where the next layer is hidden, or the unit is a class itself. */
  readonly outputWeights: readonly number[] | null;
}

/**
 * Computes the response of one unit to every image of a range. This needs a single column of the weights, so it is cheap even in
 * the widest network.
 *
 * @param maxImages the number of images to return
 * @throws RangeError where the network has no such unit
 */
export async function unitAnswer(
  unit: number,
  range: ImageRange,
  model: Model,
  parameters: Tensors,
  scaling: InputScaling,
  maxImages: number,
): Promise<UnitAnswer> {
  const { layer, count, operations, nextWeights, ...first } = denseFirstLayer(model);
  if (unit < 0 || unit >= count) throw new RangeError(`there is no unit ${unit}`);
  const weights = matrixNamed(parameters, first.weights);
  const biases = tensorNamed(parameters, `${layer.name}/biases`);
  const isRectified = operations[0].layers.some(({ kind }) => kind === 'relu');
  const activations: number[] = [];
  for (const indices of batchesOf(range, model)) {
    const values = await readOnce(() =>
      tf.fused.matMul({
        a: batchTensors(range.images, indices, scaling).images,
        b: tf.slice(weights, [0, unit], [weights.shape[0], 1]),
        bias: tf.slice(biases, [unit], [1]),
        activation: isRectified ? 'relu' : 'linear',
      }),
    );
    activations.push(...values);
  }
  const rows = [...activations.keys()];
  const active = rows.filter((row) => (activations[row] as number) > 0);
  const isClass = nextWeights === null;
  const strongest = (isClass ? rows : active).sort(
    (a, b) => (activations[b] as number) - (activations[a] as number),
  );
  return {
    unit,
    images: activations.length,
    activeShare: active.length / activations.length,
    mostExciting: strongest
      .slice(0, maxImages)
      .map((row) => ({ image: range.first + row, activation: activations[row] as number })),
    outputWeights: isClass ? null : await outputWeightsOf(unit, matrixNamed(parameters, nextWeights)),
  };
}

/** Null where the next layer's units are not the classes. */
async function outputWeightsOf(unit: number, nextWeights: tf.Tensor2D): Promise<number[] | null> {
  const [, count] = nextWeights.shape;
  if (count !== classNames.length) return null;
  return [...(await readOnce(() => tf.slice(nextWeights, [unit, 0], [1, count])))];
}

/** The first layer, which must be dense: others have filters. */
function denseFirstLayer(model: Model): FirstLayer {
  const first = firstLayerOf(model);
  if (first.layer.kind !== 'dense') throw new RangeError('the first layer is not a dense one');
  return first;
}
