import type { StoreApi } from 'zustand/vanilla';
import type { FailureData } from '../failure.ts';
import type { TrainingClient } from '../worker/training/client.ts';
import type { TrainingCommand } from '../worker/training/protocol.ts';
import type { FaultRecovery } from './faultRecovery.ts';
import { faultIn, lostRun, mostLosses, retryDelayMs } from './faults.ts';
import { leaveGpu } from './leaveGpu.ts';
import { restoredAgainLine } from './logLines.ts';
import type { RunState } from './runState.ts';
import type { SessionState } from './sessionState.ts';
import type { UnansweredRequests } from './unansweredRequests.ts';

type Restoration = Extract<TrainingCommand, { kind: 'restoreCheckpoint' }>;

/** A checkpoint whose worker or GPU was lost before it was restored is restored on a fresh worker. */
export function createRestorationRecovery(
  store: StoreApi<SessionState>,
  training: TrainingClient,
  requests: UnansweredRequests,
): Omit<FaultRecovery, 'checkpointSeen'> {
  let restoration: Restoration | null = null;
  let losses = 0;
  let lastFault: FailureData | null = null;
  let retry: ReturnType<typeof setTimeout> | undefined;

  function restoreAgain(present: Restoration): void {
    if (losses === 1) training.send(present);
    else retry = setTimeout(() => training.send(present), retryDelayMs);
  }

  function abandon(): void {
    clearTimeout(retry);
    restoration = null;
    lastFault = null;
    losses = 0;
  }

  return {
    survives(event) {
      const { run } = store.getState();
      if (run.kind !== 'restoring' || !restoration) return false;
      const failure = faultIn(event, { isRestoring: true, isRetried: losses > 0 });
      if (!failure) return false;
      losses += 1;
      const backend = losses < mostLosses ? restoration.backend : leaveGpu(store);
      if (!backend) return false;
      lastFault = failure;
      training.end();
      requests.workerLost();
      requests.giveUp();
      store.setState({ run: { kind: 'restoring', before: withoutWorker(run.before, failure) } });
      restoreAgain({ ...restoration, backend });
      return true;
    },

    follow(event) {
      switch (event.kind) {
        case 'checkpointRestored':
          if (lastFault) {
            const line = restoredAgainLine(lastFault);
            store.setState(({ log }) => ({ log: [...log, line] }));
          }
          abandon();
          break;
        case 'requestFailed':
          if (event.request === 'restoreCheckpoint') abandon();
          break;
        case 'trainingFailed':
          abandon();
          break;
        default:
      }
    },

    sent(command) {
      if (command.kind === 'restoreCheckpoint') restoration = command;
    },

    abandon,
  };
}

/** What there is to go back to: the run that the lost worker had went with it. */
function withoutWorker(before: RunState, failure: FailureData): RunState {
  const run = lostRun(before);
  return run ? { kind: 'failed', run, failure } : before;
}
