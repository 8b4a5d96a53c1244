import { createStore, type StoreApi } from 'zustand/vanilla';
import type { BackendChoice } from '../backend/backendInfo.ts';
import type { Renderer } from '../backend/renderer.ts';
import type { AutosaveStore } from '../checkpoint/autosaves.ts';
import type { CheckpointSummary } from '../checkpoint/checkpoint.ts';
import type { CheckpointStores } from '../checkpoint/checkpointStores.ts';
import { changeableOf } from '../configuration/changeableParameters.ts';
import { readLinkQuery } from '../configuration/configurationLink.ts';
import type { ParameterKey } from '../configuration/parameters.ts';
import type { Preset } from '../configuration/presets.ts';
import type { BatchSummary } from '../data/summary.ts';
import type { ExportKind } from '../export/exportKind.ts';
import type { ExportedFile } from '../export/weightsFormats.ts';
import { failureData } from '../failure.ts';
import { networkNamed } from '../model/networks.ts';
import type { RunStore } from '../runs/runStore.ts';
import type { SweepStore } from '../sweep/sweepStore.ts';
import { emptyHistory } from '../training/history.ts';
import type { DataClient } from '../worker/data/client.ts';
import type { DataEvent } from '../worker/data/protocol.ts';
import type { TrainingClient } from '../worker/training/client.ts';
import type { EncodedCheckpoint, TrainingCommand, TrainingEvent } from '../worker/training/protocol.ts';
import { type CheckpointBytes, createBackendCommands } from './backendCommands.ts';
import { chosenHyperparameters } from './chosenHyperparameters.ts';
import { asksForFreshSeed, fieldsOfPreset } from './configurationFields.ts';
import { type DataRequest, dataStateAfter, isChanging } from './dataState.ts';
import { createDatedIds } from './datedIds.ts';
import type { ExportCommands } from './exportCommands.ts';
import { createFaultRecovery } from './faultRecovery.ts';
import { forks } from './forks.ts';
import { createInspectionCommands, type InspectionCommands } from './inspectionCommands.ts';
import { laterExportCommands } from './laterExportCommands.ts';
import { laterSweepCommands } from './laterSweepCommands.ts';
import { laterTrainingPlace } from './laterTrainingPlace.ts';
import { forkLine, parametersLine } from './logLines.ts';
import { createMeasurementCommands, type MeasurementCommands } from './measurementCommands.ts';
import { sessionOfOneTab, storesOfOneTab } from './oneTabTrains.ts';
import type { Kept, OtherTabs } from './otherTabs.ts';
import { createParameterChanges } from './parameterChanges.ts';
import { createRunCommands, type Recalled, type RunCommands } from './runCommands.ts';
import { isBusy, type RunRequest, type RunToStart, runOf, runStateAfter } from './runState.ts';
import {
  initialState,
  type Notice,
  type PendingRequest,
  type SessionState,
  type StorageUse,
} from './sessionState.ts';
import type { SweepCommands } from './sweepCommands.ts';
import { stateAfterTrainingEvent } from './trainingEvents.ts';
import { createUnfinishedRun, type UnfinishedRunCommands } from './unfinishedRun.ts';
import { watchWorker } from './watchdog.ts';
import { isWorthKeeping } from './worthKeeping.ts';

/** What the session needs from the browser; tests hand in their own. */
export interface SessionSurroundings {
  readonly createTrainingClient: (onEvent: (event: TrainingEvent) => void) => TrainingClient;
  readonly createDataClient: (onEvent: (event: DataEvent) => void) => DataClient;
  readonly checkpointStores: CheckpointStores;
  readonly autosaves: AutosaveStore;
  readonly runStore: RunStore;
  readonly sweepStore: SweepStore;
  /** Null where the browser has nothing that tabs could share. */
  readonly tabs: OtherTabs | null;
  readonly readSummaries: () => Promise<readonly BatchSummary[]>;
  readonly readPictures: InspectionCommands['pictures'];
  readonly readStorageUse: () => Promise<StorageUse | null>;
  /** What stands behind WebGPU; null where there is none. */
  readonly findAdapter: () => Promise<Renderer | null>;
  readonly requestPersistence: () => Promise<void>;
  readonly deliverFiles: (files: readonly ExportedFile[]) => void;
  readonly dataBaseUrl: string;
  readonly now: () => Date;
  /** A seed that nobody chose, in [0, 2³²). */
  readonly drawSeed: () => number;
}

