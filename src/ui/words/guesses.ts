import { classNames } from '../../data/cifar10.ts';
import type { FirstLayerPictures } from '../../inspection/firstLayerPictures.ts';
import { counted, wholeNumber } from './numbers.ts';

/** What a network takes a picture for. */
export interface Guess {
  readonly predicted: number;
  readonly isRight: boolean;
  /** [10] */
  readonly probabilities: readonly number[];
}

/** Null where a run has diverged. */
export function guessOf(label: number, probabilities: readonly number[]): Guess | null {
  if (!probabilities.every(Number.isFinite)) return null;
  const predicted = probabilities.indexOf(Math.max(...probabilities));
  return { predicted, isRight: predicted === label, probabilities };
}

/** frog: taken for bird, 62 %; of a picture without a guess only its class */
export function guessName(label: number, guess: Guess | null): string {
  const name = classNames[label] ?? '';
  if (guess === null) return name;
  const percent = `${Math.round(100 * (guess.probabilities[guess.predicted] ?? 0))} %`;
  return guess.isRight
    ? `${name}: recognized, ${percent}`
    : `${name}: taken for ${classNames[guess.predicted]}, ${percent}`;
}

/** Unit 17, Filter 3, or the name of a class. */
export function firstLayerName({ kind }: Pick<FirstLayerPictures, 'kind'>, index: number): string {
  switch (kind) {
    case 'units':
      return `Unit ${index}`;
    case 'filters':
      return `Filter ${index}`;
    case 'classes':
      return classNames[index] ?? '';
  }
}

const nouns = { units: 'unit', filters: 'filter' } as const;

/** @param visible the number of pictures that there is room for */
export function firstLayerText({ kind, count, isChange }: FirstLayerPictures, visible: number): string {
  const what = isChange ? 'What training has added to their weights.' : 'They are not trained.';
  if (kind === 'classes') return `First layer: a picture for each class. ${what}`;
  const all = counted(count, nouns[kind]);
  const which =
    visible < count
      ? `the ${wholeNumber(visible)} most influential of ${all}`
      : `${all}, the most influential first`;
  return `First layer: ${which}. ${what}`;
}

/** The same in a few words, for a picture of them. */
export function firstLayerCardText({ kind, count, isChange }: FirstLayerPictures, visible: number): string {
  const what = isChange ? 'what training has added' : 'not trained';
  if (kind === 'classes') return `The weights of each class, ${what}`;
  const all = counted(count, nouns[kind]);
  return visible < count
    ? `${wholeNumber(visible)} of the first layer’s ${all}, ${what}`
    : `The first layer’s ${all}, ${what}`;
}
