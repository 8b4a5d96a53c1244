import { createStore, type StoreApi } from 'zustand/vanilla';
import { createDatedIds } from './environment/datedIds.ts';
import type { Environment } from './environment/environment.ts';
import { lastingPreferences } from './environment/preferences.ts';
import { followTraining, performWith } from './followTraining.ts';
import { createExportCommands, type ExportCommands } from './records/exportCommands.ts';
import { createRecordCommands, type RecordCommands } from './records/recordCommands.ts';
import { createSweepCommands, type SweepCommands } from './records/sweepCommands.ts';
import { type ClearedStorageCommands, createClearedStorage } from './recovery/clearedStorage.ts';
import { type Listed, listedOf } from './recovery/lostSince.ts';
import { createUnfinishedRun, type UnfinishedRunCommands } from './recovery/unfinishedRun.ts';
import { watchWorker } from './recovery/watchdog.ts';
import { type BackendCommands, createBackendCommands } from './run/backendCommands.ts';
import { type CheckpointCommands, createCheckpointCommands } from './run/checkpointCommands.ts';
import { type ConfigurationCommands, createConfigurationCommands } from './run/configurationCommands.ts';
import { createDataCommands, type DataCommands } from './run/dataCommands.ts';
import { recordDeliveries } from './run/deliveredFiles.ts';
import { driveRun } from './run/driveRun.ts';
import { createInspectionCommands, type InspectionCommands } from './run/inspectionCommands.ts';
import { createMeasurementCommands, type MeasurementCommands } from './run/measurementCommands.ts';
import { createNotices } from './run/notices.ts';
import { createRestoring, type RestoreCommands } from './run/restoring.ts';
import { createTrainingCommands, type TrainingCommands } from './run/trainingCommands.ts';
import { robberyLine } from './state/logLines.ts';
import { runOf } from './state/runState.ts';
import { initialState, type SessionState } from './state/sessionState.ts';
import { lockedCommands, lockedStores } from './tabs/lockedSession.ts';
import { createSharedListRefresh } from './tabs/refreshSharedList.ts';
import { createTrainingLock, unsharedLock } from './tabs/trainingLock.ts';

/** What a person can do. State is read from `store`; every change to it is made here. */
export interface Session
  extends ConfigurationCommands,
    DataCommands,
    CheckpointCommands,
    RestoreCommands,
    TrainingCommands,
    BackendCommands,
    ClearedStorageCommands {
  readonly store: StoreApi<SessionState>;
  readonly runs: RecordCommands;
  readonly measurement: MeasurementCommands;
  readonly inspection: InspectionCommands;
  readonly sweeps: SweepCommands;
  readonly exports: ExportCommands;
  readonly unfinishedRun: UnfinishedRunCommands;
  /** Asks the tab that trains to make room; where it does not answer, the next call takes the lock by force. */
  takeOver(): void;
  open(): Promise<void>;
}

