import type { InputScalingName } from '../configuration/hyperparameters.ts';
import { imagePixels } from '../data/cifar10.ts';
import { Failure } from '../failure.ts';
import type { NumberTypeName } from '../tensorFiles/numberTypes.ts';
import { permuted } from '../tensorFiles/permuted.ts';
import { arrayName } from './arrayNames.ts';
import { ambiguous, vectorLength } from './fileLayers.ts';
import { wrongShape } from './networkChain.ts';
import { unsuitable } from './refusals.ts';
import { type FileArray, valuesOf } from './weightsFile.ts';

/** In units of the byte values, 0 to 255: the error of a mean of 50,000 bytes that was summed in single precision. */
const meanTolerance = 0.02;
/** One divided by a standard deviation of 40 to 100; on average it is 64. */
const plausibleScale = { min: 0.01, max: 0.025 };

/** In which order a picture's values are a network's inputs: colour after colour, as on this page, or pixel after pixel. */
export type InputOrder = 'planes' | 'pixels';

/** What the user has answered where files do not say it. */
export interface InputAnswers {
  /** That the weights were trained with the mean of the images stored here. */
  readonly isMeanOwn: boolean;
  readonly order: InputOrder | null;
}

/** The inputs that weights were trained on. */
export interface TrainedInputs {
  readonly scaling: InputScalingName;
  readonly order: InputOrder;
  /** Whether the files have no mean. */
  readonly isMeanOwn: boolean;
  /** The files' arrays that say so. */
  readonly arrays: readonly FileArray[];
}

interface Known {
  /** [3072]: the mean of the training images. */
  readonly pixelMean: Float32Array;
  /** The scaling that the files name, if any. */
  readonly named: string | undefined;
  /** Null where neither the files' origin nor a model's layers say it. */
  readonly order: InputOrder | null;
  /** The name of weights whose inputs are in an order that matters; null where the first layer is a convolution. */
  readonly ordered: string | null;
  readonly answers: InputAnswers;
}

/**
 * Requires that the weights were trained on inputs that this page can make, and returns which.
 *
 * @throws Failure `weights-mean-missing`, `weights-input-order-unknown`, `weights-part-missing`, `weights-wrong-shape`,
 *   `weights-unsuitable`, `weights-ambiguous`, and those of `valuesOf`
 */
export function requireInputs(arrays: readonly FileArray[], known: Known): TrainedInputs {
  const mean = meanAmong(arrays);
  const scale = arrays.find(({ name }) => name === 'pixel_scale');
  const whitening = arrays.filter(({ name }) => name === 'whitening' || name === 'whitening_step');
  const scaling = scalingOf(scale, whitening.length > 0, known.named);
  const order = mean ? orderOf(mean, known) : orderWithoutMean(known);
  return {
    scaling,
    order,
    isMeanOwn: !mean,
    arrays: [...(mean ? [mean] : []), ...(scale ? [scale] : []), ...whitening],
  };
}

/** Whether an array has a value for every one of a picture, and a name like a mean. */
export function isMeanImage({ name, shape }: FileArray): boolean {
  return isMean(name) && shape.reduce((product, side) => product * side, 1) === imagePixels;
}

export function isMean(name: string): boolean {
  const end = Math.max(name.lastIndexOf('/'), name.lastIndexOf('.'));
  return /mean/i.test(name.slice(end + 1));
}

function meanAmong(arrays: readonly FileArray[]): FileArray | undefined {
  const own = arrays.find(({ name }) => name === 'pixel_mean');
  if (own) return own;
  const [first, second] = arrays.filter(isMeanImage);
  if (first && second) throw ambiguous(first.name, second.name);
  const ofColours = arrays.find(({ name, shape }) => isMean(name) && vectorLength(shape) === 3);
  // Layers have means, too.
  return first ?? (ofColours && arrayName(ofColours.name) === null ? ofColours : undefined);
}

function scalingOf(
  scale: FileArray | undefined,
  isWhitened: boolean,
  named: string | undefined,
): InputScalingName {
  if (!scale) {
    if (named !== undefined && named !== 'centred')
      throw new Failure({ code: 'weights-part-missing', details: { missing: 'the pixel scale' } });
    return 'centred';
  }
  const { min, max } = plausibleScale;
  requireImage(scale);
  if (valuesOf(scale).some((value) => value < min || value > max)) {
    throw unsuitable('their pixel scale is not 1 divided by the standard deviation of the training images');
  }
  return named === 'whitened' || isWhitened ? 'whitened' : 'standardized';
}

/** Where the mean is missing, so is what usually says the order: both are asked for at once. */
function orderWithoutMean({ order, ordered, answers }: Known): InputOrder {
  const unordered = order === null ? ordered : null;
  const isAnswered = answers.isMeanOwn && (unordered === null || answers.order !== null);
  if (!isAnswered) throw new Failure({ code: 'weights-mean-missing', details: { unordered } });
  return order ?? answers.order ?? 'planes';
}

const imageOfPlanes = '3,32,32';
const imageOfPixels = '32,32,3';

/** Its values must be those of the page's mean, so they also show in which order they are. */
function orderOf(mean: FileArray, { pixelMean, order, ordered, answers }: Known): InputOrder {
  const shape = requireImage(mean);
  const values = valuesOf(mean);
  const tolerance = meanTolerance + (values.every(Number.isInteger) ? 1 : roundingOf(mean.type));
  const isMeanIn = (asPlanes: Float32Array) =>
    asPlanes.every((value, pixel) => Math.abs(value - (pixelMean[pixel] ?? 0)) <= tolerance);
  const isInPlanes = shape !== imageOfPixels && isMeanIn(values);
  const isInPixels = shape !== imageOfPlanes && isMeanIn(permuted(values, [32, 32, 3], [2, 0, 1]));
  if (!isInPlanes && !isInPixels) {
    throw unsuitable(
      'their pixel mean is not that of CIFAR-10’s training images, in the order red, green, blue',
    );
  }
  if (order !== null) return order;
  // A flat mean is in the order of the inputs that it is subtracted from.
  if (shape !== imageOfPixels || ordered === null) return isInPlanes ? 'planes' : 'pixels';
  if (answers.order !== null) return answers.order;
  // The pictures had their colours last, but may have been rearranged before the first layer.
  const details = { mean: mean.name, weights: ordered };
  throw new Failure({ code: 'weights-input-order-unknown', details });
}

/** The shape of an array for every value of a picture; that of a vector is empty. */
function requireImage(array: FileArray): string {
  if (vectorLength(array.shape) === imagePixels) return '';
  const shape = array.shape.slice(array.shape[0] === 1 ? 1 : 0).join();
  if (shape !== imageOfPlanes && shape !== imageOfPixels) throw wrongShape(array, String(imagePixels));
  return shape;
}

/** How far a mean of bytes may be from itself in that type. */
function roundingOf(type: NumberTypeName | null): number {
  return type === 'float16' ? 1 / 16 : type === 'bfloat16' ? 1 / 2 : 0;
}
