import { createStore, type StoreApi } from 'zustand/vanilla';
import type { BackendChoice } from '../backend/backendInfo.ts';
import type { AccuracyPoint } from '../history/history.ts';
import type { TrainingClient } from '../worker/training/client.ts';
import type { TrainingCommand } from '../worker/training/protocol.ts';
import { createBackendCommands } from './backendCommands.ts';
import { type CheckpointCommands, createCheckpointCommands } from './checkpointCommands.ts';
import { type ConfigurationCommands, createConfigurationCommands } from './configurationCommands.ts';
import { createDataCommands, type DataCommands } from './dataCommands.ts';
import { createDatedIds } from './datedIds.ts';
import { notingDeliveries } from './deliveredFiles.ts';
import type { ExportCommands } from './exportCommands.ts';
import { followTraining } from './followTraining.ts';
import { createInspectionCommands, type InspectionCommands } from './inspectionCommands.ts';
import { laterExportCommands } from './laterExportCommands.ts';
import { laterFaultRecovery } from './laterFaultRecovery.ts';
import { laterRunCommands } from './laterRunCommands.ts';
import { laterSweepCommands } from './laterSweepCommands.ts';
import { laterTrainingPlace } from './laterTrainingPlace.ts';
import { createMeasurementCommands, type MeasurementCommands } from './measurementCommands.ts';
import { createNotices } from './notices.ts';
import { sessionOfOneTab, storesOfOneTab } from './oneTabTrains.ts';
import { createReadingAgain } from './readingAgain.ts';
import { createRestoring } from './restoring.ts';
import type { RunCommands } from './runCommands.ts';
import { initialState, type SessionState } from './sessionState.ts';
import type { SessionSurroundings } from './surroundings.ts';
import type { SweepCommands } from './sweepCommands.ts';
import { createTrainingCommands, type TrainingCommands } from './trainingCommands.ts';
import { createUnfinishedRun, type UnfinishedRunCommands } from './unfinishedRun.ts';
import { watchWorker } from './watchdog.ts';
import { createWeightsRequests, type WeightsRequests } from './weightsRequests.ts';

/** What a person can do. State is read from `store`; every change to it is made here. */
export interface Session
  extends ConfigurationCommands,
    DataCommands,
    CheckpointCommands,
    TrainingCommands,
    WeightsRequests {
  readonly store: StoreApi<SessionState>;
  readonly runs: RunCommands;
  readonly measurement: MeasurementCommands;
  readonly inspection: InspectionCommands;
  readonly sweeps: SweepCommands;
  readonly exports: ExportCommands;
  readonly unfinishedRun: UnfinishedRunCommands;
  /** Asks the tab that trains to make room; after its silence, takes the place by force. */
  takeOver(): Promise<void>;
  open(): Promise<void>;
  /**
   * Takes the present run along, from the very same weights; one that trains goes on by itself. Where the backend cannot be
   * had, everything stays as it was, and a notice says why.
   */
  chooseBackend(choice: BackendChoice): Promise<void>;
  restoreCheckpoint(id: string): Promise<void>;
}

