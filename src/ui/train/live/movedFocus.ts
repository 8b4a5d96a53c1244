/**
 * Where a key moves the focus among pictures in rows; null where it does not.
 *
 * @param key as `KeyboardEvent.key` gives it
 */
export function movedFocus(key: string, current: number, columns: number, count: number): number | null {
  const moved = {
    ArrowLeft: current - 1,
    ArrowRight: current + 1,
    ArrowUp: current - columns,
    ArrowDown: current + columns,
    Home: 0,
    End: count - 1,
  }[key];
  return moved !== undefined && moved >= 0 && moved < count ? moved : null;
}
