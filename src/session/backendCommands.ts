import type { StoreApi } from 'zustand/vanilla';
import type { BackendChoice, BackendName } from '../backend/backendInfo.ts';
import { changeableOf } from '../configuration/hyperparameters.ts';
import type { FailureData } from '../failure.ts';
import type { TrainingClient } from '../worker/training/client.ts';
import type { TrainingEvent } from '../worker/training/protocol.ts';
import type { Notices } from './notices.ts';
import { isBusy, runOf, runStateAfter } from './runState.ts';
import type { SessionState } from './sessionState.ts';

/** A checkpoint as it was last taken or restored: where the present run comes to rest, it is of that very step. */
export interface CheckpointBytes {
  readonly id: string;
  readonly runId: string;
  readonly step: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A run on its way to another backend. */
interface Move {
  /** Chosen before; where the run goes back to if the new one cannot be started. */
  readonly before: BackendChoice;
  /** What the run was computed on. */
  readonly from: BackendName | null;
  /** Whether it trained, and is to go on by itself. */
  readonly resumes: boolean;
  readonly stage: 'pausing' | 'arriving' | 'returning';
}

export interface BackendCommands {
  /** Takes the present run along by a checkpoint; where it trains, it is paused for it and goes on afterwards. */
  choose(choice: BackendChoice): Promise<void>;
  /** Forgets about a change that is under way, because its run is gone. */
  abandon(): void;
  checkpointSeen(checkpoint: CheckpointBytes): void;
  /** To be told of each event, after the store has followed it. */
  follow(event: TrainingEvent): void;
}

interface BackendSurroundings {
  readonly training: TrainingClient;
  readonly notices: Notices;
  readonly findAdapter: () => Promise<object | null>;
}

export function createBackendCommands(
  store: StoreApi<SessionState>,
  { training, notices, findAdapter }: BackendSurroundings,
): BackendCommands {
  let move: Move | null = null;
  let latest: CheckpointBytes | null = null;

  async function choose(to: BackendChoice): Promise<void> {
    if (to === store.getState().backendChoice) return;
    notices.say('backend', null);
    if (to === 'webgpu' && !(await findAdapter())) {
      return notices.say('backend', { code: 'backend-unavailable', details: { backend: to } });
    }
    const { run, backendChoice: before, backend } = store.getState();
    if (run.kind !== 'training' && isBusy(run)) return;
    store.setState({ backendChoice: to });
    if (to === backend?.name) return;
    move = { before, from: backend?.name ?? null, resumes: run.kind === 'training', stage: 'pausing' };
    if (run.kind !== 'training') return setOut(move);
    store.setState({ run: runStateAfter(run, { kind: 'pauseRequested' }) });
    training.send({ kind: 'pauseTraining' });
  }

  /** Leaves the present worker. Without a checkpoint of the run's own step there is nothing to take along. */
  function setOut(present: Move): void {
    const checkpoint = checkpointOf(store.getState());
    training.end();
    store.setState({ backend: null });
    move = checkpoint && transfer(checkpoint, { ...present, stage: 'arriving' });
  }

  function transfer({ id, bytes }: CheckpointBytes, next: Move): Move {
    const { run, backendChoice: backend } = store.getState();
    store.setState({ run: runStateAfter(run, { kind: 'moveRequested', from: next.from }) });
    training.send({ kind: 'restoreCheckpoint', id, bytes, backend });
    return next;
  }

  function checkpointOf({ run: state }: SessionState): CheckpointBytes | null {
    const run = runOf(state);
    const isOfRun = latest?.runId === run?.id && latest?.step === run?.progress.step;
    return state.kind !== 'opened' && isOfRun ? latest : null;
  }

  function arrive({ resumes }: Move): void {
    const { run: state } = store.getState();
    move = null;
    if (!resumes || state.kind !== 'paused') return;
    const { id: runId, hyperparameters, startedAt } = state.run;
    store.setState({
      run: runStateAfter(state, { kind: 'resumeRequested', runId, startedAt, hyperparameters }),
    });
    const parameters = changeableOf(hyperparameters);
    training.send({ kind: 'resumeTraining', runId, parameters, pauseAfterSteps: null });
  }

  /** The run goes back to where it was, and on as it did; the page says why. */
  function goBack(present: Move, failure: FailureData): void {
    const checkpoint = checkpointOf(store.getState());
    training.end();
    store.setState({ backendChoice: present.before, backend: null });
    notices.say('backend', failure);
    move = checkpoint && transfer(checkpoint, { ...present, stage: 'returning' });
  }

  function failed(present: Move, failure: FailureData): void {
    if (present.stage === 'arriving') {
      goBack(present, failure);
      return;
    }
    move = null;
    if (present.stage === 'pausing') return;
    training.end();
    store.setState(({ run }) => ({ run: runStateAfter(run, { kind: 'trainingFailed', failure }) }));
  }

  return {
    choose,

    checkpointSeen(checkpoint) {
      latest = checkpoint;
    },

    abandon() {
      move = null;
    },

    follow(event) {
      if (!move) return;
      switch (event.kind) {
        case 'trainingPaused':
        case 'trainingFinished':
          setOut(move);
          break;
        case 'checkpointRestored':
          arrive(move);
          break;
        case 'trainingFailed':
          failed(move, event.failure);
          break;
        case 'requestFailed':
          if (event.request === 'restoreCheckpoint') failed(move, event.failure);
          break;
        default:
      }
    },
  };
}
