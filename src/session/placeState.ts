import type { Kept } from './otherTabs.ts';

/** There is one place to train at for all tabs. Whoever has it may train and write; the others look on. */
export type PlaceState =
  | 'free'
  | 'here'
  | 'elsewhere'
  /** Elsewhere, because this tab left it when it was asked to. */
  | 'givenUp'
  /** Elsewhere, and asked for. */
  | 'asking'
  /** Elsewhere, and whoever has it does not answer. */
  | 'silent';

export function isTakenElsewhere(place: PlaceState): boolean {
  return place !== 'free' && place !== 'here';
}

export interface TrainingPlace {
  /** Looks whether another tab has the place. */
  open(): Promise<void>;
  /** Does something that trains, as soon as this tab has the place; nothing where another has it. */
  hold(work: () => void | Promise<void>): Promise<void>;
  /**
   * Does something that writes, as soon as this tab has the place.
   *
   * @throws Failure `training-elsewhere` where another tab has it
   */
  write<Result>(kept: Kept, work: () => Promise<Result>): Promise<Result>;
  /** Tells the other tabs that something was written under another lock. */
  written(kept: Kept): void;
  /** Asks whoever has the place to pause, save and leave it. Asked again after silence, it is taken by force. */
  takeOver(): Promise<void>;
}
