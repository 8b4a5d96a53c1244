import type { StoreApi } from 'zustand/vanilla';
import type { RunRecord } from '../../runs/runRecord.ts';
import type { RunStore } from '../../runs/runStore.ts';
import { once } from '../environment/once.ts';
import type { PreferenceStore } from '../environment/preferences.ts';
import { slotsAfter } from '../state/curveSlots.ts';
import type { SessionState } from '../state/sessionState.ts';

const shownKey = 'cifar-10/shown-runs';

interface ShownRuns {
  /** Lays the curves of the last visit over the present ones, at the first call; runs deleted since are left out. */
  recall(): Promise<void>;
  set(id: string, isShown: boolean): Promise<void>;
  /** Called with each record that is written: a shown run may be training. */
  written(record: RunRecord): void;
  /** Reads again those that are shown: they may have been renamed, deleted, or trained on in another tab. */
  refresh(): Promise<void>;
}

/** Which runs' curves lie over the present one's; over a reload too. */
export function createShownRuns(
  store: StoreApi<SessionState>,
  runStore: RunStore,
  preferences: PreferenceStore,
): ShownRuns {
  async function load(ids: readonly string[]): Promise<RunRecord[]> {
    const records = await Promise.all(ids.map((id) => runStore.load(id)));
    return records.filter((record) => record !== null);
  }

  function show(shownRuns: readonly RunRecord[]): void {
    const curveSlots = slotsAfter(store.getState().curveSlots, shownRuns.map(idOf));
    store.setState({ shownRuns, curveSlots });
  }

  return {
    recall: once(async () => {
      const ids = (preferences.read(shownKey) ?? '').split('\n');
      const listed = store.getState().runs.filter(({ id }) => ids.includes(id));
      show(await load(listed.map(({ id }) => id)));
    }),

    async refresh() {
      const ids = store.getState().shownRuns.map(idOf);
      const read = new Map((await load(ids)).map((record) => [idOf(record), record]));
      // Others may have been ticked meanwhile.
      show(
        store.getState().shownRuns.flatMap((shown) => {
          const present = ids.includes(idOf(shown)) ? read.get(idOf(shown)) : shown;
          return present ? [present] : [];
        }),
      );
    },

    written(record) {
      const { shownRuns } = store.getState();
      const isSame = (shown: RunRecord) => idOf(shown) === idOf(record);
      if (!shownRuns.some(isSame)) return;
      store.setState({ shownRuns: shownRuns.map((shown) => (isSame(shown) ? record : shown)) });
    },

    async set(id, isShown) {
      const record = isShown ? await runStore.load(id) : null;
      const others = store.getState().shownRuns.filter(({ summary }) => summary.id !== id);
      const shownRuns = record ? [...others, record] : others;
      show(shownRuns);
      preferences.write(shownKey, shownRuns.map(({ summary }) => summary.id).join('\n'));
    },
  };
}

function idOf({ summary }: RunRecord): string {
  return summary.id;
}
