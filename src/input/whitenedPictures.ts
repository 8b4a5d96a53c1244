import * as tf from '@tensorflow/tfjs-core';
import { batchBytes, imagePixels, recordBytes, recordsPerBatch } from '../data/cifar10.ts';
import type { WhitenedRecord } from '../data/datasetStore.ts';
import { type ImageSet, imageSetOf, labelAt } from '../data/imageSet.ts';
import { maxQuantizedSteps, type PreparedPictures } from './inputScaling.ts';
import { whitenedChunks, whiteningMatrix } from './whitening.ts';

/** The byte that stands for 0. */
const zero = 128;
/** The largest byte stands for this many times the root mean square; larger values are clipped. */
const range = 8;

/** The share of the time that computing the matrix takes. */
const matrixShare = 0.7;

/** Where whitened pictures are kept. */
export interface WhitenedStore {
  /** Null where nothing is stored, or pictures of another epsilon. */
  load(epsilon: number): Promise<WhitenedRecord | null>;
  /** Best effort: pictures that cannot be stored are computed again next time. */
  save(record: WhitenedRecord): Promise<void>;
}

/**
 * The pictures, ZCA-whitened, as bytes again: rounded to 1/16 of their root mean square, 60,000 of them take 184 MB instead of
 * 737. They are computed once, on the backend, and kept in `store`.
 *
 * @param pictures standardized
 * @param onProgress called with the share that is done, in [0, 1], where there is something to compute
 */
export async function whitenedPictures(
  pictures: PreparedPictures,
  epsilon: number,
  store: WhitenedStore,
  onProgress: (share: number) => void,
): Promise<PreparedPictures> {
  const kept = await store.load(epsilon);
  if (kept) return preparedFrom(kept, pictures);
  const record = await whiten(pictures, epsilon, onProgress);
  await store.save(record);
  return preparedFrom(record, pictures);
}

function preparedFrom(record: WhitenedRecord, { recipe }: PreparedPictures): PreparedPictures {
  const { step, matrix, training, test } = record;
  return {
    trainingSet: imageSetOf(training),
    testSet: imageSetOf(test),
    scaling: {
      offset: new Float32Array(imagePixels).fill(zero),
      scale: new Float32Array(imagePixels).fill(step),
    },
    recipe: { ...recipe, whitening: { matrix, step } },
  };
}

async function whiten(
  { trainingSet, testSet, scaling }: PreparedPictures,
  epsilon: number,
  onProgress: (share: number) => void,
): Promise<WhitenedRecord> {
  onProgress(0);
  const values = await whiteningMatrix(trainingSet, scaling, epsilon, (share) =>
    onProgress(matrixShare * share),
  );
  const matrix = tf.tensor2d(values, [imagePixels, imagePixels]);
  const total = trainingSet.imageCount + testSet.imageCount;
  let done = 0;
  const onPictures = (count: number) => {
    done += count;
    onProgress(matrixShare + (1 - matrixShare) * (done / total));
  };
  try {
    const step = await roundingStep(whitenedChunks(trainingSet, scaling, matrix));
    return {
      epsilon,
      step,
      matrix: values,
      training: await roundedBatches(
        trainingSet,
        whitenedChunks(trainingSet, scaling, matrix),
        step,
        onPictures,
      ),
      test: await roundedBatches(testSet, whitenedChunks(testSet, scaling, matrix), step, onPictures),
    };
  } finally {
    matrix.dispose();
  }
}

/** The rounding step for the first chunk, which is representative of the others. */
async function roundingStep(chunks: AsyncGenerator<Float32Array, void, void>): Promise<number> {
  for await (const chunk of chunks) {
    const squares = chunk.reduce((sum, value) => sum + value * value, 0);
    return Math.fround((range * Math.sqrt(squares / chunk.length)) / maxQuantizedSteps);
  }
  throw new RangeError('no pictures cannot be whitened');
}

/** Whitened pictures in the official record layout. */
async function roundedBatches(
  images: ImageSet,
  chunks: AsyncGenerator<Float32Array, void, void>,
  step: number,
  onPictures: (count: number) => void,
): Promise<Uint8Array<ArrayBuffer>[]> {
  const batches = Array.from(
    { length: images.imageCount / recordsPerBatch },
    () => new Uint8Array(batchBytes),
  );
  let index = 0;
  for await (const chunk of chunks) {
    const count = chunk.length / imagePixels;
    for (let row = 0; row < count; row++, index++) {
      const batch = batches[Math.trunc(index / recordsPerBatch)];
      const record = batch?.subarray((index % recordsPerBatch) * recordBytes);
      if (record) writeRecord(record, labelAt(images, index), chunk, row * imagePixels, step);
    }
    onPictures(count);
  }
  return batches;
}

function writeRecord(
  record: Uint8Array,
  label: number,
  chunk: Float32Array,
  start: number,
  step: number,
): void {
  record[0] = label;
  for (let pixel = 0; pixel < imagePixels; pixel++) {
    const rounded = Math.round((chunk[start + pixel] as number) / step);
    record[1 + pixel] = zero + Math.max(-maxQuantizedSteps, Math.min(maxQuantizedSteps, rounded));
  }
}
