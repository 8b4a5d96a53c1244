import type { AutosaveStore } from '../checkpoint/autosaves.ts';

/** The browser's own store. Its code comes behind the first paint. */
export function laterAutosaveStore(): AutosaveStore {
  let opened: Promise<AutosaveStore> | null = null;

  function store(): Promise<AutosaveStore> {
    opened ??= import('../checkpoint/autosaves.ts').then(({ openAutosaveStore }) => openAutosaveStore());
    return opened;
  }

  return {
    list: async () => (await store()).list(),
    save: async (autosave) => (await store()).save(autosave),
    discard: async (runId) => (await store()).discard(runId),
  };
}
