import { imagePixels, recordBytes, recordsPerBatch } from './cifar10.ts';

/** Pictures with their labels, as the bytes of the official records: a quarter of the size of floats. */
export interface ImageSet {
  readonly imageCount: number;
  /** Stored batches of 10,000 records each (label byte, then 3,072 colour bytes). */
  readonly batches: readonly Uint8Array[];
}

export function imageSetOf(batches: readonly Uint8Array[]): ImageSet {
  return { imageCount: batches.length * recordsPerBatch, batches };
}

/** The colour values `[3072]` of a picture, not a copy. Throws a RangeError where there is none. */
export function pictureAt(imageSet: ImageSet, index: number): Uint8Array {
  const start = recordStart(index) + 1;
  return batchOf(imageSet, index).subarray(start, start + imagePixels);
}

/** The label of a picture, 0 to 9. Throws a RangeError where there is none. */
export function labelAt(imageSet: ImageSet, index: number): number {
  return batchOf(imageSet, index)[recordStart(index)] ?? 0;
}

function batchOf({ batches }: ImageSet, index: number): Uint8Array {
  const batch = batches[Math.trunc(index / recordsPerBatch)];
  if (!batch) throw new RangeError(`there is no image ${index}`);
  return batch;
}

function recordStart(index: number): number {
  return (index % recordsPerBatch) * recordBytes;
}
