/** What all tabs share, and read again when one of them has written it. */
export const sharedLists = ['checkpoints', 'runs', 'sweeps', 'data'] as const;
export type SharedList = (typeof sharedLists)[number];

/** One lock for all tabs: the tab that has it may train and write, the others only read. Where it is, as this tab sees it. */
export type LockState =
  | 'free'
  | 'here'
  | 'elsewhere'
  /** Elsewhere, because this tab left it when it was asked to. */
  | 'yielded'
  /** Elsewhere, because it was taken from this tab by force. */
  | 'robbed'
  /** Elsewhere, and asked for by this tab, but by another one after it. */
  | 'overruled'
  /** Elsewhere, and asked for. */
  | 'asking'
  /** Elsewhere, asked for, and the tab that has it does not answer. */
  | 'silent';

export function isTakenElsewhere(place: LockState): boolean {
  return place !== 'free' && place !== 'here';
}

export interface TrainingLock {
  /** Looks whether another tab has the lock. */
  open(): Promise<void>;
  /** Does something that trains, as soon as this tab has the lock; nothing where another has it. */
  hold(work: () => void | Promise<void>): Promise<void>;
  /**
   * Does something that writes, as soon as this tab has the lock.
   *
   * @param withoutLock done where another tab has it: may only add, so that nothing of the other tab's can be lost by it
   * @throws Failure `training-elsewhere` where another tab has it
   */
  write<Result>(
    list: SharedList,
    work: () => Promise<Result>,
    withoutLock?: () => Promise<Result>,
  ): Promise<Result>;
  /** Tells the other tabs that something was written under another lock. */
  written(list: SharedList): void;
  /** Asks the tab that has the lock to pause, save and release it. Called again where that does not answer, it is taken by force. */
  takeOver(): void;
}
