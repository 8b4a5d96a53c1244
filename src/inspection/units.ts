import * as tf from '@tensorflow/tfjs-core';
import { fused } from '../backend/fusedOperations.ts';
import { classNames, imagePixels } from '../data/cifar10.ts';
import type { InputScaling } from '../input/inputScaling.ts';
import type { Model } from '../model/model.ts';
import {
  asColumns,
  evaluationMode,
  matrixNamed,
  type Operation,
  type Tensors,
  tensorNamed,
} from '../model/operation.ts';
import { batchesOf, type ImageRange } from '../training/accuracy.ts';
import { batchTensors } from '../training/batch.ts';
import { readOnce } from './readOnce.ts';

/** What to show of the first layer: its weights, or their change from the initial weights. */
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
  readonly hidden: HiddenUnits | null;
}

export interface HiddenUnits {
  /** [units]: ‖outgoing weights of the unit‖ · standard deviation of its activation over the images */
  readonly influences: Float32Array<ArrayBuffer>;
  /** [units]: the share of the images for which the unit's activation is above 0 */
  readonly activeShares: Float32Array<ArrayBuffer>;
}

const farthest = 127;

/**
 * The weights of every unit of the first layer, and how hidden units respond to a range of images.
 *
 * @param initial [3072, units]: subtracted from the weights; null to show the weights themselves
 */
export async function firstLayerUnits(
  initial: Float32Array | null,
  range: ImageRange,
  model: Model,
  parameters: Tensors,
  scaling: InputScaling,
): Promise<FirstLayerUnits> {
  const { name, units: count, operation, nextWeights } = firstLayerOf(model);
  const values = await tensorNamed(parameters, `${name}/weights`).data<'float32'>();
  const shown = initial ? values.map((value, index) => value - (initial[index] as number)) : values;
  return {
    count,
    shown: initial ? 'change' : 'weights',
    ...weightPictures(shown, count),
    hidden:
      nextWeights === null
        ? null
        : await hiddenUnits(
            range,
            model,
            operation,
            parameters,
            matrixNamed(parameters, nextWeights),
            scaling,
          ),
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

async function hiddenUnits(
  range: ImageRange,
  model: Model,
  operation: Operation,
  parameters: Tensors,
  nextWeights: tf.Tensor2D,
  scaling: InputScaling,
): Promise<HiddenUnits> {
  const [count] = nextWeights.shape;
  const norms = await readOnce(() => tf.norm(nextWeights, 'euclidean', 1));
  const sums = new Float64Array(count);
  const squares = new Float64Array(count);
  const active = new Float64Array(count);
  for (const indices of batchesOf(range, model)) {
    const moments = await readOnce(() => {
      const inputs = batchTensors(range.images, indices, scaling).images;
      const { outputs } = operation.forward(inputs, parameters, evaluationMode);
      const units = asColumns(outputs);
      const { columnSums } = fused();
      return tf.concat1d([columnSums(units), columnSums(tf.square(units)), columnSums(tf.step(units))]);
    });
    [sums, squares, active].forEach((total, place) => {
      for (let unit = 0; unit < count; unit++) {
        total[unit] = (total[unit] as number) + (moments[place * count + unit] as number);
      }
    });
  }
  const images = range.end - range.first;
  return {
    activeShares: Float32Array.from(active, (number) => number / images),
    influences: Float32Array.from(norms, (norm, unit) => {
      const mean = (sums[unit] as number) / images;
      const variance = (squares[unit] as number) / images - mean * mean;
      return norm * Math.sqrt(Math.max(0, variance));
    }),
  };
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
  const { name, units, operation, nextWeights } = firstLayerOf(model);
  if (unit < 0 || unit >= units) throw new RangeError(`there is no unit ${unit}`);
  const weights = matrixNamed(parameters, `${name}/weights`);
  const biases = tensorNamed(parameters, `${name}/biases`);
  const isRectified = operation.layers.some(({ kind }) => kind === 'relu');
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

interface FirstLayer {
  readonly name: string;
  readonly units: number;
  /** The operation that computes it, with the ReLU behind it. */
  readonly operation: Operation;
  /** Name of the next layer's weights; null where the first layer is the last. */
  readonly nextWeights: string | null;
}

function firstLayerOf({ operations, weightNames }: Model): FirstLayer {
  const [operation] = operations;
  const layer = operation?.layers[0];
  if (!operation || layer?.kind !== 'dense') throw new RangeError('the first layer is not a dense one');
  const [units = 0] = layer.output;
  return { name: layer.name, units, operation, nextWeights: weightNames[1] ?? null };
}
