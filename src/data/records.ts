import { batchBytes, imagePixels, imageSize, recordBytes, recordsPerBatch } from './cifar10.ts';

/*
 * The official binary layout, which is also that of the stored batches: 10,000 records of 3,073 bytes. A record is the
 * label, then 1,024 red, 1,024 green and 1,024 blue bytes, each plane row-major.
 * Source: https://www.cs.toronto.edu/~kriz/cifar.html (binary version).
 */

const planePixels = imageSize * imageSize;

/**
 * The labels of a batch.
 *
 * @param records a batch in the official layout
 * @returns [10000], values 0 to 9
 */
export function labelsOf(records: Uint8Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: recordsPerBatch }, (_, index) => records[index * recordBytes] ?? 0);
}

/**
 * One picture of a batch, without copying: who keeps it, or sends it to another thread, keeps or sends the whole batch.
 *
 * @param records a batch in the official layout
 * @returns [3072]: red, green, blue plane
 */
export function pixelsOf(records: Uint8Array, index: number): Uint8Array {
  const start = index * recordBytes + 1;
  return records.subarray(start, start + imagePixels);
}

/**
 * A batch in the official layout, from pictures whose three colours stand side by side.
 *
 * @param rgb [10000, 1024, 3], as in the rows of a picture file
 * @param labels [10000], values 0 to 9
 * @returns 30,730,000 bytes
 * @throws RangeError where the lengths are others
 */
export function recordsFromPixels(rgb: Uint8Array, labels: ArrayLike<number>): Uint8Array<ArrayBuffer> {
  if (rgb.length !== recordsPerBatch * imagePixels || labels.length !== recordsPerBatch) {
    throw new RangeError(`${rgb.length} colour values and ${labels.length} labels are not a batch`);
  }
  const records = new Uint8Array(batchBytes);
  for (let index = 0; index < recordsPerBatch; index++) {
    records[index * recordBytes] = labels[index] ?? 0;
    separateColours(rgb, index * imagePixels, records, index * recordBytes + 1);
  }
  return records;
}

function separateColours(rgb: Uint8Array, source: number, records: Uint8Array, target: number): void {
  for (let pixel = 0; pixel < planePixels; pixel++) {
    // In range by construction; `?? 0` would cost three branches a pixel.
    records[target + pixel] = rgb[source + 3 * pixel] as number;
    records[target + planePixels + pixel] = rgb[source + 3 * pixel + 1] as number;
    records[target + 2 * planePixels + pixel] = rgb[source + 3 * pixel + 2] as number;
  }
}
