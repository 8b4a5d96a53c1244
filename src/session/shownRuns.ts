import type { StoreApi } from 'zustand/vanilla';
import type { RunStore } from '../runs/runStore.ts';
import type { Memory } from './memory.ts';
import { once } from './once.ts';
import type { SessionState } from './sessionState.ts';

const shownKey = 'cifar-10/shown-runs';

interface ShownRuns {
  /** Lays the curves of the last visit over the present ones, at the first call; runs deleted since are left out. */
  recall(): Promise<void>;
  set(id: string, isShown: boolean): Promise<void>;
}

/** Which runs' curves lie over the present one's; over a reload too. */
export function createShownRuns(
  store: StoreApi<SessionState>,
  runStore: RunStore,
  memory: Memory,
): ShownRuns {
  return {
    recall: once(async () => {
      const ids = (memory.read(shownKey) ?? '').split('\n');
      const listed = store.getState().runs.filter(({ id }) => ids.includes(id));
      const records = await Promise.all(listed.map(({ id }) => runStore.load(id)));
      store.setState({ shownRuns: records.filter((record) => record !== null) });
    }),

    async set(id, isShown) {
      const record = isShown ? await runStore.load(id) : null;
      const others = store.getState().shownRuns.filter(({ summary }) => summary.id !== id);
      const shownRuns = record ? [...others, record] : others;
      store.setState({ shownRuns });
      memory.write(shownKey, shownRuns.map(({ summary }) => summary.id).join('\n'));
    },
  };
}
