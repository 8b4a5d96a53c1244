import type { FirstLayerPictures } from '../../inspection/firstLayerPictures.ts';
import { counted, wholeNumber } from './numbers.ts';

interface FilmedUnits extends Pick<FirstLayerPictures, 'kind' | 'count'> {
  readonly units: readonly number[];
  /** By which they were chosen. */
  readonly step: number;
}

const brightness =
  'Grey is no change; each picture has its own scale. What remains of the initial weights is subtracted.';

/** What a filmstrip shows. */
export function filmstripText({ kind, count, units, step }: FilmedUnits): string {
  if (kind === 'classes') return `What training has added to the weights of each class. ${brightness}`;
  const noun = kind === 'units' ? 'unit' : 'filter';
  const which =
    units.length < count
      ? `the ${wholeNumber(units.length)} of ${counted(count, noun)} that are most influential at step ${wholeNumber(step)}`
      : `${counted(count, noun)}, the most influential at step ${wholeNumber(step)} first`;
  return `What training has added to ${which}. ${brightness}`;
}
