import { classNames, imageSize } from './cifar10.ts';

/*
 * Pictures that come with the page: the first six of each class among the test images, in one PNG that the build cuts out of CIFAR-10
 * (`build/sampleSprite.ts`). Each class has a column, in the order of the labels; the first picture of each is in the top row.
 */

export const sampleColumns = classNames.length;
export const sampleRows = 6;
export const sampleCount = sampleColumns * sampleRows;

/** Transparent pixels between two pictures. */
export const sampleGap = 2;
export const spriteWidth = sampleColumns * (imageSize + sampleGap) - sampleGap;
export const spriteHeight = sampleRows * (imageSize + sampleGap) - sampleGap;

/** The label of the sample at a place: row by row, 0 to 59. */
export function sampleLabel(place: number): number {
  return place % sampleColumns;
}

/** Where a sample’s picture begins in the PNG, in its pixels. */
export function sampleCorner(place: number): { readonly left: number; readonly top: number } {
  return {
    left: (place % sampleColumns) * (imageSize + sampleGap),
    top: Math.trunc(place / sampleColumns) * (imageSize + sampleGap),
  };
}

/**
 * The index among the test images of each sample, by its place. Throws a RangeError where a class has fewer pictures.
 *
 * @param labels of the test images, in their order
 */
export function sampleIndices(labels: Uint8Array): readonly number[] {
  const byClass = classNames.map((_, label) =>
    [...labels.keys()].filter((index) => labels[index] === label).slice(0, sampleRows),
  );
  return Array.from({ length: sampleCount }, (_, place) => {
    const index = byClass[sampleLabel(place)]?.[Math.trunc(place / sampleColumns)];
    if (index === undefined) throw new RangeError(`class ${sampleLabel(place)} has too few pictures`);
    return index;
  });
}