/** What a person can do. State is read from `store`; every change to it is made here. */
export interface Session {
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
  downloadDataset(): void;
  importFiles(files: readonly File[]): void;
  cancelImport(): void;
  deleteDataset(): void;
  setField(key: ParameterKey, text: string): void;
  /** Puts another seed into its field. */
  drawSeed(): void;
  chooseNetwork(name: string): void;
  /**
   * Takes the present run along, from the very same weights; one that trains goes on by itself. Where the backend cannot be
   * had, everything stays as it was, and a notice says why.
   */
  chooseBackend(choice: BackendChoice): Promise<void>;
  choosePreset(preset: Preset): void;
  startTraining(): void;
  pauseTraining(): void;
  resumeTraining(): void;
  trainOneStep(): void;
  stopTraining(): void;
  saveCheckpoint(): void;
  restoreCheckpoint(id: string): Promise<void>;
  deleteCheckpoint(id: string): Promise<void>;
  pinCheckpoint(id: string, isPinned: boolean): Promise<void>;
  /** Hands the checkpoint to the browser's downloads as a file. */
  exportCheckpoint(id: string): Promise<void>;
  importCheckpoint(file: File): Promise<void>;
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
  const data = surroundings.createDataClient(onDataEvent);
  const runs = createRunCommands(store, surroundings);
  const backends = createBackendCommands(store, { training, findAdapter: surroundings.findAdapter });
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
  const sweeps = laterSweepCommands(store, {
    sweepStore: surroundings.sweepStore,
    runs,
    newId: () => sweepIdAt(surroundings.now()),
    startRun,
    endAt,
    pauseTraining,
    startTraining: () => start(null),
  });
  const exports = laterExportCommands(store, {
    ...surroundings,
    newRunId: () => runIdAt(surroundings.now()),
    refreshCheckpoints,
  });
  const unfinishedRun = createUnfinishedRun(store, {
    autosaves: surroundings.autosaves,
    checkpointStores: surroundings.checkpointStores,
    restore: restoreFrom,
    resume: () => resume(null),
    refreshCheckpoints,
  });
  /** What belongs to the checkpoint that is being restored; takes effect together with it. */
  let restoring: { readonly recalled: Recalled | null; readonly bytes: CheckpointBytes['bytes'] } | null =
    null;

  function applyToRun(event: RunRequest): void {
    store.setState((state) => ({ run: runStateAfter(state.run, event) }));
  }

  function applyToData(event: DataRequest | DataEvent): void {
    store.setState((state) => ({ data: dataStateAfter(state.data, event) }));
  }

  function log(line: string): void {
    store.setState((state) => ({ log: [...state.log, line] }));
  }

  function onDataEvent(event: DataEvent): void {
    applyToData(event);
    if (event.kind === 'importProgressed') return;
    place.written('data');
    void refreshStorageUse();
  }

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
          void keepCheckpoint(event.checkpoint, event.isUpdate);
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
        if (event.failure.code === 'data-missing') void readDataset();
        break;
      case 'requestFailed':
        if (event.failure.code === 'data-missing') void readDataset();
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

  async function keepCheckpoint(checkpoint: EncodedCheckpoint, isUpdate: boolean): Promise<void> {
    try {
      const { place } = await surroundings.checkpointStores.save(checkpoint);
      const isWorthALine = !isUpdate && checkpoint.summary.reason !== 'best';
      if (isWorthALine) log('Saved checkpoint');
      store.setState({ wentToIndexedDB: place === 'IndexedDB' ? checkpoint.summary.id : null });
      clearNotice('checkpoints');
      await unfinishedRun.checkpointKept(checkpoint.summary);
    } catch (error) {
      if (!isUpdate) log('Checkpoint not saved');
      notice({ place: 'checkpoints', failure: failureData(error) });
    }
    await refreshCheckpoints();
  }

  async function refreshCheckpoints(): Promise<void> {
    try {
      store.setState({
        checkpoints: await surroundings.checkpointStores.list(),
        localStorageShare: await surroundings.checkpointStores.localShare(),
      });
    } catch (error) {
      notice({ place: 'checkpoints', failure: failureData(error) });
    }
    await refreshStorageUse();
  }

