import { classNames, imagePixels, recordBytes, recordsPerBatch } from '../data/cifar10.ts';

/** Pictures with their labels, still as the bytes of the official records: a quarter of what floats would take. */
export interface ImageSet {
  readonly imageCount: number;
  /** Stored batches of 10,000 records each (label byte, then 3,072 colour bytes). */
  readonly batches: readonly Uint8Array[];
}

export function imageSetOf(batches: readonly Uint8Array[]): ImageSet {
  return { imageCount: batches.length * recordsPerBatch, batches };
}

/**
 * Writes the pictures at `indices` into `images` (`[batch, 3072]`, pixel minus mean) and their labels into `labels`
 * (`[batch, 10]`, one-hot).
 *
 * @param pixelMean [3072], single precision, so that anyone can repeat the subtraction to the last bit
 */
export function fillBatch(
  { batches }: ImageSet,
  indices: Uint32Array,
  pixelMean: Float32Array,
  images: Float32Array,
  labels: Float32Array,
): void {
  labels.fill(0);
  for (let row = 0; row < indices.length; row++) {
    const index = indices[row] ?? 0;
    const records = batches[Math.trunc(index / recordsPerBatch)];
    if (!records) throw new RangeError(`there is no image ${index}`);
    const record = (index % recordsPerBatch) * recordBytes;
    labels[row * classNames.length + (records[record] ?? 0)] = 1;
    subtractMean(records, record + 1, pixelMean, images, row * imagePixels);
  }
}

function subtractMean(
  records: Uint8Array,
  source: number,
  pixelMean: Float32Array,
  images: Float32Array,
  target: number,
): void {
  for (let pixel = 0; pixel < imagePixels; pixel++) {
    // `?? 0` would cost a branch per pixel; both indices are in range by construction.
    images[target + pixel] = (records[source + pixel] as number) - (pixelMean[pixel] as number);
  }
}
