import type { StoreApi } from 'zustand/vanilla';
import type { TrainingCommand } from '../worker/training/protocol.ts';
import type { PendingRequest, SessionState } from './sessionState.ts';
import { stateAfterTrainingEvent } from './trainingEvents.ts';

type Request = Extract<TrainingCommand, { kind: PendingRequest }>;

/** What was asked for beside training, and is not answered because the worker was lost. */
export interface UnansweredRequests {
  /** To be told of each command. */
  sent(command: TrainingCommand): void;
  /** Notes what the lost worker still had to answer. */
  workerLost(): void;
  /** Of a fresh worker that has the run where the lost one had it, or shortly before. */
  askAgain(): void;
  /** Says of each that it was not done. */
  giveUp(): void;
}

export function createUnansweredRequests(
  store: StoreApi<SessionState>,
  send: (command: TrainingCommand) => void,
): UnansweredRequests {
  const latest = new Map<PendingRequest, Request>();
  let lost: readonly Request[] = [];

  return {
    sent(command) {
      if (isRequest(command)) latest.set(command.kind, command);
    },

    workerLost() {
      lost = store.getState().pending.flatMap((kind) => latest.get(kind) ?? []);
      store.setState({ pending: [], isEvaluating: false });
    },

    askAgain() {
      const requests = lost;
      lost = [];
      for (const request of requests) {
        store.setState(({ pending }) => ({ pending: [...pending, request.kind] }));
        send(request);
      }
    },

    giveUp() {
      for (const { kind: request } of lost) {
        const failure = { code: 'request-lost', details: {} } as const;
        store.setState((state) =>
          stateAfterTrainingEvent(state, { kind: 'requestFailed', request, failure }),
        );
      }
      lost = [];
    },
  };
}

function isRequest(command: TrainingCommand): command is Request {
  return ['saveCheckpoint', 'evaluateTestSet', 'exportFiles'].includes(command.kind);
}
