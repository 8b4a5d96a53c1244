import type { AutosaveStore } from '../checkpoint/autosaves.ts';
import { once } from './once.ts';

/** The browser's own store. Its code comes behind the first paint. */
export function laterAutosaveStore(): AutosaveStore {
  const store = once(async () => {
    const { openAutosaveStore } = await import('../checkpoint/autosaves.ts');
    return openAutosaveStore();
  });

  return {
    list: async () => (await store()).list(),
    save: async (autosave) => (await store()).save(autosave),
    discard: async (runId) => (await store()).discard(runId),
  };
}
