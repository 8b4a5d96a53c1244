import { sampleColumns, sampleCount } from '../../data/samples.ts';

/** The place of the sample that a key leads to: an edge is an edge. Null where the key leads nowhere. */
export function placeAfter(key: string, place: number): number | null {
  const column = place % sampleColumns;
  switch (key) {
    case 'ArrowLeft':
      return column > 0 ? place - 1 : place;
    case 'ArrowRight':
      return column < sampleColumns - 1 ? place + 1 : place;
    case 'ArrowUp':
      return place >= sampleColumns ? place - sampleColumns : place;
    case 'ArrowDown':
      return place + sampleColumns < sampleCount ? place + sampleColumns : place;
    case 'Home':
      return place - column;
    case 'End':
      return place - column + sampleColumns - 1;
    default:
      return null;
  }
}
