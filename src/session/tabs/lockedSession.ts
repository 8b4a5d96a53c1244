import type { StoreApi } from 'zustand/vanilla';
import type { BackendChoice } from '../../backend/backendInfo.ts';
import type { CheckpointStores } from '../../checkpoint/checkpointStores.ts';
import type { EncodedCheckpoint } from '../../checkpoint/storedCheckpoint.ts';
import { Failure } from '../../failure.ts';
import type { Environment } from '../environment/environment.ts';
import type { SweepCommands } from '../records/sweepCommands.ts';
import type { UnfinishedRunCommands } from '../recovery/unfinishedRun.ts';
import type { DataCommands } from '../run/dataCommands.ts';
import type { TrainingCommands } from '../run/trainingCommands.ts';
import type { TrainingLock } from '../state/lockState.ts';
import type { SessionState } from '../state/sessionState.ts';

type Stores = Pick<Environment, 'autosaves' | 'checkpointStores' | 'runStore' | 'sweepStore'>;

/**
 * The stores, written by the tab alone that has the lock. A tab that lost it by force may still save what it trained, as a further
 * checkpoint.
 */
export function lockedStores(
  { autosaves, checkpointStores, runStore, sweepStore }: Stores,
  lock: TrainingLock,
): Stores {
  return {
    autosaves: {
      ...autosaves,
      discard: (runId) => lock.write('checkpoints', () => autosaves.discard(runId)),
    },
    checkpointStores: {
      ...checkpointStores,
      save: (checkpoint) =>
        lock.write(
          'checkpoints',
          () => checkpointStores.save(checkpoint),
          () => addCheckpoint(checkpointStores, checkpoint),
        ),
      setPinned: (id, isPinned) => lock.write('checkpoints', () => checkpointStores.setPinned(id, isPinned)),
      delete: (id) => lock.write('checkpoints', () => checkpointStores.delete(id)),
    },
    runStore: {
      ...runStore,
      save: (record) => lock.write('runs', () => runStore.save(record)),
      describe: (id, words) => lock.write('runs', () => runStore.describe(id, words)),
      delete: (id) => lock.write('runs', () => runStore.delete(id)),
    },
    sweepStore: {
      ...sweepStore,
      save: (sweep) => lock.write('sweeps', () => sweepStore.save(sweep)),
      delete: (id) => lock.write('sweeps', () => sweepStore.delete(id)),
    },
  };
}

/**
 * Neither replaces a checkpoint nor moves others to make room.
 *
 * @throws Failure `training-elsewhere` where it would take the place of another one
 */
async function addCheckpoint(stores: CheckpointStores, checkpoint: EncodedCheckpoint) {
  const isStored = (await stores.list()).some(({ id }) => id === checkpoint.summary.id);
  if (isStored) throw new Failure({ code: 'training-elsewhere', details: {} });
  return stores.save({ ...checkpoint, text: null });
}

/** The commands that train, or write what other tabs read. */
interface LockedCommands
  extends Pick<DataCommands, 'deleteDataset'>,
    Pick<
      TrainingCommands,
      | 'startTraining'
      | 'resumeTraining'
      | 'trainOneStep'
      | 'stopTraining'
      | 'saveCheckpoint'
      | 'evaluateTestSet'
    > {
  readonly sweeps: SweepCommands;
  readonly unfinishedRun: UnfinishedRunCommands;
  chooseBackend(choice: BackendChoice): Promise<void>;
  restoreCheckpoint(id: string): Promise<void>;
}

interface LockedEnvironment {
  readonly store: StoreApi<SessionState>;
  readonly lock: TrainingLock;
  readonly keepFilesOfPage: Environment['keepFilesOfPage'];
}

/** The same commands, which wait for the lock, and until what a run needs is there to stay. */
export function lockedCommands(
  session: LockedCommands,
  { store, lock, keepFilesOfPage }: LockedEnvironment,
): LockedCommands {
  function locked<Given extends readonly unknown[]>(command: (...given: Given) => void | Promise<void>) {
    return (...given: Given) =>
      lock.hold(() =>
        keepFilesOfPage ? keepFilesOfPage().then(() => command(...given)) : command(...given),
      );
  }

  /** The choice of a backend that is under way; null where there is none. */
  let choosing: Promise<void> | null = null;

  function onceChosen(act: () => Promise<void>): Promise<void> {
    return choosing ? choosing.then(act, act) : act();
  }

  /** A press is answered at once, also where the wait takes seconds. */
  function starting<Given extends readonly unknown[]>(command: (...given: Given) => void | Promise<void>) {
    const waiting = locked((...given: Given) => {
      store.setState({ isStarting: false });
      return command(...given);
    });
    return (...given: Given) => {
      store.setState({ isStarting: true });
      return onceChosen(() => waiting(...given)).finally(() => store.setState({ isStarting: false }));
    };
  }

  /** What is started meanwhile waits, or it would run on the backend of before; of two choices, the later one wins. */
  function chooseBackend(choice: BackendChoice): Promise<void> {
    const chosen = onceChosen(() => choose(choice)).finally(() => {
      if (choosing === chosen) choosing = null;
    });
    choosing = chosen;
    return chosen;
  }

  const { sweeps, unfinishedRun } = session;
  const choose = locked(session.chooseBackend);
  return {
    sweeps: {
      ...sweeps,
      start: starting(sweeps.start),
      resume: starting(sweeps.resume),
      trainWinnerLonger: starting(sweeps.trainWinnerLonger),
    },
    unfinishedRun: { ...unfinishedRun, goOn: starting(unfinishedRun.goOn) },
    deleteDataset: locked(session.deleteDataset),
    chooseBackend,
    startTraining: starting(session.startTraining),
    resumeTraining: starting(session.resumeTraining),
    trainOneStep: starting(session.trainOneStep),
    stopTraining: locked(session.stopTraining),
    saveCheckpoint: locked(session.saveCheckpoint),
    restoreCheckpoint: starting(session.restoreCheckpoint),
    evaluateTestSet: locked(session.evaluateTestSet),
  };
}
