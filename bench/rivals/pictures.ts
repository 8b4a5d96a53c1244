import { imagePixels, recordBytes, recordsPerBatch } from '../../src/data/cifar10.ts';
import { openOfficialPictures } from '../../src/worker/training/openPictures.ts';

/** CIFAR-10 as stored by the page, in batches in random order. */
export interface PictureSource {
  /** [3072] */
  readonly pixelMean: Float32Array<ArrayBuffer>;
  /** Official records, 10,000 each. */
  readonly training: readonly Uint8Array[];
  readonly test: Uint8Array;
  /** Indices of the next batch among the 50,000 training images. */
  nextIndices(size: number): Uint32Array;
}

export interface FloatBatch {
  /** [batch, 3072], pixels minus the mean */
  readonly images: Float32Array<ArrayBuffer>;
  /** [batch], 0 to 9 */
  readonly labels: Uint8Array<ArrayBuffer>;
}

export async function openPictures(): Promise<PictureSource> {
  const { trainingSet, testSet, recipe } = await openOfficialPictures();
  const [test] = testSet.batches;
  if (!test) throw new Error('there is no test batch');
  const order = shuffled(trainingSet.imageCount);
  let position = 0;
  return {
    pixelMean: recipe.pixelMean,
    training: trainingSet.batches,
    test,
    nextIndices(size) {
      if (position + size > order.length) position = 0;
      position += size;
      return order.subarray(position - size, position);
    },
  };
}

/** The next training batch, built in the straightforward way: gather, subtract, keep the label. */
export function nextBatch(pictures: PictureSource, size: number): FloatBatch {
  const indices = pictures.nextIndices(size);
  const images = new Float32Array(size * imagePixels);
  const labels = new Uint8Array(size);
  for (let row = 0; row < size; row++) {
    const index = indices[row] ?? 0;
    const records = pictures.training[Math.trunc(index / recordsPerBatch)];
    if (!records) throw new RangeError(`there is no image ${index}`);
    const start = (index % recordsPerBatch) * recordBytes;
    labels[row] = records[start] ?? 0;
    subtractMean(records, start + 1, pictures.pixelMean, images, row * imagePixels);
  }
  return { images, labels };
}

/** Test images from `first` on. */
export function testBatch({ test, pixelMean }: PictureSource, first: number, size: number): FloatBatch {
  const images = new Float32Array(size * imagePixels);
  const labels = new Uint8Array(size);
  for (let row = 0; row < size; row++) {
    const start = (first + row) * recordBytes;
    labels[row] = test[start] ?? 0;
    subtractMean(test, start + 1, pixelMean, images, row * imagePixels);
  }
  return { images, labels };
}

export function oneHot(labels: Uint8Array): Float32Array<ArrayBuffer> {
  const values = new Float32Array(labels.length * 10);
  labels.forEach((label, row) => {
    values[row * 10 + label] = 1;
  });
  return values;
}

/** Numbers around 0 with the article's standard deviation, 1/√3072; their values do not affect the time of a step. */
export function initialWeights(count: number): Float32Array<ArrayBuffer> {
  return Float32Array.from(
    { length: count },
    () => ((Math.random() - 0.5) * Math.sqrt(12)) / Math.sqrt(imagePixels),
  );
}

function subtractMean(
  records: Uint8Array,
  source: number,
  mean: Float32Array,
  images: Float32Array,
  target: number,
): void {
  for (let pixel = 0; pixel < imagePixels; pixel++) {
    // In range by construction; `?? 0` would cost a branch for each of a million values.
    images[target + pixel] = (records[source + pixel] as number) - (mean[pixel] as number);
  }
}

function shuffled(count: number): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, index) => index);
  for (let last = count - 1; last > 0; last--) {
    const chosen = Math.trunc(Math.random() * (last + 1));
    [order[last], order[chosen]] = [order[chosen] ?? 0, order[last] ?? 0];
  }
  return order;
}
