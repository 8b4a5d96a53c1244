import { classNames, imagePixels } from '../../../data/cifar10.ts';
import { byInfluence } from '../../../inspection/byInfluence.ts';
import type { FirstLayerUnits } from '../../../inspection/units.ts';

/** What the brightest and the darkest colour stand for: each unit's own largest weight, or the largest of all. */
export type ColourScale = 'own' | 'shared';

/** A unit's weights as a picture `[3072]` of bytes: 0 is middle grey, brighter is positive, darker negative. */
export function weightPicture(
  { pictures, maxAbsoluteWeights }: FirstLayerUnits,
  unit: number,
  scale: ColourScale,
): Uint8Array {
  const own = maxAbsoluteWeights[unit] ?? 0;
  const share = scale === 'own' ? 1 : own / largest(maxAbsoluteWeights);
  const parts = pictures.subarray(unit * imagePixels, (unit + 1) * imagePixels);
  return Uint8Array.from(parts, (part) => Math.round(127.5 + part * share));
}

function largest(values: Float32Array): number {
  return values.reduce((most, value) => Math.max(most, value), 0) || 1;
}

/** The units in the order they are shown: hidden ones by their influence, the greatest first; classes as they are. */
export function shownOrder({ count, hidden }: FirstLayerUnits): number[] {
  return hidden ? byInfluence(hidden.influences) : Array.from({ length: count }, (_, unit) => unit);
}

/** Hidden unit 17, or the name of a class. Units are counted from 0, as in the weights' files. */
export function unitName({ hidden }: FirstLayerUnits, unit: number): string {
  return hidden ? `Hidden unit ${unit}` : (classNames[unit] ?? `Output ${unit}`);
}

/** Whether none of the images that the units were sorted by makes it give anything. */
export function isDead({ hidden }: FirstLayerUnits, unit: number): boolean {
  return hidden !== null && hidden.activeShares[unit] === 0;
}
