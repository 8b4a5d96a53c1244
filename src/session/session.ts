import { createStore, type StoreApi } from 'zustand/vanilla';
import type { BackendChoice } from '../backend/backendInfo.ts';
import type { CheckpointSummary } from '../checkpoint/checkpoint.ts';
import { readLinkQuery } from '../configuration/configurationLink.ts';
import type { ParameterKey } from '../configuration/parameters.ts';
import type { Preset } from '../configuration/presets.ts';
import type { ExportKind } from '../export/exportKind.ts';
import { failureData } from '../failure.ts';
import { networkNamed } from '../model/networks.ts';
import type { TrainingClient } from '../worker/training/client.ts';
import type { TrainingCommand, TrainingEvent } from '../worker/training/protocol.ts';
import { type CheckpointBytes, createBackendCommands } from './backendCommands.ts';
import { type CheckpointCommands, createCheckpointCommands } from './checkpointCommands.ts';
import { fieldsOfPreset } from './configurationFields.ts';
import { createDataCommands, type DataCommands } from './dataCommands.ts';
import { isChanging } from './dataState.ts';
import { createDatedIds } from './datedIds.ts';
import type { ExportCommands } from './exportCommands.ts';
import { createFaultRecovery } from './faultRecovery.ts';
import { createInspectionCommands, type InspectionCommands } from './inspectionCommands.ts';
import { laterExportCommands } from './laterExportCommands.ts';
import { laterRunCommands } from './laterRunCommands.ts';
import { laterSweepCommands } from './laterSweepCommands.ts';
import { laterTrainingPlace } from './laterTrainingPlace.ts';
import { createMeasurementCommands, type MeasurementCommands } from './measurementCommands.ts';
import { createNotices } from './notices.ts';
import { sessionOfOneTab, storesOfOneTab } from './oneTabTrains.ts';
import type { Kept } from './otherTabs.ts';
import { createParameterChanges } from './parameterChanges.ts';
import type { Recalled, RunCommands } from './runCommands.ts';
import { runOf } from './runState.ts';
import { initialState, type Notice, type PendingRequest, type SessionState } from './sessionState.ts';
import type { SessionSurroundings } from './surroundings.ts';
import type { SweepCommands } from './sweepCommands.ts';
import { createTrainingCommands, type TrainingCommands } from './trainingCommands.ts';
import { stateAfterTrainingEvent } from './trainingEvents.ts';
import { createUnfinishedRun, type UnfinishedRunCommands } from './unfinishedRun.ts';
import { watchWorker } from './watchdog.ts';
import { isWorthKeeping } from './worthKeeping.ts';

/** What a person can do. State is read from `store`; every change to it is made here. */
export interface Session extends DataCommands, CheckpointCommands, TrainingCommands {
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
  /** Takes the configuration that a link carries, if it carries one. */
  openLink(search: string): void;
  setField(key: ParameterKey, text: string): void;
  chooseNetwork(name: string): void;
  /**
   * Takes the present run along, from the very same weights; one that trains goes on by itself. Where the backend cannot be
   * had, everything stays as it was, and a notice says why.
   */
  chooseBackend(choice: BackendChoice): Promise<void>;
  choosePreset(preset: Preset): void;
  saveCheckpoint(): void;
  restoreCheckpoint(id: string): Promise<void>;
  evaluateTestSet(): void;
  /** Hands files of the present weights to the browser's downloads. */
  exportFiles(what: ExportKind): void;
}

