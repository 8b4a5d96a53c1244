import type { StoreApi } from 'zustand/vanilla';
import type { CheckpointSummary } from '../checkpoint/checkpoint.ts';
import { failureData } from '../failure.ts';
import type { TrainingCommand, TrainingEvent } from '../worker/training/protocol.ts';
import type { CheckpointBytes } from './backendCommands.ts';
import type { Notices } from './notices.ts';
import type { Recalled } from './runCommands.ts';
import type { RunRequest } from './runState.ts';
import type { SessionState } from './sessionState.ts';

type Bytes = CheckpointBytes['bytes'];

/** What belongs to a checkpoint, and takes effect together with it. */
export interface Restored {
  /** Null where the checkpoint cannot be read, and so does not say whose it is. */
  readonly recalled: Recalled | null;
  readonly bytes: Bytes;
}

interface Restoring {
  /** Restores one that is stored. */
  restore(id: string): Promise<void>;
  /** @param summary its id alone, where the checkpoint cannot be read */
  restoreFrom(
    summary: Pick<CheckpointSummary, 'id'> | CheckpointSummary,
    load: () => Promise<Bytes>,
  ): Promise<void>;
  /** To be told of each event. Returns what belongs to the checkpoint that it says is restored, if that was asked for here. */
  answered(event: TrainingEvent): Restored | null;
}

interface RestoringSurroundings {
  readonly loadCheckpoint: (id: string) => Promise<Bytes>;
  readonly notices: Notices;
  readonly recall: (runId: string, step: number) => Promise<Recalled>;
  readonly apply: (event: RunRequest) => void;
  readonly send: (command: TrainingCommand) => void;
}

/** Puts a checkpoint in the place of the present run. */
export function createRestoring(
  store: StoreApi<SessionState>,
  { loadCheckpoint, notices, recall, apply, send }: RestoringSurroundings,
): Restoring {
  let underWay: Restored | null = null;

  const restoreFrom: Restoring['restoreFrom'] = async (summary, load) => {
    const { id } = summary;
    notices.say('checkpoints', null);
    apply({ kind: 'restoreRequested' });
    try {
      const bytes = await load();
      const recalled = 'runId' in summary ? await recall(summary.runId, summary.step) : null;
      underWay = { recalled, bytes };
      send({ kind: 'restoreCheckpoint', id, bytes, backend: store.getState().backendChoice });
    } catch (error) {
      apply({ kind: 'restoreFailed' });
      notices.say('checkpoints', failureData(error));
    }
  };

  return {
    restoreFrom,

    restore(id) {
      const summary = store.getState().checkpoints.find((stored) => stored.id === id)?.summary;
      return restoreFrom(summary ?? { id }, () => loadCheckpoint(id));
    },

    answered(event) {
      const isRestored = event.kind === 'checkpointRestored';
      const isRefused = event.kind === 'requestFailed' && event.request === 'restoreCheckpoint';
      if (!isRestored && !isRefused && event.kind !== 'trainingFailed') return null;
      const answered = underWay;
      underWay = null;
      return isRestored ? answered : null;
    },
  };
}
