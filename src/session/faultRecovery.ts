import type { StoreApi } from 'zustand/vanilla';
import type { BackendChoice } from '../backend/backendInfo.ts';
import { changeableOf } from '../configuration/hyperparameters.ts';
import type { FailureData } from '../failure.ts';
import type { TrainingClient } from '../worker/training/client.ts';
import type { TrainingCommand, TrainingEvent } from '../worker/training/protocol.ts';
import type { CheckpointBytes } from './backendCommands.ts';
import { type Aim, aimOf, faultIn, lostRun, mostLosses, retryDelayMs } from './faults.ts';
import { leaveGpu } from './leaveGpu.ts';
import { recoveryLine } from './logLines.ts';
import { createRestorationRecovery } from './restorationRecovery.ts';
import { type Run, runOf, runStateAfter } from './runState.ts';
import type { SessionState } from './sessionState.ts';
import { createUnansweredRequests } from './unansweredRequests.ts';

/** What the run was asked for when it last began, or went on. */
type Order = Extract<TrainingCommand, { kind: 'startTraining' | 'resumeTraining' }>;
type Beginning = Extract<Order, { kind: 'startTraining' }>;

export interface FaultRecovery {
  /**
   * To be asked of each event before anybody else hears of it.
   *
   * @returns whether it was a fault that the run survives: then nobody else is to hear of it
   */
  survives(event: TrainingEvent): boolean;
  /** To be told of each event that is no such fault, after the store has followed it. */
  follow(event: TrainingEvent): void;
  /** To be told of each command. */
  sent(command: TrainingCommand): void;
  /** To be told of each checkpoint of the present run that is taken or restored. */
  checkpointSeen(checkpoint: CheckpointBytes): void;
  /** Gives up an attempt that is under way. */
  abandon(): void;
}

/** Puts a run that lost its worker or its GPU on a fresh worker, from its last checkpoint or from its beginning. */
export function createFaultRecovery(store: StoreApi<SessionState>, training: TrainingClient): FaultRecovery {
  const requests = createUnansweredRequests(store, (command) => training.send(command));
  const restoration = createRestorationRecovery(store, training, requests);
  let order: Order | null = null;
  let latest: CheckpointBytes | null = null;
  let pauseAtStep: number | null = null;
  let aim: Aim = 'train';
  let isUnderWay = false;
  let losses = 0;
  let retry: ReturnType<typeof setTimeout> | undefined;

  function survives(event: TrainingEvent): boolean {
    const { run: state } = store.getState();
    const isRecovering = state.kind === 'recovering';
    const failure = faultIn(event, { isRestoring: isRecovering, isRetried: isRecovering });
    const run = lostRun(state);
    if (!failure || !run || !(beginning() || latest)) return false;
    losses += 1;
    const backend = losses < mostLosses ? presentBackend() : otherBackend();
    if (!backend) return false;
    if (!isRecovering) {
      aim = aimOf(state);
      requests.workerLost();
    }
    recover(run, failure, backend);
    return true;
  }

  function presentBackend(): BackendChoice {
    const { backend, backendChoice } = store.getState();
    return backend?.name ?? backendChoice;
  }

  function otherBackend(): BackendChoice | null {
    const other = leaveGpu(store);
    if (other) losses = 0;
    return other;
  }

  function recover(run: Run, failure: FailureData, backend: BackendChoice): void {
    training.end();
    isUnderWay = true;
    const from = snapshot()?.step ?? 0;
    store.setState((state) => ({
      run: runStateAfter(state.run, { kind: 'recoveryRequested', run }),
      log: [...state.log, recoveryLine(failure, run.progress.step, from)],
    }));
    clearTimeout(retry);
    if (losses === 1) begin(backend);
    else retry = setTimeout(() => begin(backend), retryDelayMs);
  }

  function begin(backend: BackendChoice): void {
    const checkpoint = snapshot();
    const started = beginning();
    if (checkpoint) {
      const { id, bytes } = checkpoint;
      training.send({ kind: 'restoreCheckpoint', id, bytes, backend });
    } else if (started) beginAnew(started, backend);
  }

  function beginning(): Beginning | null {
    return order?.kind === 'startTraining' ? order : null;
  }

  /** A run that was resumed evaluates at its end; a trial of a sweep must not, and begins anew. */
  function snapshot(): CheckpointBytes | null {
    return beginning()?.evaluatesAtEnd === false ? null : latest;
  }

  /** Every random draw follows from the seed: the same run comes out. */
  function beginAnew(started: Beginning, backend: BackendChoice): void {
    const { history, logitsHistograms, layersPoints } = store.getInitialState();
    store.setState({ history, logitsHistograms, layersPoints });
    // Its first steps are not what was asked about.
    requests.giveUp();
    training.send({ ...started, backend });
    if (aim === 'rest') training.send({ kind: 'pauseTraining' });
    if (aim === 'stop') training.send({ kind: 'stopTraining' });
  }

  function goOn(run: Run): void {
    if (aim === 'stop') {
      store.setState((state) => ({ run: runStateAfter(state.run, { kind: 'stopRequested' }) }));
      training.send({ kind: 'stopTraining' });
    }
    if (aim !== 'train') return;
    const { id: runId, hyperparameters, startedAt, progress } = run;
    store.setState((state) => ({
      run: runStateAfter(state.run, { kind: 'resumeRequested', runId, startedAt, hyperparameters }),
    }));
    training.send({
      kind: 'resumeTraining',
      runId,
      parameters: changeableOf(hyperparameters),
      pauseAfterSteps: pauseAtStep === null ? null : pauseAtStep - progress.step,
    });
  }

  function give(command: Order, stepBefore: number): void {
    order = command;
    const { pauseAfterSteps } = command;
    pauseAtStep = pauseAfterSteps === null ? null : stepBefore + pauseAfterSteps;
  }

  return {
    survives: (event) => restoration.survives(event) || survives(event),

    follow(event) {
      restoration.follow(event);
      if (!isUnderWay) return;
      const run = runOf(store.getState().run);
      if (event.kind === 'trainingStarted' || event.kind === 'trainingFailed') isUnderWay = false;
      if (event.kind !== 'checkpointRestored' || !run) return;
      isUnderWay = false;
      requests.askAgain();
      goOn(run);
    },

    sent(command) {
      requests.sent(command);
      restoration.sent(command);
      const { run } = store.getState();
      if (run.kind === 'recovering') return;
      switch (command.kind) {
        case 'startTraining':
          latest = null;
          losses = 0;
          give(command, 0);
          break;
        case 'restoreCheckpoint':
          losses = 0;
          break;
        case 'resumeTraining':
          give(command, runOf(run)?.progress.step ?? 0);
          break;
        default:
      }
    },

    checkpointSeen(checkpoint) {
      if (checkpoint.step > (latest?.step ?? 0)) losses = 0;
      latest = checkpoint;
    },

    abandon() {
      restoration.abandon();
      clearTimeout(retry);
      isUnderWay = false;
      order = null;
      latest = null;
    },
  };
}
