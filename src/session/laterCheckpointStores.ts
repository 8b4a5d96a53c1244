import type { CheckpointStores } from '../checkpoint/checkpointStores.ts';
import { once } from './once.ts';

/** The browser's own stores. Their code, with all that checks what is stored, comes behind the first paint. */
export function laterCheckpointStores(): CheckpointStores {
  const stores = once(async () => {
    const { openCheckpointStores } = await import('../checkpoint/checkpointStores.ts');
    return openCheckpointStores();
  });

  return {
    list: async () => (await stores()).list(),
    load: async (id) => (await stores()).load(id),
    save: async (checkpoint) => (await stores()).save(checkpoint),
    setPinned: async (id, isPinned) => (await stores()).setPinned(id, isPinned),
    localShare: async () => (await stores()).localShare(),
    delete: async (id) => (await stores()).delete(id),
  };
}
