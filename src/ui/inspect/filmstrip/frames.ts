import type { FirstLayerPictures } from '../../../inspection/firstLayerPictures.ts';
import type { InspectedPosition } from '../inspectedPositions.ts';

/** A checkpoint of a filmstrip. */
export interface Frame {
  readonly id: string;
  readonly step: number;
}

const mostFrames = 12;
const mostRows = 10;

/**
 * The checkpoints of a run that a filmstrip shows: one for each step; of many, the first, the last, and others evenly between.
 *
 * @param positions by step
 */
export function framesOf(positions: readonly InspectedPosition[]): readonly Frame[] {
  const all = positions.flatMap(({ target, step }) =>
    target.kind === 'checkpoint' && step !== null ? [{ id: target.id, step }] : [],
  );
  const frames = all.filter(({ step }, index) => step !== all[index + 1]?.step);
  if (frames.length <= mostFrames) return frames;
  const places = Array.from({ length: mostFrames }, (_, place) =>
    Math.round((place * (frames.length - 1)) / (mostFrames - 1)),
  );
  return frames.filter((_, index) => places.includes(index));
}

/** The rows of a filmstrip: the same units of the first layer at every step. */
export interface Rows extends Pick<FirstLayerPictures, 'kind' | 'count' | 'isChange'> {
  readonly units: readonly number[];
  /** Where these were the most influential ones. */
  readonly step: number;
}

/** What has been computed of a filmstrip. */
export interface Filmstrip {
  /** Null before the first answer. */
  readonly rows: Rows | null;
  /** By step: [units, 32, 32, 4], RGBA. */
  readonly pictures: ReadonlyMap<number, Uint8ClampedArray<ArrayBuffer>>;
}

export const emptyFilmstrip: Filmstrip = { rows: null, pictures: new Map() };

/** With an answer: the first one chooses the rows, and others are about the same units. */
export function withPictures(
  { rows, pictures }: Filmstrip,
  step: number,
  { kind, count, isChange, shown, pixels }: FirstLayerPictures,
): Filmstrip {
  const units = rows?.units ?? shown.slice(0, mostRows);
  const bytes = (pixels.length / shown.length) * units.length;
  return {
    rows: rows ?? { kind, count, isChange, units, step },
    pictures: new Map([...pictures, [step, pixels.slice(0, bytes)]]),
  };
}

/**
 * The next checkpoint to ask about: the last one first, by which the units are chosen. Null where nothing is missing; units that
 * are not trained are the same at every step.
 *
 * @param failed the steps of those without an answer
 */
export function nextFrame(
  frames: readonly Frame[],
  { rows, pictures }: Filmstrip,
  failed: readonly number[],
): Frame | null {
  if (rows?.isChange === false) return null;
  const isMissing = ({ step }: Frame) => !pictures.has(step) && !failed.includes(step);
  return (rows === null ? frames.findLast(isMissing) : frames.find(isMissing)) ?? null;
}