export function createSession(given: Environment): Session {
  const store = createStore<SessionState>(() => initialState);
  const dispatch = driveRun(store, (command) => perform(command));
  const lock = given.tabs
    ? createTrainingLock(store, {
        tabs: given.tabs,
        pause: pauseForOtherTab,
        logRobbery,
        read: (list) => refreshSharedList(list),
      })
    : unsharedLock;
  const preferences = lastingPreferences(given.preferences);
  const environment = {
    ...given,
    ...lockedStores(given, lock),
    preferences,
    deliverFiles: recordDeliveries(store, given.deliverFiles),
  };
  const loadCheckpoint = (id: string) => environment.checkpointStores.load(id);
  const worker = environment.createTrainingClient((event) => follow(event));
  const watchdog = watchWorker(store, (failure) => follow({ kind: 'trainingFailed', failure }));
  const notices = createNotices(store);
  const data = createDataCommands(store, {
    ...environment,
    written: () => lock.written('data'),
    endRun,
  });
  const checkpoints = createCheckpointCommands(store, {
    ...environment,
    notices,
    refreshStorageUse: data.refreshStorageUse,
  });
  const runs = createRecordCommands(store, {
    ...environment,
    dispatch,
    notices,
    restoreCheckpoint: (id) => locked.restoreCheckpoint(id),
  });
  const inspection = createInspectionCommands(store, {
    send: (command) => worker.send(command),
    loadCheckpoint,
    readPictures: environment.readPictures,
    recordTestEvaluation: (runId, point) => void runs.recordTestEvaluation(runId, point),
  });
  const measurement = createMeasurementCommands(store, environment.createTrainingClient);
  const runIdAt = createDatedIds((id) => store.getState().runs.some((run) => run.id === id));
  const sweepIdAt = createDatedIds((id) => store.getState().sweeps.some(({ plan }) => plan.id === id));
  const control = createTrainingCommands(store, { ...environment, dispatch, runIdAt });
  const sweeps = createSweepCommands(store, {
    ...control,
    sweepStore: environment.sweepStore,
    runs,
    notices,
    newId: () => sweepIdAt(environment.now()),
  });
  const exports = createExportCommands(store, {
    ...environment,
    notices,
    newRunId: () => runIdAt(environment.now()),
    refreshCheckpoints: checkpoints.refresh,
  });
  const restoring = createRestoring(store, { dispatch, loadCheckpoint, recall: runs.recall });
  const unfinishedRun = createUnfinishedRun(store, {
    ...environment,
    notices,
    continueRun: restoring.continueRun,
    refreshCheckpoints: checkpoints.refresh,
  });
  const refreshSharedList = createSharedListRefresh(store, {
    checkpoints,
    data,
    runs,
    sweeps,
    unfinishedRun,
  });
  const clearedStorage = createClearedStorage(store, {
    storageWatch: environment.storageWatch,
    readStored: () => readStored(environment),
    kept: [preferences, runs, sweeps, checkpoints, unfinishedRun],
    refresh: (list) => refreshSharedList(list),
    findUnfinishedRun: unfinishedRun.find,
  });
  const perform = performWith({
    worker,
    inspection,
    checkpoints,
    data,
    runs,
    unfinishedRun,
    deliverFiles: environment.deliverFiles,
    dispatch,
  });

  const follow = followTraining({ watchdog, dispatch, inspection });

  function pauseForOtherTab(): void {
    if (store.getState().activeSweep) void sweeps.pause();
    else control.pauseTraining();
  }

  function logRobbery(): void {
    const step = runOf(store.getState().run)?.progress.step;
    if (step !== undefined) store.setState(({ log }) => ({ log: [...log, robberyLine(step)] }));
  }

  /** All that needs the pictures. */
  function endRun(): void {
    dispatch({ kind: 'dataDeleted' });
    measurement.cancel();
    inspection.forget();
  }

  const session: Session = {
    ...createConfigurationCommands(store, environment.preferences, dispatch),
    ...createBackendCommands(store, { ...environment, dispatch, notices }),
    ...data,
    ...checkpoints,
    ...restoring,
    ...control,
    dismissLostStorage: clearedStorage.dismissLostStorage,
    store,
    runs,
    measurement,
    inspection,
    sweeps,
    exports,
    unfinishedRun,

    takeOver: () => lock.takeOver(),

    async open() {
      clearedStorage.begin();
      await Promise.all([
        lock.open(),
        data.read(),
        checkpoints.refresh().then(() => unfinishedRun.find()),
        runs.openList(),
        sweeps.openList(),
      ]);
    },

    async deleteCheckpoint(id) {
      await checkpoints.deleteCheckpoint(id);
      // It may have been the checkpoint that an unfinished run would continue from.
      if (store.getState().unfinished) await unfinishedRun.find();
    },
  };
  const locked = lockedCommands(session, { store, lock, keepFilesOfPage: given.keepFilesOfPage });
  return { ...session, ...locked };
}

async function readStored({
  readSummaries,
  checkpointStores,
  runStore,
  sweepStore,
}: Pick<Environment, 'readSummaries' | 'checkpointStores' | 'runStore' | 'sweepStore'>): Promise<Listed> {
  const [batches, checkpoints, runs, sweeps] = await Promise.all([
    readSummaries(),
    checkpointStores.list(),
    runStore.list(),
    sweepStore.list(),
  ]);
  return listedOf({ batches, checkpoints, runs, sweeps });
}
