import type { StoreApi } from 'zustand/vanilla';
import type { BackendName } from '../../backend/backendInfo.ts';
import type { CheckpointSummary } from '../../checkpoint/checkpoint.ts';
import { failureData } from '../../failure.ts';
import type { PageEvent } from '../machine/event.ts';
import { isBusy, type Recalled } from '../state/runState.ts';
import type { SessionState } from '../state/sessionState.ts';

type Load = () => Promise<Uint8Array<ArrayBuffer>>;

export interface RestoreCommands {
  /** Replaces the present run with a stored checkpoint. */
  restoreCheckpoint(id: string): Promise<void>;
}

interface Restoring extends RestoreCommands {
  /**
   * Trains a run on that was cut off.
   *
   * @param backend the only one that computes the very same numbers; null where any will do
   */
  continueRun(summary: CheckpointSummary, backend: BackendName | null, load: Load): Promise<void>;
}

interface RestoringEnvironment {
  readonly dispatch: (event: PageEvent) => void;
  readonly loadCheckpoint: (id: string) => ReturnType<Load>;
  readonly recall: (runId: string, step: number) => Promise<Recalled>;
}

export function createRestoring(
  store: StoreApi<SessionState>,
  { dispatch, loadCheckpoint, recall }: RestoringEnvironment,
): Restoring {
  /** @param summary null where the checkpoint cannot be read, and so does not say whose it is */
  async function bytesOf(summary: CheckpointSummary | null, load: Load) {
    const bytes = await load();
    return { bytes, recalled: summary && (await recall(summary.runId, summary.step)) };
  }

  async function restore(
    purpose: 'restore' | 'continue',
    id: string,
    summary: CheckpointSummary | null,
    backend: BackendName | null,
    load: Load,
  ): Promise<void> {
    if (isBusy(store.getState().run)) return;
    dispatch({ kind: 'restoreRequested' });
    try {
      dispatch({ kind: 'checkpointLoaded', purpose, id, backend, ...(await bytesOf(summary, load)) });
    } catch (error) {
      dispatch({ kind: 'checkpointNotLoaded', failure: failureData(error) });
    }
  }

  return {
    restoreCheckpoint(id) {
      const stored = store.getState().checkpoints.find((checkpoint) => checkpoint.id === id);
      return restore('restore', id, stored?.summary ?? null, null, () => loadCheckpoint(id));
    },

    continueRun: (summary, backend, load) => restore('continue', summary.id, summary, backend, load),
  };
}
