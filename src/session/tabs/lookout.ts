import type { Locks } from '../environment/otherTabs.ts';

/** However many messages say that there is something to see, the locks are looked at no more often than this. */
const intervalMs = 50;
const watchEveryMs = 1_000;

/** Looks at the locks that the tabs share. */
export interface Lookout {
  /** Resolves when what was seen is told. */
  look(): Promise<void>;
  /** Looks at once or, if it has just done so, in a moment. */
  lookSoon(): void;
  /** This tab has got the lock or lost it: what a look sees that has begun before is out of date. */
  forget(): void;
  /** Tells of every second that passes, or does so no longer. */
  watch(isWatched: boolean): void;
}

export function createLookout(
  read: () => Promise<Locks | null>,
  onSeen: (locks: Locks) => void,
  onSecond: () => void,
): Lookout {
  let changes = 0;
  let isResting = false;
  let isDue = false;
  let second: ReturnType<typeof setTimeout> | undefined;

  async function look(): Promise<void> {
    const changesBefore = changes;
    const locks = await read();
    if (locks && changes === changesBefore) onSeen(locks);
  }

  function lookSoon(): void {
    isDue = isResting;
    if (isResting) return;
    isResting = true;
    setTimeout(() => {
      isResting = false;
      if (isDue) lookSoon();
    }, intervalMs);
    void look();
  }

  return {
    look,
    lookSoon,
    forget() {
      changes += 1;
    },
    watch(isWatched) {
      if (!isWatched) {
        clearTimeout(second);
        second = undefined;
      } else {
        second ??= setTimeout(() => {
          second = undefined;
          onSecond();
        }, watchEveryMs);
      }
    },
  };
}
