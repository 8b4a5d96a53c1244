import type { StoreApi } from 'zustand/vanilla';
import { once } from './once.ts';
import type { OtherTabs } from './otherTabs.ts';
import type { TrainingPlace } from './placeState.ts';
import type { SessionState } from './sessionState.ts';
import type { PlaceSurroundings } from './trainingPlace.ts';

interface Surroundings extends Omit<PlaceSurroundings, 'tabs'> {
  /** Null where tabs do not know of each other: then this one may always write. */
  readonly tabs: OtherTabs | null;
}

/** The place that the tabs share. Its code comes behind the first paint, which neither trains nor writes. */
export function laterTrainingPlace(store: StoreApi<SessionState>, surroundings: Surroundings): TrainingPlace {
  const { tabs } = surroundings;
  if (!tabs) return placeOfOneTab;
  const loaded = once(async () => {
    const { createTrainingPlace } = await import('./trainingPlace.ts');
    return createTrainingPlace(store, { ...surroundings, tabs });
  });

  return {
    open: async () => (await loaded()).open(),
    hold: async (work) => (await loaded()).hold(work),
    write: async (kept, work) => (await loaded()).write(kept, work),
    written: (kept) => tabs.send({ written: kept }),
    takeOver: async () => (await loaded()).takeOver(),
  };
}

const placeOfOneTab: TrainingPlace = {
  open: async () => {},
  hold: async (work) => {
    await work();
  },
  write: (_, work) => work(),
  written: () => {},
  takeOver: async () => {},
};
