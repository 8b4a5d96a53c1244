import type { SharedList } from '../state/lockState.ts';

/** A tab that trains writes often; the lists are read again at most this often. */
const intervalMs = 1_000;

/** Reads again what another tab has written. */
export interface RefreshScheduler {
  /** Reads these lists soon. */
  schedule(...lists: readonly SharedList[]): void;
  /** Reads at once all that is due; resolves when it is read. */
  flush(): Promise<void>;
}

export function createRefreshScheduler(read: (list: SharedList) => Promise<void>): RefreshScheduler {
  const due = new Set<SharedList>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let reading: Promise<unknown> = Promise.resolve();

  async function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const lists = [...due];
    due.clear();
    // What cannot be read is said where it is shown; it keeps nobody from training.
    reading = Promise.allSettled([reading, ...lists.map(read)]);
    await reading;
  }

  return {
    schedule(...lists) {
      for (const list of lists) due.add(list);
      timer ??= setTimeout(() => void flush(), intervalMs);
    },
    flush,
  };
}
