import type { StoreApi } from 'zustand/vanilla';
import type { Autosave } from '../checkpoint/autosaves.ts';
import type { CheckpointSummary } from '../checkpoint/checkpoint.ts';
import type { EncodedCheckpoint } from '../checkpoint/storedCheckpoint.ts';
import type { ExportedFile } from '../export/exportedFile.ts';
import type { AccuracyPoint } from '../history/history.ts';
import type { TrainingClient } from '../worker/training/client.ts';
import type { TrainingEvent } from '../worker/training/protocol.ts';
import type { BackendCommands, CheckpointBytes } from './backendCommands.ts';
import type { FaultRecovery } from './faultRecovery.ts';
import type { Restored } from './restoring.ts';
import { runOf } from './runState.ts';
import type { SessionState } from './sessionState.ts';
import { stateAfterTrainingEvent } from './trainingEvents.ts';
import { isWorthKeeping } from './worthKeeping.ts';

interface Follower {
  follow(event: TrainingEvent): void;
}

interface Followers {
  readonly training: Pick<TrainingClient, 'end'>;
  readonly watchdog: { heard(): void };
  readonly recovery: FaultRecovery;
  readonly restoring: { answered(event: TrainingEvent): Restored | null };
  readonly checkpoints: { keep(checkpoint: EncodedCheckpoint, isUpdate: boolean): Promise<void> };
  readonly data: { read(): Promise<void> };
  readonly inspection: Follower;
  readonly backends: BackendCommands;
  readonly unfinishedRun: Follower;
  /** Notes a look at the test images in the record of a run that is not the present one. */
  readonly noteTestEvaluation: (runId: string, point: AccuracyPoint) => void;
  readonly deliverFiles: (files: readonly ExportedFile[]) => void;
}

/** What follows from an event of the training worker: first in the store, then for whoever has to do with it. */
export function followTraining(
  store: StoreApi<SessionState>,
  followers: Followers,
): (event: TrainingEvent) => void {
  const { training, watchdog, recovery, restoring, checkpoints, data, inspection, backends } = followers;

  let noted: Pick<CheckpointSummary, 'runId' | 'step'> | null = null;

  function noteCheckpoint({ id, runId, step }: CheckpointSummary, bytes: CheckpointBytes['bytes']): void {
    noted = { runId, step };
    backends.checkpointSeen({ id, runId, step, bytes });
    recovery.checkpointSeen({ id, runId, step, bytes });
  }

  /** It is told of when it is written: the run may have come to its end meanwhile, and have a later checkpoint. */
  function noteAutosave({ summary, bytes }: Autosave): void {
    const isOutdated = noted?.runId === summary.runId && noted.step > summary.step;
    if (!isOutdated) noteCheckpoint(summary, bytes);
  }

  function actOn(event: TrainingEvent, restored: Restored | null): void {
    switch (event.kind) {
      case 'checkpointRestored':
        if (restored) noteCheckpoint(event.summary, restored.bytes);
        break;
      case 'checkpointTaken':
        noteCheckpoint(event.checkpoint.summary, event.checkpoint.bytes);
        if (isWorthKeeping(store.getState(), event.checkpoint.summary.reason)) {
          void checkpoints.keep(event.checkpoint, event.isUpdate);
        }
        break;
      case 'autosaved':
        noteAutosave(event.autosave);
        break;
      case 'testSetEvaluated':
        if (runOf(store.getState().run)?.id !== event.runId)
          followers.noteTestEvaluation(event.runId, event.point);
        break;
      case 'filesExported':
        followers.deliverFiles(event.files);
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
  }

  return (event) => {
    watchdog.heard();
    if (recovery.survives(event)) return;
    const restored = restoring.answered(event);
    store.setState((state) => stateAfterTrainingEvent({ ...state, ...restored?.recalled }, event));
    inspection.follow(event);
    actOn(event, restored);
    for (const follower of [backends, recovery, followers.unfinishedRun]) follower.follow(event);
  };
}
