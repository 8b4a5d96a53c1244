import type { StoreApi } from 'zustand/vanilla';
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
  let loading: Promise<TrainingPlace> | null = null;

  function loaded(present: OtherTabs): Promise<TrainingPlace> {
    loading ??= import('./trainingPlace.ts').then(({ createTrainingPlace }) =>
      createTrainingPlace(store, { ...surroundings, tabs: present }),
    );
    return loading;
  }

  return {
    open: async () => (await loaded(tabs)).open(),
    hold: async (work) => (await loaded(tabs)).hold(work),
    write: async (kept, work) => (await loaded(tabs)).write(kept, work),
    written: (kept) => tabs.send({ written: kept }),
    takeOver: async () => (await loaded(tabs)).takeOver(),
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
