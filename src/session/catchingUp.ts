import type { Kept } from './otherTabs.ts';

/** A tab that trains writes often; the lists are read again at most this often. */
const intervalMs = 1_000;

/** Reads again what another tab has written. */
export interface CatchingUp {
  /** Soon. */
  later(...kept: readonly Kept[]): void;
  /** All that is due; resolves when it is read. */
  now(): Promise<void>;
}

export function createCatchingUp(read: (kept: Kept) => Promise<void>): CatchingUp {
  const due = new Set<Kept>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let reading: Promise<unknown> = Promise.resolve();

  async function now(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const lists = [...due];
    due.clear();
    reading = Promise.all([reading, ...lists.map(read)]);
    await reading;
  }

  return {
    later(...kept) {
      for (const list of kept) due.add(list);
      timer ??= setTimeout(() => void now(), intervalMs);
    },
    now,
  };
}
