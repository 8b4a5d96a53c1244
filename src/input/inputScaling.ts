import { imagePixels } from '../data/cifar10.ts';
import { type ImageSet, pictureAt } from '../data/imageSet.ts';

/** How the bytes of a picture become the network's inputs: `(byte − offset) · scale`. */
export interface InputScaling {
  /** [3072] */
  readonly offset: Float32Array<ArrayBuffer>;
  /** [3072]; null where nothing is scaled, as in the article */
  readonly scale: Float32Array<ArrayBuffer> | null;
}

/** How an official picture becomes the network's inputs, as exported beside the weights. */
export interface InputRecipe {
  /** [3072]: what is subtracted */
  readonly pixelMean: Float32Array<ArrayBuffer>;
  /** [3072]: what the difference is multiplied by; null where it is not scaled */
  readonly pixelScale: Float32Array<ArrayBuffer> | null;
  readonly whitening: Whitening | null;
}

/** The largest whitened value, in steps, so that it fits in a byte. */
export const maxQuantizedSteps = 127;

/** Standardized pictures `[count, 3072]` times the matrix, rounded to whole multiples of the step, at most 127 in size. */
export interface Whitening {
  /** [3072, 3072], row-major, symmetric */
  readonly matrix: Float32Array<ArrayBuffer>;
  readonly step: number;
}

/** The pictures to train and evaluate on, and how their bytes become inputs. */
export interface PreparedPictures {
  readonly trainingSet: ImageSet;
  readonly testSet: ImageSet;
  readonly scaling: InputScaling;
  readonly recipe: InputRecipe;
}

/** The article's: minus the mean image. */
export function centredPictures(
  trainingSet: ImageSet,
  testSet: ImageSet,
  pixelMean: Float32Array<ArrayBuffer>,
): PreparedPictures {
  return {
    trainingSet,
    testSet,
    scaling: { offset: pixelMean, scale: null },
    recipe: { pixelMean, pixelScale: null, whitening: null },
  };
}

/** The mean of each colour value over the training images becomes 0, and its standard deviation 1. */
export function standardizedPictures(pictures: PreparedPictures): PreparedPictures {
  const { pixelMean } = pictures.recipe;
  const scale = pixelScaleOf(pictures.trainingSet, pixelMean);
  return {
    ...pictures,
    scaling: { offset: pixelMean, scale },
    recipe: { pixelMean, pixelScale: scale, whitening: null },
  };
}

/**
 * 1 divided by the standard deviation of each colour value over all images. The sums are of integers, and exact.
 *
 * @param pixelMean [3072]
 * @returns [3072]
 */
export function pixelScaleOf(images: ImageSet, pixelMean: Float32Array): Float32Array<ArrayBuffer> {
  const squares = new Float64Array(imagePixels);
  for (let index = 0; index < images.imageCount; index++) addSquares(squares, pictureAt(images, index));
  return Float32Array.from({ length: imagePixels }, (_, pixel) => {
    const mean = pixelMean[pixel] ?? 0;
    return 1 / Math.sqrt((squares[pixel] ?? 0) / images.imageCount - mean * mean);
  });
}

function addSquares(squares: Float64Array, picture: Uint8Array): void {
  for (let pixel = 0; pixel < squares.length; pixel++) {
    // In range by construction; `?? 0` would cost a branch for each of 150 million values.
    const value = picture[pixel] as number;
    squares[pixel] = (squares[pixel] as number) + value * value;
  }
}
