import type { StoreApi } from 'zustand/vanilla';
import { textsOf } from '../../configuration/parseHyperparameters.ts';
import type { ExportedFile } from '../../export/exportedFile.ts';
import { type FailureData, failureData } from '../../failure.ts';
import { type AccuracyPoint, accuracyAt, withPoint } from '../../history/history.ts';
import { newestRunFirst } from '../../runs/runOrder.ts';
import type { RunRecord, RunSummary } from '../../runs/runRecord.ts';
import type { RunDescription, RunStore } from '../../runs/runStore.ts';
import type { PreferenceStore } from '../environment/preferences.ts';
import type { PageEvent } from '../machine/event.ts';
import type { Notices } from '../run/notices.ts';
import { hasWeights, isBusy, type Recalled, type Run, type RunState, runOf } from '../state/runState.ts';
import { restorableCheckpoint } from '../state/selectors.ts';
import type { SessionState } from '../state/sessionState.ts';
import { recordInMemory, recordRuns } from './runRecording.ts';
import { createShownRuns } from './shownRuns.ts';

/** What a person can do with the runs on record. */
export interface RecordCommands {
  /** Reads which runs there are; the one that was open last is shown where none is, and kept up to date where it is. */
  openList(): Promise<void>;
  /** Shows a run's curves, log and configuration, and restores its last checkpoint where there is one. */
  openRun(id: string): Promise<void>;
  /** Shows the curves of the run that was open last, a sweep's trials aside; of the other one where it is no longer on record. */
  returnToOpened(otherId: string | null): Promise<void>;
  renameRun(id: string, name: string): Promise<void>;
  /** Keeps a free text with the run; an empty one takes it away. */
  annotateRun(id: string, notes: string): Promise<void>;
  deleteRun(id: string): Promise<void>;
  /** Lays the run's curves over the present one's, or takes them away. */
  setRunShown(id: string, isShown: boolean): Promise<void>;
  /** Hands event files for TensorBoard to the browser's downloads, a log directory for each run. */
  exportRuns(ids: readonly string[]): Promise<void>;
  /** Adds a test evaluation to the record of a run, unless that step has one. */
  recordTestEvaluation(id: string, point: AccuracyPoint): Promise<void>;
  /** Log, histograms and layers of a run as they were at that step; empty where it is not on record. */
  recall(id: string, step: number): Promise<Recalled>;
}

/** What the session itself does with them. */
interface Records extends RecordCommands {
  /** Records again, where their records are gone, the present run and those whose curves lie over its. */
  writeAgain(): Promise<void>;
}

interface RecordEnvironment {
  readonly dispatch: (event: PageEvent) => void;
  readonly runStore: RunStore;
  readonly preferences: PreferenceStore;
  readonly deliverFiles: (files: readonly ExportedFile[]) => void;
  readonly notices: Notices;
  readonly restoreCheckpoint: (id: string) => Promise<void>;
}

const openedKey = 'cifar-10/open-run';

