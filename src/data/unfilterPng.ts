/*
 * PNG stores each byte of a row as the difference from a prediction made from its left (a), upper (b) and upper left (c)
 * neighbours; a byte before the row selects the prediction. Source: https://www.w3.org/TR/png-3/#9Filters
 */

/**
 * Undoes the filter of a row of an image with whole bytes per sample, in place.
 *
 * @param filter its number
 * @param row the filtered bytes; afterwards the image's
 * @param above the row above, as it is in the image; zeros above the first
 * @param pixelBytes distance to the left neighbour
 * @returns whether PNG has such a filter
 */
export function unfilterRow(
  filter: number | undefined,
  row: Uint8Array,
  above: Uint8Array,
  pixelBytes: number,
): boolean {
  switch (filter) {
    case 0:
      return true;
    case 1:
      for (let i = pixelBytes; i < row.length; i++) row[i] = (row[i] ?? 0) + (row[i - pixelBytes] ?? 0);
      return true;
    case 2:
      for (let i = 0; i < row.length; i++) row[i] = (row[i] ?? 0) + (above[i] ?? 0);
      return true;
    case 3:
      for (let i = 0; i < row.length; i++) {
        row[i] = (row[i] ?? 0) + (((row[i - pixelBytes] ?? 0) + (above[i] ?? 0)) >> 1);
      }
      return true;
    case 4:
      for (let i = 0; i < row.length; i++) {
        const left = row[i - pixelBytes] ?? 0;
        row[i] = (row[i] ?? 0) + paeth(left, above[i] ?? 0, above[i - pixelBytes] ?? 0);
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