  async function refreshStorageUse(): Promise<void> {
    store.setState({ storage: await surroundings.readStorageUse() });
  }

  async function readDataset(): Promise<void> {
    try {
      applyToData({ kind: 'storeOpened', summaries: await surroundings.readSummaries() });
    } catch (error) {
      applyToData({ kind: 'storeUnavailable', failure: failureData(error) });
    }
  }

  function notice(added: Notice): void {
    store.setState((state) => ({
      notices: [...state.notices.filter(({ place }) => place !== added.place), added],
    }));
  }

  function clearNotice(cleared: Notice['place']): void {
    store.setState((state) => ({ notices: state.notices.filter(({ place }) => place !== cleared) }));
  }

  function send(command: TrainingCommand): void {
    training.send(command);
  }

  /** Sends a request that is answered by one event, and notes that it is under way. */
  function request(command: TrainingCommand & { kind: PendingRequest }, place: Notice['place']): void {
    clearNotice(place);
    store.setState((state) => ({ pending: [...state.pending, command.kind] }));
    send(command);
  }

  function drawSeed(): void {
    const seed = String(surroundings.drawSeed());
    store.setState(({ fields }) => ({ fields: { ...fields, seed } }));
  }

  function start(pauseAfterSteps: number | null): void {
    if (asksForFreshSeed(store.getState().fields)) drawSeed();
    const { network } = store.getState();
    const hyperparameters = chosenHyperparameters(store.getState());
    if (hyperparameters) startRun({ network, hyperparameters, pauseAfterSteps, evaluatesAtEnd: true });
  }

  /** Returns the run's id; null where none can be started now. What stands in the fields is not touched. */
  function startRun({
    network,
    hyperparameters,
    pauseAfterSteps,
    evaluatesAtEnd,
  }: RunToStart): string | null {
    const { data: dataState, run: runState, backendChoice: backend } = store.getState();
    if (dataState.kind !== 'ready' || isBusy(runState)) return null;
    const startedAt = surroundings.now();
    const id = runIdAt(startedAt);
    const run = { id, network, hyperparameters, startedAt: startedAt.toISOString(), parent: null };
    // In one change: between two, the run before this one would stand there without its curves, and be recorded so.
    store.setState({
      run: runStateAfter(runState, { kind: 'startRequested', run }),
      history: emptyHistory,
      logitsHistograms: [],
      layersPoints: [],
      log: [parametersLine(network, hyperparameters)],
      notices: [],
      restoreProof: null,
    });
    send({
      kind: 'startTraining',
      runId: id,
      network,
      hyperparameters,
      backend,
      pauseAfterSteps,
      evaluatesAtEnd,
    });
    return id;
  }

  function resume(pauseAfterSteps: number | null): void {
    const state = store.getState();
    const run = runOf(state.run);
    const wanted = chosenHyperparameters(state);
    if (!run || !wanted || isBusy(state.run)) return;
    const parameters = changeableOf(wanted);
    const hyperparameters = { ...run.hyperparameters, ...parameters };
    const runId = forks(state, run, hyperparameters) ? runIdAt(surroundings.now()) : run.id;
    const startedAt = surroundings.now().toISOString();
    const forkLines = runId === run.id ? [] : [forkLine(run.id, run.progress.step, hyperparameters)];
    store.setState({
      run: runStateAfter(state.run, { kind: 'resumeRequested', runId, startedAt, hyperparameters }),
      log: [...state.log, ...forkLines],
    });
    send({ kind: 'resumeTraining', runId, parameters, pauseAfterSteps });
  }

  function endAt(maxSteps: number): void {
    const run = runOf(store.getState().run);
    if (!run) return;
    send({ kind: 'changeParameters', parameters: { ...changeableOf(run.hyperparameters), maxSteps } });
  }

  function pauseTraining(): void {
    applyToRun({ kind: 'pauseRequested' });
    send({ kind: 'pauseTraining' });
  }

  function pauseForOtherTab(): void {
    const { activeSweep, run } = store.getState();
    if (activeSweep) void sweeps.pause();
    else if (run.kind === 'training' || run.kind === 'preparing') pauseTraining();
  }

