import type { StoreApi } from 'zustand/vanilla';
import { bestOf } from '../../history/history.ts';
import { nextRunNumber } from '../../runs/runOrder.ts';
import type { RunRecord, RunSummary } from '../../runs/runRecord.ts';
import type { RunStore } from '../../runs/runStore.ts';
import { type Run, type RunState, runOf } from '../state/runState.ts';
import type { SessionState } from '../state/sessionState.ts';

/** While a run trains, its record is written at most this often. */
const writeIntervalMs = 2_000;

interface RunRecording {
  /** The run's record was deleted: it is written again only when the run has been trained on. */
  deleted(id: string): void;
}

/**
 * Keeps the present run's record up to date: periodically while it trains, and immediately when it stops or is evaluated.
 *
 * @param onWritten called with what was written
 * @param onFailed called with the reason if writing failed: the run continues to train
 */
export function recordRuns(
  store: StoreApi<SessionState>,
  runStore: RunStore,
  onWritten: (record: RunRecord) => void,
  onFailed: (error: unknown) => void,
): RunRecording {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isWriting = false;
  /** The latest of each run that is not written yet, as it was when it came up: by the time it is written, another may be shown. */
  const due = new Map<string, RunRecord>();
  /** The steps of runs whose records were deleted. */
  const deletedAt = new Map<string, number>();

  function note(state: SessionState): void {
    const record = recordOf(state);
    if (!record) return;
    const { id, step } = record.summary;
    if (step > (deletedAt.get(id) ?? -1)) due.set(id, record);
  }

  async function write(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    if (isWriting) return;
    isWriting = true;
    for (let next = firstOf(due); next; next = firstOf(due)) {
      const record = next;
      due.delete(record.summary.id);
      await runStore.save(record).then(() => onWritten(record), onFailed);
    }
    isWriting = false;
  }

  function writeNow(state: SessionState): void {
    note(state);
    void write();
  }

  store.subscribe((state, before) => {
    if (!concernsRecord(state, before)) return;
    if (runOf(state.run)?.id !== runOf(before.run)?.id) writeNow(before);
    if (isAtRest(state.run)) writeNow(state);
    else timer ??= setTimeout(() => writeNow(store.getState()), writeIntervalMs);
  });

  return {
    deleted(id) {
      due.delete(id);
      const run = runOf(store.getState().run);
      if (run?.id === id) deletedAt.set(id, run.progress.step);
    },
  };
}

function firstOf(records: ReadonlyMap<string, RunRecord>): RunRecord | undefined {
  return records.values().next().value;
}

function concernsRecord(state: SessionState, before: SessionState): boolean {
  return (
    state.run !== before.run ||
    state.history !== before.history ||
    state.log !== before.log ||
    state.logitsHistograms !== before.logitsHistograms ||
    state.layersPoints !== before.layersPoints
  );
}

function isAtRest({ kind }: RunState): boolean {
  return kind === 'paused' || kind === 'stopped' || kind === 'finished' || kind === 'failed';
}

/** The present run's record; null where there is nothing to record, or where it would forget what is known already. */
export function recordOf(state: SessionState): RunRecord | null {
  const run = runOf(state.run);
  if (!run || state.run.kind === 'opened') return null;
  const known = state.runs.find(({ id }) => id === run.id);
  // A run restored to an earlier checkpoint is only shown; training it further forks it. One that diverged has come to the step at
  // which it did, whatever was under way behind it.
  if (known && known.step > run.progress.step && breakOf(state.run) !== 'divergence') return null;
  return recordWith(state, summaryOf(run, state, known));
}

/** All that the page has of the present run, to be recorded where its record is gone; null where there is none. */
export function recordInMemory(state: SessionState): RunRecord | null {
  const run = runOf(state.run);
  const known = state.runs.find(({ id }) => id === run?.id);
  if (!run || !known) return null;
  const isOnlyShown = state.run.kind === 'opened';
  return recordWith(state, isOnlyShown ? known : summaryOf(run, state, known));
}

function recordWith(state: SessionState, summary: RunSummary): RunRecord {
  return {
    summary,
    history: state.history,
    logits: state.logitsHistograms,
    layers: state.layersPoints,
    times: state.stepTimes,
    log: state.log,
  };
}

function summaryOf(run: Run, state: SessionState, known: RunSummary | undefined): RunSummary {
  const { id, network, hyperparameters, progress, startedAt } = run;
  const last = state.history.training.at(-1);
  // A checkpoint of the last step does not have the time of the evaluation that came after it.
  const knownSeconds = known?.step === progress.step ? known.elapsedSeconds : 0;
  return {
    id,
    name: known?.name ?? id,
    notes: known?.notes ?? '',
    startedAt: known?.startedAt ?? startedAt,
    number: known ? known.number : nextRunNumber(state.runs),
    network,
    hyperparameters,
    changes: state.history.changes,
    backend: state.backend?.name ?? known?.backend ?? null,
    step: progress.step,
    epochs: progress.epochs,
    elapsedSeconds: Math.max(progress.elapsedSeconds, knownSeconds),
    trainAccuracy: last?.accuracy ?? null,
    trainLoss: last?.loss ?? null,
    validationAccuracy: bestOf(state.history.validation)?.accuracy ?? null,
    testAccuracy: state.history.test.at(-1)?.accuracy ?? null,
    testEvaluations: run.testEvaluations,
    parent: run.parent ?? known?.parent ?? null,
    brokenBy: breakOf(state.run),
  };
}

function breakOf(run: RunState): RunSummary['brokenBy'] {
  if (run.kind !== 'failed') return null;
  return run.failure.code === 'diverged' ? 'divergence' : 'fault';
}
