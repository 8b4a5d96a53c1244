import type { TrainingPlace } from './placeState.ts';
import type { Session } from './session.ts';
import type { SessionSurroundings } from './surroundings.ts';

type Stores = Pick<SessionSurroundings, 'autosaves' | 'checkpointStores' | 'runStore' | 'sweepStore'>;

/** The stores, written by the tab alone that has the place. */
export function storesOfOneTab(
  { autosaves, checkpointStores, runStore, sweepStore }: Stores,
  place: TrainingPlace,
): Stores {
  return {
    autosaves: {
      ...autosaves,
      discard: (runId) => place.write('checkpoints', () => autosaves.discard(runId)),
    },
    checkpointStores: {
      ...checkpointStores,
      save: (checkpoint) => place.write('checkpoints', () => checkpointStores.save(checkpoint)),
      setPinned: (id, isPinned) => place.write('checkpoints', () => checkpointStores.setPinned(id, isPinned)),
      delete: (id) => place.write('checkpoints', () => checkpointStores.delete(id)),
    },
    runStore: {
      ...runStore,
      save: (record) => place.write('runs', () => runStore.save(record)),
      describe: (id, words) => place.write('runs', () => runStore.describe(id, words)),
      delete: (id) => place.write('runs', () => runStore.delete(id)),
    },
    sweepStore: {
      ...sweepStore,
      save: (sweep) => place.write('sweeps', () => sweepStore.save(sweep)),
      delete: (id) => place.write('sweeps', () => sweepStore.delete(id)),
    },
  };
}

/** The session, whose commands that train wait for the place. */
export function sessionOfOneTab(session: Session, place: TrainingPlace): Session {
  function inPlace<Given extends readonly unknown[]>(command: (...given: Given) => void | Promise<void>) {
    return (...given: Given) => place.hold(() => command(...given));
  }

  const { sweeps, unfinishedRun } = session;
  return {
    ...session,
    sweeps: {
      ...sweeps,
      start: inPlace(sweeps.start),
      resume: inPlace(sweeps.resume),
      trainWinnerLonger: inPlace(sweeps.trainWinnerLonger),
    },
    unfinishedRun: { ...unfinishedRun, goOn: inPlace(unfinishedRun.goOn) },
    deleteDataset: inPlace(session.deleteDataset),
    chooseBackend: inPlace(session.chooseBackend),
    startTraining: inPlace(session.startTraining),
    resumeTraining: inPlace(session.resumeTraining),
    trainOneStep: inPlace(session.trainOneStep),
    stopTraining: inPlace(session.stopTraining),
    saveCheckpoint: inPlace(session.saveCheckpoint),
    restoreCheckpoint: inPlace(session.restoreCheckpoint),
    evaluateTestSet: inPlace(session.evaluateTestSet),
  };
}