export function createSession(given: SessionSurroundings): Session {
  const store = createStore<SessionState>(() => initialState);
  const place = laterTrainingPlace(store, {
    tabs: given.tabs,
    pause: pauseForOtherTab,
    lost: endTakenOver,
    read: (kept) => readAgain(kept),
  });
  const surroundings = {
    ...given,
    ...storesOfOneTab(given, place),
    deliverFiles: notingDeliveries(store, given.deliverFiles),
  };
  const worker = surroundings.createTrainingClient((event) => follow(event));
  const training: TrainingClient = {
    send(command) {
      recovery.sent(command);
      worker.send(command);
    },
    end() {
      worker.end();
      inspection.workerEnded();
    },
  };
  const recovery = laterFaultRecovery(store, training);
  const watchdog = watchWorker(store, (failure) => follow({ kind: 'trainingFailed', failure }));
  const notices = createNotices(store);
  const data = createDataCommands(store, {
    ...surroundings,
    written: () => place.written('data'),
    endRun,
  });
  const checkpoints = createCheckpointCommands(store, {
    ...surroundings,
    notices,
    refreshStorageUse: data.refreshStorageUse,
    kept: (summary) => unfinishedRun.checkpointKept(summary),
  });
  const runs = laterRunCommands(store, { ...surroundings, notices });
  const backends = createBackendCommands(store, { ...surroundings, training, notices });
  const configuration = createConfigurationCommands(store, surroundings.memory, send);
  const requests = createWeightsRequests(store, notices, send);
  const inspection = createInspectionCommands(store, {
    send,
    loadCheckpoint: (id) => surroundings.checkpointStores.load(id),
    readPictures: surroundings.readPictures,
    noteTestEvaluation,
  });
  const measurement = createMeasurementCommands(store, surroundings.createTrainingClient);
  const runIdAt = createDatedIds((id) => store.getState().runs.some((run) => run.id === id));
  const sweepIdAt = createDatedIds((id) => store.getState().sweeps.some(({ plan }) => plan.id === id));
  const control = createTrainingCommands(store, {
    send,
    runIdAt,
    now: surroundings.now,
    drawSeed: surroundings.drawSeed,
  });
  const sweeps = laterSweepCommands(store, {
    ...control,
    sweepStore: surroundings.sweepStore,
    runs,
    notices,
    newId: () => sweepIdAt(surroundings.now()),
  });
  const exports = laterExportCommands(store, {
    ...surroundings,
    notices,
    newRunId: () => runIdAt(surroundings.now()),
    refreshCheckpoints: checkpoints.refresh,
  });
  const restoring = createRestoring(store, {
    ...control,
    loadCheckpoint: (id) => surroundings.checkpointStores.load(id),
    notices,
    recall: runs.recall,
    send,
  });
  const unfinishedRun = createUnfinishedRun(store, {
    autosaves: surroundings.autosaves,
    checkpointStores: surroundings.checkpointStores,
    notices,
    restore: restoring.restoreFrom,
    resume: control.resumeTraining,
    leaveWorker,
    refreshCheckpoints: checkpoints.refresh,
  });
  const follow = followTraining(store, {
    training,
    watchdog,
    recovery,
    restoring,
    checkpoints,
    data,
    inspection,
    backends,
    unfinishedRun,
    noteTestEvaluation,
    deliverFiles: surroundings.deliverFiles,
  });
  const readAgain = createReadingAgain(store, { checkpoints, data, runs, sweeps, unfinishedRun });

  function noteTestEvaluation(runId: string, point: AccuracyPoint): void {
    void runs.noteTestEvaluation(runId, point);
  }

  /** What comes next may be computed on another backend. */
  function leaveWorker(): void {
    training.end();
    store.setState({ backend: null });
  }

  function send(command: TrainingCommand): void {
    training.send(command);
  }

  function pauseForOtherTab(): void {
    const { activeSweep, run } = store.getState();
    if (activeSweep) void sweeps.pause();
    else if (run.kind === 'training' || run.kind === 'preparing') control.pauseTraining();
  }

  function endTakenOver(): void {
    recovery.abandon();
    follow({ kind: 'trainingFailed', failure: { code: 'taken-over', details: {} } });
  }

  /** All that needs the pictures. */
  function endRun(): void {
    training.end();
    backends.abandon();
    recovery.abandon();
    measurement.cancel();
    inspection.forget();
    control.apply({ kind: 'dataDeleted' });
    store.setState({ pending: [], isEvaluating: false });
  }

  const session: Session = {
    ...configuration,
    ...data,
    ...checkpoints,
    ...control,
    ...requests,
    store,
    runs,
    measurement,
    inspection,
    sweeps,
    exports,
    unfinishedRun,

    takeOver: () => place.takeOver(),

    async open() {
      await Promise.all([
        place.open(),
        recovery.open(),
        data.read(),
        checkpoints.refresh().then(() => unfinishedRun.find()),
        runs.openList(),
        sweeps.openList(),
      ]);
    },

    async deleteCheckpoint(id) {
      await checkpoints.deleteCheckpoint(id);
      // It may have been what a run that was cut off would go on from.
      if (store.getState().unfinished) await unfinishedRun.find();
    },

    chooseBackend: (choice) => backends.choose(choice),

    restoreCheckpoint: (id) => restoring.restore(id),
  };
  return sessionOfOneTab(session, place);
}