export function createRecordCommands(
  store: StoreApi<SessionState>,
  { dispatch, runStore, preferences, deliverFiles, notices, restoreCheckpoint }: RecordEnvironment,
): Records {
  let isUnrecorded = false;
  store.subscribe(({ run, activeSweep }, before) => {
    const id = runOf(run)?.id;
    // Nobody opened a sweep's trials.
    if (id !== undefined && id !== runOf(before.run)?.id && activeSweep === null)
      preferences.write(openedKey, id);
  });
  const shown = createShownRuns(store, runStore, preferences);
  const recording = recordRuns(
    store,
    runStore,
    (written) => {
      note(written);
      if (isUnrecorded) noteRecording(null);
    },
    (error) => noteRecording(failureData(error)),
  );

  function note(written: RunRecord): void {
    store.setState(({ runs }) => ({ runs: withSummary(runs, written.summary) }));
    shown.written(written);
  }

  /** A run is recorded every few seconds: the page says it once where that cannot be, and no more when it can again. */
  function noteRecording(failure: FailureData | null): void {
    const isSaid = store.getState().notices.some(({ place }) => place === 'runs');
    if (failure && isUnrecorded && isSaid) return;
    isUnrecorded = failure !== null;
    notices.say('runs', failure);
  }

  const attempt = (work: () => Promise<void>) => notices.attempt('runs', work);

  async function refreshList(): Promise<void> {
    const runs = await runStore.list((count) =>
      notices.say('runs', { code: 'records-unreadable', details: { what: 'runs', count } }),
    );
    store.setState({ runs });
    await shown.refresh();
  }

  /** Another tab may have deleted it. */
  const changeWords = (id: string, description: RunDescription) =>
    attempt(async () => {
      if (!(await runStore.describe(id, description))) return refreshList();
      const described = (run: RunSummary) => (run.id === id ? { ...run, ...description } : run);
      store.setState(({ runs, shownRuns }) => ({
        runs: runs.map(described),
        shownRuns: shownRuns.map((record) => ({ ...record, summary: described(record.summary) })),
      }));
    });

  /** The run of the list that was open last; else the other one, or the newest. */
  function openedLast(otherId: string | null): string | undefined {
    const { runs } = store.getState();
    const ids = runs.map(({ id }) => id);
    return [preferences.read(openedKey), otherId].find((id) => id !== null && ids.includes(id)) ?? ids[0];
  }

  function show(record: RunRecord): void {
    const { summary, history, log, logits, layers, times } = record;
    const recalled = { log, logitsHistograms: logits, layersPoints: layers, stepTimes: times };
    dispatch({ kind: 'runOpened', run: runIn(summary), history, recalled });
  }

  return {
    openList: () =>
      attempt(async () => {
        await refreshList();
        const { run: before } = store.getState();
        const id = before.kind === 'opened' ? before.run.id : openedLast(null);
        const record = id === undefined ? null : await runStore.load(id);
        const { run } = store.getState();
        // A new visit shows the run that was open, and a tab without the lock its progress. The fields are left alone.
        const isShown = run.kind === 'opened' && run.run.id === record?.summary.id;
        if (record && (run.kind === 'idle' || isShown)) show(record);
        await shown.recall();
      }),

    openRun: (id) =>
      attempt(async () => {
        const record = await runStore.load(id);
        const { run } = store.getState();
        if (!record || isBusy(run) || isAsRecorded(run, record.summary)) return;
        show(record);
        const { network, hyperparameters } = record.summary;
        store.setState({ network, fields: textsOf(hyperparameters) });
        const checkpoint = restorableCheckpoint(store.getState(), id);
        if (checkpoint) await restoreCheckpoint(checkpoint.id);
      }),

    returnToOpened: (otherId) =>
      attempt(async () => {
        const record = await runStore.load(openedLast(otherId) ?? '');
        if (record && !isBusy(store.getState().run)) show(record);
      }),

    renameRun: (id, name) => changeWords(id, { name: name.trim() || id }),

    annotateRun: (id, notes) => changeWords(id, { notes: notes.trim() }),

    deleteRun: (id) =>
      attempt(async () => {
        recording.deleted(id);
        await runStore.delete(id);
        await shown.set(id, false);
        store.setState(({ runs }) => ({ runs: runs.filter((run) => run.id !== id) }));
      }),

    setRunShown: (id, isShown) => attempt(() => shown.set(id, isShown)),

    exportRuns: (ids) =>
      attempt(async () => {
        const { zipRunLogs } = await import('../../runs/runLog.ts');
        const records = (await Promise.all(ids.map((id) => runStore.load(id)))).filter(
          (record) => record !== null,
        );
        const bytes = zipRunLogs(records);
        deliverFiles([{ name: 'cifar-10-tensorboard-logs.zip', mediaType: 'application/zip', bytes }]);
      }),

    recordTestEvaluation: (id, point) =>
      attempt(async () => {
        const record = await runStore.load(id);
        if (!record || accuracyAt(record.history.test, point.step) !== null) return;
        const test = withPoint(record.history.test, point);
        const noted: RunRecord = {
          ...record,
          history: { ...record.history, test },
          summary: {
            ...record.summary,
            testAccuracy: test.at(-1)?.accuracy ?? null,
            testEvaluations: record.summary.testEvaluations + 1,
          },
        };
        await runStore.save(noted);
        note(noted);
        const { run } = store.getState();
        if (run.kind === 'opened' && run.run.id === id) show(noted);
      }),

    writeAgain: () =>
      attempt(async () => {
        const { runs, shownRuns } = store.getState();
        const present = recordInMemory(store.getState());
        const listed = new Set(runs.map(({ id }) => id));
        const kept = new Map(shownRuns.map((record) => [record.summary.id, record]));
        if (present) kept.set(present.summary.id, present);
        for (const { id } of await runStore.list()) kept.delete(id);
        for (const [id, record] of kept) if (listed.has(id)) await runStore.save(record);
      }),

    async recall(id, step) {
      const record = await runStore.load(id).catch(() => null);
      return {
        log: record?.log ?? [],
        logitsHistograms: record?.logits.filter((point) => point.step < step) ?? [],
        layersPoints: record?.layers.filter((point) => point.step < step) ?? [],
        stepTimes: record?.times.filter((point) => point.step <= step) ?? [],
      };
    },
  };
}

/** Whether the run is the present one, with the weights of its last recorded step. */
function isAsRecorded(state: RunState, { id, step }: RunSummary): boolean {
  const run = runOf(state);
  return hasWeights(state) && run?.id === id && run.progress.step >= step;
}

function withSummary(runs: readonly RunSummary[], added: RunSummary): RunSummary[] {
  const others = runs.filter(({ id }) => id !== added.id);
  return [added, ...others].sort(newestRunFirst);
}

function runIn({
  id,
  network,
  hyperparameters,
  startedAt,
  parent,
  step,
  epochs,
  elapsedSeconds,
  testEvaluations,
}: RunSummary): Run {
  const progress = { step, epochs, elapsedSeconds, msPerStep: null, tensorCount: 0 };
  return { id, network, hyperparameters, startedAt, parent, progress, testEvaluations };
}
