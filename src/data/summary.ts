import {
  type BatchName,
  batchSha256,
  classNames,
  imagePixels,
  recordBytes,
  recordsPerBatch,
  testBatchName,
} from './cifar10.ts';
import { labelsOf, pixelsOf } from './records.ts';

/** A picture to show on the page. */
export interface Sample {
  readonly label: number;
  /** Place in its batch, 0 to 9,999. */
  readonly index: number;
  /** [3072]: red, green, blue plane. */
  readonly pixels: Uint8Array<ArrayBuffer>;
}

/** What the page shows of a stored batch, a hundredth of its size. */
export interface BatchSummary {
  readonly name: BatchName;
  readonly sha256: string;
  /** ISO 8601, UTC. */
  readonly storedAt: string;
  readonly imageCount: number;
  /** [3072]: the sum of each colour value over all pictures. Exact: at most 10,000 × 255. */
  readonly pixelSums: Uint32Array<ArrayBuffer>;
  /** [10]: pictures of each class. */
  readonly classCounts: readonly number[];
  /** The first ten pictures of each class. */
  readonly samples: readonly Sample[];
}

const samplesPerClass = 10;

/** The summary of a batch that is not stored yet. */
export type UndatedSummary = Omit<BatchSummary, 'storedAt'>;

/**
 * Summarizes a verified batch.
 *
 * @param records the batch in the official layout
 * @param pixelSums [3072]: from `pixelSumsOf`, or summed while the records were built
 */
export function summarizeBatch(
  name: BatchName,
  records: Uint8Array,
  pixelSums: Uint32Array<ArrayBuffer>,
): UndatedSummary {
  const labels = labelsOf(records);
  return {
    name,
    sha256: batchSha256[name],
    imageCount: recordsPerBatch,
    pixelSums,
    classCounts: classNames.map((_, label) => labels.filter((other) => other === label).length),
    samples: classNames.flatMap((_, label) => samplesOf(records, labels, label)),
  };
}

/**
 * The mean picture of the training batches, which is subtracted from every input: exact integer sums, divided in double
 * precision, rounded once to single precision.
 *
 * @param summaries of any batches; those that are not for training are ignored
 * @returns [3072]: red, green, blue plane, from 0 to 255
 * @throws RangeError where there are no pictures
 */
export function pixelMeanOf(summaries: readonly BatchSummary[]): Float32Array<ArrayBuffer> {
  const training = summaries.filter(({ name }) => name !== testBatchName);
  const imageCount = training.reduce((total, summary) => total + summary.imageCount, 0);
  if (imageCount === 0) throw new RangeError('no pictures have no mean');
  return Float32Array.from({ length: imagePixels }, (_, pixel) => {
    const sum = training.reduce((total, { pixelSums }) => total + (pixelSums[pixel] ?? 0), 0);
    return sum / imageCount;
  });
}

/**
 * The sum of each colour value over all pictures.
 *
 * @param records a batch in the official layout
 * @returns [3072]
 */
export function pixelSumsOf(records: Uint8Array): Uint32Array<ArrayBuffer> {
  const sums = new Uint32Array(imagePixels);
  for (let index = 0; index < recordsPerBatch; index++) addPixels(sums, records, index * recordBytes + 1);
  return sums;
}

/**
 * A separate function, called 10,000 times: as the inner of two loops in a single call it was sometimes deoptimized in Chromium,
 * and took 600 ms instead of 40.
 */
function addPixels(sums: Uint32Array, records: Uint8Array, start: number): void {
  for (let pixel = 0; pixel < sums.length; pixel++) {
    // In range by construction; `?? 0` would cost two branches for each of 30 million values.
    sums[pixel] = (sums[pixel] as number) + (records[start + pixel] as number);
  }
}

function samplesOf(records: Uint8Array, labels: Uint8Array, label: number): Sample[] {
  const samples: Sample[] = [];
  for (let index = labels.indexOf(label); index >= 0; index = labels.indexOf(label, index + 1)) {
    // A copy: a view would keep the whole batch in memory, or send it along to another thread.
    samples.push({ label, index, pixels: new Uint8Array(pixelsOf(records, index)) });
    if (samples.length === samplesPerClass) break;
  }
  return samples;
}
