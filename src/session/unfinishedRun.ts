import type { StoreApi } from 'zustand/vanilla';
import { backendNames } from '../backend/backendInfo.ts';
import type { Autosave, AutosaveStore } from '../checkpoint/autosaves.ts';
import type { CheckpointReason, CheckpointSummary } from '../checkpoint/checkpoint.ts';
import type { CheckpointStores } from '../checkpoint/checkpointStores.ts';
import { failureData } from '../failure.ts';
import type { TrainingEvent } from '../worker/training/protocol.ts';
import type { Notices } from './notices.ts';
import { runOf } from './runState.ts';
import type { SessionState } from './sessionState.ts';

/** What a person can do with a run that was cut off: by a closed tab, a crash, a fault. */
export interface UnfinishedRunCommands {
  /** Looks for one, and for the newest checkpoint that there is of it. */
  find(): Promise<void>;
  /** Restores that checkpoint, and trains on. */
  goOn(): Promise<void>;
  /** Puts it among the checkpoints, and offers it no longer. */
  putAside(): Promise<void>;
  /** To be told of each event, after the store has followed it. */
  follow(event: TrainingEvent): void;
  /** To be told of each checkpoint that is stored. */
  checkpointKept(summary: CheckpointSummary): Promise<void>;
}

interface UnfinishedRunSurroundings {
  readonly autosaves: AutosaveStore;
  readonly checkpointStores: CheckpointStores;
  readonly notices: Notices;
  readonly restore: (summary: CheckpointSummary, load: () => Promise<Autosave['bytes']>) => Promise<void>;
  readonly resume: () => void;
  /** Ends the training worker, which may compute on another backend. */
  readonly leaveWorker: () => void;
  readonly refreshCheckpoints: () => Promise<void>;
}

/** A run that came to such an end needs no autosave. */
const ends: readonly CheckpointReason[] = ['finished', 'stopped'];

export function createUnfinishedRun(
  store: StoreApi<SessionState>,
  {
    autosaves,
    checkpointStores,
    notices,
    restore,
    resume,
    leaveWorker,
    refreshCheckpoints,
  }: UnfinishedRunSurroundings,
): UnfinishedRunCommands {
  let offered: Autosave | null = null;
  /** The checkpoint that the run goes on from, once it is restored. */
  let awaited: string | null = null;
  let startedRunId: string | null = null;
  let isUnsaved = false;

  async function find(): Promise<void> {
    const found = await autosaves.list().catch(() => []);
    found.sort((a, b) => b.summary.savedAt.localeCompare(a.summary.savedAt));
    offered = null;
    let unfinished: CheckpointSummary | null = null;
    for (const autosave of found) {
      const latest = latestOf(autosave.summary);
      if (ends.includes(latest.reason)) await autosaves.discard(latest.runId).catch(() => {});
      else if (!unfinished && !isHere(latest.runId)) {
        offered = autosave;
        unfinished = latest;
      }
    }
    store.setState({ unfinished });
  }

  /** A run may have begun before the autosaves are read: a worker that hung in writing one holds them until the browser ends it. */
  function isHere(runId: string): boolean {
    const { run } = store.getState();
    return run.kind !== 'opened' && run.kind !== 'failed' && runOf(run)?.id === runId;
  }

  /** An autosave's run may have saved a checkpoint after it. */
  function latestOf(autosave: CheckpointSummary): CheckpointSummary {
    const ofRun = store
      .getState()
      .checkpoints.map(({ summary }) => summary)
      .filter((summary) => summary !== null)
      .filter(({ runId, step }) => runId === autosave.runId && step >= autosave.step)
      .sort((a, b) => b.step - a.step || Number(ends.includes(b.reason)) - Number(ends.includes(a.reason)));
    return ofRun[0] ?? autosave;
  }

  async function goOn(): Promise<void> {
    const { unfinished, backendChoice, backend } = store.getState();
    const autosave = offered;
    if (!unfinished || !autosave) return;
    awaited = unfinished.id;
    const isAutosave = unfinished.id === autosave.summary.id;
    // The very same numbers come out only where the same backend computes them.
    const computedOn = backendNames.find((name) => name === unfinished.backend);
    if (backendChoice === 'auto' && computedOn) {
      if (backend && backend.name !== computedOn) leaveWorker();
      store.setState({ backendChoice: computedOn });
    }
    await restore(unfinished, async () =>
      isAutosave ? autosave.bytes : checkpointStores.load(unfinished.id),
    );
    // What could not be loaded is not waited for.
    if (store.getState().run.kind !== 'restoring') awaited = null;
  }

  /** @param exceptOf a run that goes on */
  async function putAside(exceptOf: string | null): Promise<void> {
    try {
      const others = (await autosaves.list()).filter(({ summary }) => summary.runId !== exceptOf);
      for (const { summary, bytes } of others) {
        const isStored = latestOf(summary).id !== summary.id;
        if (!isStored) await checkpointStores.save({ summary, bytes, text: null });
        await autosaves.discard(summary.runId);
      }
      store.setState({ unfinished: null });
      if (others.length > 0) await refreshCheckpoints();
    } catch (error) {
      notices.say('checkpoints', failureData(error));
    }
  }

  function noteAutosave({ failure }: Extract<TrainingEvent, { kind: 'autosaved' }>): void {
    if (failure || isUnsaved) notices.say('checkpoints', failure);
    isUnsaved = failure !== null;
  }

  return {
    find,
    goOn,
    putAside: () => putAside(null),

    follow(event) {
      switch (event.kind) {
        case 'checkpointRestored':
          if (awaited !== event.summary.id) break;
          awaited = null;
          store.setState({ unfinished: null });
          resume();
          break;
        case 'requestFailed':
          if (event.request === 'restoreCheckpoint') awaited = null;
          break;
        case 'trainingStarted': {
          const runId = runOf(store.getState().run)?.id ?? null;
          if (runId !== startedRunId) void putAside(runId);
          startedRunId = runId;
          break;
        }
        case 'autosaved':
          noteAutosave(event);
          break;
        case 'trainingFailed':
          awaited = null;
          // If it goes on, it has begun again.
          startedRunId = null;
          // Going on from shortly before it diverged, unchanged, would only repeat it.
          void (event.failure.code === 'diverged' ? putAside(null) : find());
          break;
        default:
      }
    },

    async checkpointKept({ runId, reason }) {
      if (ends.includes(reason)) await autosaves.discard(runId).catch(() => {});
    },
  };
}
