import type { StoreApi } from 'zustand/vanilla';
import type { ClearingSign, StorageWatch } from '../environment/storageWatch.ts';
import { isChanging } from '../state/dataState.ts';
import { isTakenElsewhere, type SharedList, sharedLists } from '../state/lockState.ts';
import type { SessionState } from '../state/sessionState.ts';
import { isAnyGone, type Listed, listedIn, lostSince } from './lostSince.ts';

/** Several stores are cleared at once, and each tells for itself. */
const gatheringMs = 300;
/** By then, the tab that trains has written again what it has. */
const writtenElsewhereMs = 3_000;

/** What can write again what the page still has in memory, where it is no longer stored. */
export interface KeptInMemory {
  writeAgain(): void | Promise<void>;
}

interface ClearedStorageEnvironment {
  readonly storageWatch: StorageWatch;
  /** What is stored now. */
  readonly readStored: () => Promise<Listed>;
  readonly kept: readonly KeptInMemory[];
  readonly refresh: (list: SharedList) => Promise<void>;
  readonly findUnfinishedRun: () => Promise<void>;
}

export interface ClearedStorageCommands {
  /** The person has read what was lost. */
  dismissLostStorage(): void;
}

/**
 * Notices that the browser's storage was cleared while the page is open. Then everything that the page still has in memory is
 * written again, all lists are read again, and the page says once what is gone.
 */
export function createClearedStorage(
  store: StoreApi<SessionState>,
  { storageWatch, readStored, kept, refresh, findUnfinishedRun }: ClearedStorageEnvironment,
): ClearedStorageCommands & { begin(): void } {
  /** The lists as they were at the first sign; null while there is none. */
  let before: Listed | null = null;
  let isCertain = false;
  let settling: Promise<void> = Promise.resolve();

  function noticed(sign: ClearingSign): void {
    if (sign === 'deleted') isCertain = true;
    if (before) return;
    const known = listedIn(store.getState());
    before = known;
    const waitMs = isTakenElsewhere(store.getState().trainingLock) ? writtenElsewhereMs : gatheringMs;
    setTimeout(() => {
      settling = settling.catch(() => {}).then(() => settle(known));
    }, waitMs);
  }

  async function settle(known: Listed): Promise<void> {
    const isSaid = isCertain;
    before = null;
    isCertain = false;
    if (!isSaid && !isAnyGone(known, await readOrKnown())) return;
    if (!isTakenElsewhere(store.getState().trainingLock)) await writeAgain();
    await Promise.all(sharedLists.map(refresh));
    if (store.getState().unfinished) await findUnfinishedRun();
    const after = await readOrKnown();
    store.setState((state) => ({ lostStorage: lostSince(known, after, state) }));
    if (isChanging(store.getState().data)) refreshDataAfterChange();
  }

  /** Where a store cannot be read, which its own section says, nothing of it is called gone that is still listed. */
  function readOrKnown(): Promise<Listed> {
    return readStored().catch(() => listedIn(store.getState()));
  }

  /** Where one cannot write, which its own notice says, the others still can. */
  async function writeAgain(): Promise<void> {
    await Promise.allSettled(kept.map(async (one) => one.writeAgain()));
  }

  /** An import that was under way does not know that what was stored before it is gone. */
  function refreshDataAfterChange(): void {
    const unsubscribe = store.subscribe(({ data }) => {
      if (isChanging(data)) return;
      unsubscribe();
      void refresh('data');
    });
  }

  return {
    begin: () => storageWatch.begin(noticed),
    dismissLostStorage: () => store.setState({ lostStorage: null }),
  };
}
