/**
 * Where a key moves the focus among pictures in rows: an edge is an edge. Null for a key that moves nothing.
 *
 * @param key as `KeyboardEvent.key` gives it
 * @param current the place of the picture that has the focus, row by row
 */
export function focusInRows(key: string, current: number, columns: number, count: number): number | null {
  const column = current % columns;
  const rowStart = current - column;
  const rowEnd = Math.min(rowStart + columns, count) - 1;
  switch (key) {
    case 'ArrowLeft':
      return Math.max(rowStart, current - 1);
    case 'ArrowRight':
      return Math.min(rowEnd, current + 1);
    case 'ArrowUp':
      return current >= columns ? current - columns : current;
    case 'ArrowDown':
      return current + columns < count ? current + columns : current;
    case 'Home':
      return rowStart;
    case 'End':
      return rowEnd;
    default:
      return null;
  }
}
