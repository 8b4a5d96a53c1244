/*
 * PNG stores each byte of a row as the difference to a prediction from its left (a), upper (b) and upper left (c)
 * neighbour; a byte before the row names the prediction.
 * Source: https://www.w3.org/TR/png-3/#9Filters
 */

/**
 * Undoes the filters of a non-interlaced image with whole bytes per sample. Works within the given memory: a result byte
 * never lies behind the filtered byte that it comes from.
 *
 * @param filtered rows of `1 + rowBytes`: the filter's number, then the filtered bytes
 * @param pixelBytes distance to the left neighbour
 * @returns a view of the start of `filtered`: the rows, `rowBytes` each; null where a row names no filter of PNG
 */
export function unfilterPng(
  filtered: Uint8Array<ArrayBuffer>,
  rowBytes: number,
  pixelBytes: number,
): Uint8Array<ArrayBuffer> | null {
  const rows = Math.floor(filtered.length / (1 + rowBytes));
  let above: Uint8Array = new Uint8Array(rowBytes);
  for (let row = 0; row < rows; row++) {
    const start = row * (1 + rowBytes);
    const target = filtered.subarray(row * rowBytes, (row + 1) * rowBytes);
    const filter = filtered[start];
    filtered.copyWithin(target.byteOffset - filtered.byteOffset, start + 1, start + 1 + rowBytes);
    if (!unfilterRow(filter, target, above, pixelBytes)) return null;
    above = target;
  }
  return filtered.subarray(0, rows * rowBytes);
}

/** Every index is in range by construction; the checks that the types ask for would be paid 30 million times a batch. */
function unfilterRow(
  filter: number | undefined,
  row: Uint8Array,
  above: Uint8Array,
  pixelBytes: number,
): boolean {
  const { length } = row;
  switch (filter) {
    case 0:
      return true;
    case 1:
      for (let i = pixelBytes; i < length; i++) row[i] = (row[i] as number) + (row[i - pixelBytes] as number);
      return true;
    case 2:
      for (let i = 0; i < length; i++) row[i] = (row[i] as number) + (above[i] as number);
      return true;
    case 3:
      for (let i = 0; i < length; i++) {
        row[i] = (row[i] as number) + (((row[i - pixelBytes] ?? 0) + (above[i] as number)) >> 1);
      }
      return true;
    case 4:
      for (let i = 0; i < length; i++) {
        const left = row[i - pixelBytes] ?? 0;
        row[i] = (row[i] as number) + paeth(left, above[i] as number, above[i - pixelBytes] ?? 0);
      }
      return true;
    default:
      return false;
  }
}

/** Whichever neighbour is nearest to `left + up − upLeft`, in that order where two are equally near. */
function paeth(left: number, up: number, upLeft: number): number {
  const estimate = left + up - upLeft;
  const toLeft = Math.abs(estimate - left);
  const toUp = Math.abs(estimate - up);
  const toUpLeft = Math.abs(estimate - upLeft);
  if (toLeft <= toUp && toLeft <= toUpLeft) return left;
  return toUp <= toUpLeft ? up : upLeft;
}
