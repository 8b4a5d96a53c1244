import { batchBytes, imagePixels, imageSize, recordBytes, recordsPerBatch } from './cifar10.ts';
import { unfilterRow } from './unfilterPng.ts';

const planePixels = imageSize * imageSize;
const pixelBytes = 3;
/** The number of its filter, then its bytes. */
const filteredRowBytes = 1 + imagePixels;
/** Each byte is the difference from its left neighbour. All but a few dozen of the 60,000 rows have this filter. */
const subFilter = 1;

/**
 * Builds a batch in the official layout from the filtered rows of its PNG, one picture per row, as they arrive. A row is
 * unfiltered, split into colour planes and summed in one pass, while it is in the processor's cache.
 */
export class RecordBuilder {
  readonly records = new Uint8Array(batchBytes);
  /** [3072]: the sum of each colour value over the pictures so far. */
  readonly pixelSums = new Uint32Array(imagePixels);
  readonly #labels: Uint8Array;
  #pictures = 0;
  /** The beginning of a row that continues in the next piece. */
  readonly #begun = new Uint8Array(filteredRowBytes);
  #begunBytes = 0;

  /** @param labels [10000], values 0 to 9 */
  constructor(labels: Uint8Array) {
    this.#labels = labels;
  }

  get isWhole(): boolean {
    return this.#pictures === recordsPerBatch;
  }

  /**
   * @param piece the next filtered bytes, rows or parts of rows; bytes beyond the end of the batch are ignored
   * @returns false where a row names no valid PNG filter
   */
  append(piece: Uint8Array): boolean {
    let start = 0;
    if (this.#begunBytes > 0) {
      start = this.#begin(piece);
      if (this.#begunBytes < filteredRowBytes) return true;
      this.#begunBytes = 0;
      if (!this.#addRow(this.#begun, 0)) return false;
    }
    for (; start + filteredRowBytes <= piece.length; start += filteredRowBytes) {
      if (!this.#addRow(piece, start)) return false;
    }
    this.#begin(piece.subarray(start));
    return true;
  }

  /** Appends to the partial row; returns the number of bytes used. */
  #begin(piece: Uint8Array): number {
    const part = piece.subarray(0, filteredRowBytes - this.#begunBytes);
    this.#begun.set(part, this.#begunBytes);
    this.#begunBytes += part.length;
    return part.length;
  }

  #addRow(rows: Uint8Array, start: number): boolean {
    if (this.isWhole) return true;
    const target = this.#pictures * recordBytes;
    this.records[target] = this.#labels[this.#pictures] ?? 0;
    if (rows[start] === subFilter) {
      addDifferences(rows, start + 1, this.records, target + 1, this.pixelSums);
    } else {
      const row = rows.slice(start + 1, start + filteredRowBytes);
      if (!unfilterRow(rows[start], row, this.#rowAbove(), pixelBytes)) return false;
      addPixels(row, this.records, target + 1, this.pixelSums);
    }
    this.#pictures += 1;
    return true;
  }

  /** The picture before, with its colours interleaved again. */
  #rowAbove(): Uint8Array {
    const plane = (this.#pictures - 1) * recordBytes + 1;
    return Uint8Array.from({ length: imagePixels }, (_, i) => {
      return this.records[plane + (i % pixelBytes) * planePixels + Math.trunc(i / pixelBytes)] ?? 0;
    });
  }
}

/*
 * Every index in the two loops is in range by construction; the checks that the types ask for would run 30 million times per
 * batch.
 */

function addDifferences(
  row: Uint8Array,
  source: number,
  records: Uint8Array,
  target: number,
  sums: Uint32Array,
): void {
  let red = 0;
  let green = 0;
  let blue = 0;
  for (let pixel = 0; pixel < planePixels; pixel++) {
    red = (red + (row[source + 3 * pixel] as number)) & 255;
    green = (green + (row[source + 3 * pixel + 1] as number)) & 255;
    blue = (blue + (row[source + 3 * pixel + 2] as number)) & 255;
    records[target + pixel] = red;
    records[target + planePixels + pixel] = green;
    records[target + 2 * planePixels + pixel] = blue;
    sums[pixel] = (sums[pixel] as number) + red;
    sums[planePixels + pixel] = (sums[planePixels + pixel] as number) + green;
    sums[2 * planePixels + pixel] = (sums[2 * planePixels + pixel] as number) + blue;
  }
}

function addPixels(row: Uint8Array, records: Uint8Array, target: number, sums: Uint32Array): void {
  for (let i = 0; i < sums.length; i++) {
    const place = (i % pixelBytes) * planePixels + Math.trunc(i / pixelBytes);
    const value = row[i] as number;
    records[target + place] = value;
    sums[place] = (sums[place] as number) + value;
  }
}
