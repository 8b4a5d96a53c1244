import { imagePixels, recordBytes, recordsPerBatch } from './cifar10.ts';

/*
 * The official binary layout, which is also that of the stored batches: 10,000 records of 3,073 bytes. A record is the
 * label, then 1,024 red, 1,024 green and 1,024 blue bytes, each plane row-major.
 * Source: https://www.cs.toronto.edu/~kriz/cifar.html (binary version).
 */

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
 * A view of one picture of a batch. Keeping it, or sending it to another thread, keeps or sends the whole batch.
 *
 * @param records a batch in the official layout
 * @returns [3072]: red, green, blue plane
 */
export function pixelsOf(records: Uint8Array, index: number): Uint8Array {
  const start = index * recordBytes + 1;
  return records.subarray(start, start + imagePixels);
}