  function endTakenOver(): void {
    recovery.abandon();
    onTrainingEvent({ kind: 'trainingFailed', failure: { code: 'taken-over', details: {} } });
  }

  /** Another tab has written it. */
  async function readAgain(kept: Kept): Promise<void> {
    switch (kept) {
      case 'checkpoints':
        await refreshCheckpoints();
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
        return isChanging(store.getState().data) ? undefined : readDataset();
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
    clearNotice('checkpoints');
    applyToRun({ kind: 'restoreRequested' });
    try {
      const bytes = await load();
      restoring = {
        recalled: 'runId' in summary ? await runs.recall(summary.runId, summary.step) : null,
        bytes,
      };
      send({ kind: 'restoreCheckpoint', id, bytes, backend: store.getState().backendChoice });
    } catch (error) {
      applyToRun({ kind: 'restoreFailed' });
      notice({ place: 'checkpoints', failure: failureData(error) });
    }
  }

  const session: Session = {
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
        readDataset(),
        refreshCheckpoints(),
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

    downloadDataset() {
      applyToData({ kind: 'importRequested', source: 'download' });
      void surroundings.requestPersistence();
      data.send({ kind: 'downloadDataset', baseUrl: surroundings.dataBaseUrl });
    },

    importFiles(files) {
      applyToData({ kind: 'importRequested', source: 'files' });
      void surroundings.requestPersistence();
      data.send({ kind: 'importFiles', files: [...files] });
    },

    cancelImport() {
      data.send({ kind: 'cancelImport' });
    },

    deleteDataset() {
      training.end();
      backends.abandon();
      recovery.abandon();
      measurement.cancel();
      inspection.forget();
      applyToRun({ kind: 'dataDeleted' });
      applyToData({ kind: 'deletionRequested' });
      data.send({ kind: 'deleteDataset' });
    },

    setField(key, text) {
      store.setState((state) => ({ fields: { ...state.fields, [key]: text } }));
      changes.fieldChanged(key);
    },

    drawSeed,

    chooseNetwork(network) {
      store.setState({ network });
    },

    chooseBackend: (choice) => backends.choose(choice),

    choosePreset(preset) {
      store.setState(({ fields }) => ({ network: preset.network, fields: fieldsOfPreset(preset, fields) }));
    },

    startTraining: () => start(null),

    pauseTraining,

    resumeTraining: () => resume(null),

    trainOneStep() {
      const { kind } = store.getState().run;
      if (kind === 'paused') resume(1);
      else start(1);
    },

    stopTraining() {
      applyToRun({ kind: 'stopRequested' });
      send({ kind: 'stopTraining' });
    },

    saveCheckpoint: () => request({ kind: 'saveCheckpoint' }, 'checkpoints'),

    restoreCheckpoint: restore,

    async deleteCheckpoint(id) {
      clearNotice('checkpoints');
      try {
        await surroundings.checkpointStores.delete(id);
      } catch (error) {
        notice({ place: 'checkpoints', failure: failureData(error) });
      }
      await refreshCheckpoints();
    },

    async pinCheckpoint(id, isPinned) {
      clearNotice('checkpoints');
      try {
        await surroundings.checkpointStores.setPinned(id, isPinned);
      } catch (error) {
        notice({ place: 'checkpoints', failure: failureData(error) });
      }
      await refreshCheckpoints();
    },

    async exportCheckpoint(id) {
      clearNotice('checkpoints');
      try {
        const bytes = await surroundings.checkpointStores.load(id);
        const { checkpointFile } = await import('../checkpoint/checkpointFile.ts');
        surroundings.deliverFiles([checkpointFile(id, bytes)]);
      } catch (error) {
        notice({ place: 'checkpoints', failure: failureData(error) });
      }
    },

    async importCheckpoint(file) {
      clearNotice('checkpoints');
      try {
        const { checkpointFromFile } = await import('../checkpoint/checkpointFile.ts');
        await surroundings.checkpointStores.save(await checkpointFromFile(file));
      } catch (error) {
        notice({ place: 'checkpoints', failure: failureData(error) });
      }
      await refreshCheckpoints();
    },

    evaluateTestSet: () => request({ kind: 'evaluateTestSet' }, 'result'),

    exportFiles: (what) => request({ kind: 'exportFiles', what }, 'export'),
  };
  return sessionOfOneTab(session, place);
}