export function createSession(given: SessionSurroundings): Session {
  const store = createStore<SessionState>(() => initialState);
  const place = laterTrainingPlace(store, {
    tabs: given.tabs,
    pause: pauseForOtherTab,
    lost: endTakenOver,
    read: readAgain,
  });
  const surroundings = { ...given, ...storesOfOneTab(given, place) };
  const worker = surroundings.createTrainingClient(onTrainingEvent);
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
  const recovery = createFaultRecovery(store, training);
  const watchdog = watchWorker(store, (failure) => onTrainingEvent({ kind: 'trainingFailed', failure }));
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
  const changes = createParameterChanges(store, (command) => training.send(command));
  const inspection = createInspectionCommands(store, {
    send: (command) => training.send(command),
    loadCheckpoint: (id) => surroundings.checkpointStores.load(id),
    readPictures: surroundings.readPictures,
    noteTestEvaluation: (runId, point) => void runs.noteTestEvaluation(runId, point),
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
  const unfinishedRun = createUnfinishedRun(store, {
    autosaves: surroundings.autosaves,
    checkpointStores: surroundings.checkpointStores,
    notices,
    restore: restoreFrom,
    resume: control.resumeTraining,
    refreshCheckpoints: checkpoints.refresh,
  });
  /** What belongs to the checkpoint that is being restored; takes effect together with it. */
  let restoring: { readonly recalled: Recalled | null; readonly bytes: CheckpointBytes['bytes'] } | null =
    null;

  function onTrainingEvent(event: TrainingEvent): void {
    watchdog.heard();
    if (recovery.survives(event)) return;
    const recalled = event.kind === 'checkpointRestored' ? restoring?.recalled : null;
    store.setState((state) => stateAfterTrainingEvent({ ...state, ...recalled }, event));
    switch (event.kind) {
      case 'checkpointRestored':
        if (restoring) noteCheckpoint(event.summary, restoring.bytes);
        restoring = null;
        break;
      case 'checkpointTaken':
        noteCheckpoint(event.checkpoint.summary, event.checkpoint.bytes);
        if (isWorthKeeping(store.getState(), event.checkpoint.summary.reason)) {
          void checkpoints.keep(event.checkpoint, event.isUpdate);
        }
        break;
      case 'autosaved':
        noteCheckpoint(event.autosave.summary, event.autosave.bytes);
        break;
      case 'filesExported':
        surroundings.deliverFiles(event.files);
        break;
      case 'trainingFailed':
        // Its tensors are lost or worthless; the next command starts from a clean worker.
        training.end();
        if (event.failure.code === 'data-missing') void data.read();
        break;
      case 'requestFailed':
        if (event.failure.code === 'data-missing') void data.read();
        break;
      default:
    }
    inspection.follow(event);
    backends.follow(event);
    recovery.follow(event);
    unfinishedRun.follow(event);
  }

  function noteCheckpoint({ id, runId, step }: CheckpointSummary, bytes: CheckpointBytes['bytes']): void {
    backends.checkpointSeen({ id, runId, step, bytes });
    recovery.checkpointSeen({ id, runId, step, bytes });
  }

  function send(command: TrainingCommand): void {
    training.send(command);
  }

  /** Sends a request that is answered by one event, and notes that it is under way. */
  function request(command: TrainingCommand & { kind: PendingRequest }, place: Notice['place']): void {
    notices.say(place, null);
    store.setState((state) => ({ pending: [...state.pending, command.kind] }));
    send(command);
  }

  function pauseForOtherTab(): void {
    const { activeSweep, run } = store.getState();
    if (activeSweep) void sweeps.pause();
    else if (run.kind === 'training' || run.kind === 'preparing') control.pauseTraining();
  }

  function endTakenOver(): void {
    recovery.abandon();
    onTrainingEvent({ kind: 'trainingFailed', failure: { code: 'taken-over', details: {} } });
  }

  /** Another tab has written it. */
  async function readAgain(kept: Kept): Promise<void> {
    switch (kept) {
      case 'checkpoints':
        await checkpoints.refresh();
        // Only now can it be told whether a run was cut off: the tab that trained it may have been closed.
        if (runOf(store.getState().run) === null || store.getState().run.kind === 'opened') {
          await unfinishedRun.find();
        }
        return;
      case 'runs':
        return runs.openList();
      case 'sweeps':
        return sweeps.openList();
      case 'data':
        return isChanging(store.getState().data) ? undefined : data.read();
    }
  }

  async function restore(id: string): Promise<void> {
    const summary = store.getState().checkpoints.find((stored) => stored.id === id)?.summary;
    await restoreFrom(summary ?? { id }, () => surroundings.checkpointStores.load(id));
  }

  /** @param summary its id alone, where the checkpoint cannot be read */
  async function restoreFrom(
    summary: Pick<CheckpointSummary, 'id'> | CheckpointSummary,
    load: () => Promise<CheckpointBytes['bytes']>,
  ): Promise<void> {
    const { id } = summary;
    notices.say('checkpoints', null);
    control.apply({ kind: 'restoreRequested' });
    try {
      const bytes = await load();
      restoring = {
        recalled: 'runId' in summary ? await runs.recall(summary.runId, summary.step) : null,
        bytes,
      };
      send({ kind: 'restoreCheckpoint', id, bytes, backend: store.getState().backendChoice });
    } catch (error) {
      control.apply({ kind: 'restoreFailed' });
      notices.say('checkpoints', failureData(error));
    }
  }

  /** All that needs the pictures. */
  function endRun(): void {
    training.end();
    backends.abandon();
    recovery.abandon();
    measurement.cancel();
    inspection.forget();
    control.apply({ kind: 'dataDeleted' });
  }

  const session: Session = {
    ...data,
    ...checkpoints,
    ...control,
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
        data.read(),
        checkpoints.refresh(),
        runs.openList(),
        sweeps.openList(),
      ]);
      await unfinishedRun.find();
    },

    openLink(search) {
      const link = readLinkQuery(search, (network) => networkNamed(network)?.parameters);
      if (link.kind === 'broken') store.setState({ brokenLink: link });
      if (link.kind !== 'read') return;
      const { network, texts } = link.configuration;
      store.setState({ network, fields: texts, brokenLink: null });
    },

    setField(key, text) {
      store.setState((state) => ({ fields: { ...state.fields, [key]: text } }));
      changes.fieldChanged(key);
    },

    chooseNetwork(network) {
      store.setState({ network });
    },

    chooseBackend: (choice) => backends.choose(choice),

    choosePreset(preset) {
      store.setState(({ fields }) => ({ network: preset.network, fields: fieldsOfPreset(preset, fields) }));
    },

    saveCheckpoint: () => request({ kind: 'saveCheckpoint' }, 'checkpoints'),

    restoreCheckpoint: restore,

    evaluateTestSet: () => request({ kind: 'evaluateTestSet' }, 'result'),

    exportFiles: (what) => request({ kind: 'exportFiles', what }, 'export'),
  };
  return sessionOfOneTab(session, place);
}
