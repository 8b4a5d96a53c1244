import type { StoreApi } from 'zustand/vanilla';
import { type BackendName, backendNames } from '../../backend/backendInfo.ts';
import type { Autosave, AutosaveStore } from '../../checkpoint/autosaves.ts';
import type { CheckpointSummary } from '../../checkpoint/checkpoint.ts';
import type { CheckpointStores } from '../../checkpoint/checkpointStores.ts';
import { failureData } from '../../failure.ts';
import type { Notices } from '../run/notices.ts';
import { runOf } from '../state/runState.ts';
import { isEnd } from '../state/selectors.ts';
import type { SessionState } from '../state/sessionState.ts';

/** What a person can do with a run that was cut off: by a closed tab, a crash, a fault. */
export interface UnfinishedRunCommands {
  /** Looks for one, and for the newest checkpoint that there is of it. */
  find(): Promise<void>;
  /** Restores that checkpoint, and trains on. */
  goOn(): Promise<void>;
  /** Puts it among the checkpoints, and offers it no longer. */
  putAside(): Promise<void>;
}

/** What the session itself does with it. */
interface UnfinishedRun extends UnfinishedRunCommands {
  /** Puts the autosaves of all runs but this one among the checkpoints; null for all. */
  putOthersAside(exceptOf: string | null): Promise<void>;
  /** Stores the autosave again that is offered, where it is no longer stored. */
  writeAgain(): Promise<void>;
}

interface UnfinishedRunEnvironment {
  readonly autosaves: AutosaveStore;
  readonly checkpointStores: CheckpointStores;
  readonly notices: Notices;
  readonly continueRun: (
    summary: CheckpointSummary,
    backend: BackendName | null,
    load: () => Promise<Autosave['bytes']>,
  ) => Promise<void>;
  readonly refreshCheckpoints: () => Promise<void>;
}

export function createUnfinishedRun(
  store: StoreApi<SessionState>,
  { autosaves, checkpointStores, notices, continueRun, refreshCheckpoints }: UnfinishedRunEnvironment,
): UnfinishedRun {
  let offered: Autosave | null = null;

  async function find(): Promise<void> {
    const found = await autosaves.list(sayTooNew).catch(() => []);
    offered = null;
    let unfinished: CheckpointSummary | null = null;
    for (const autosave of found) {
      const latest = latestOf(autosave.summary);
      if (isEnd(latest.reason)) await autosaves.discard(latest.runId).catch(() => {});
      else if (!unfinished && !isHere(latest.runId)) {
        offered = autosave;
        unfinished = latest;
      }
    }
    store.setState({ unfinished });
  }

  function sayTooNew(): void {
    notices.say('checkpoints', { code: 'unfinished-run-too-new', details: {} });
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
      .sort((a, b) => b.step - a.step || Number(isEnd(b.reason)) - Number(isEnd(a.reason)));
    return ofRun[0] ?? autosave;
  }

  async function putOthersAside(exceptOf: string | null): Promise<void> {
    try {
      const others = (await autosaves.list()).filter(({ summary }) => summary.runId !== exceptOf);
      // The oldest first: checkpoints are in the order in which they are saved.
      for (const { summary, bytes } of others.reverse()) {
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

  return {
    find,
    putOthersAside,
    putAside: () => putOthersAside(null),

    async writeAgain() {
      const autosave = offered;
      if (!autosave || !store.getState().unfinished) return;
      const stored = await autosaves.list();
      const isStored = stored.some(({ summary }) => summary.runId === autosave.summary.runId);
      if (!isStored) await autosaves.save(autosave);
    },

    async goOn() {
      const { unfinished } = store.getState();
      const autosave = offered;
      if (!unfinished || !autosave) return;
      const isAutosave = unfinished.id === autosave.summary.id;
      const computedOn = backendNames.find((name) => name === unfinished.backend) ?? null;
      await continueRun(unfinished, computedOn, async () =>
        isAutosave ? autosave.bytes : checkpointStores.load(unfinished.id),
      );
    },
  };
}
