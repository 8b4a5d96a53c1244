import type { PendingRequest, WeightsRequest } from '../state/runState.ts';
import type { Notice, SessionState } from '../state/sessionState.ts';
import type { RunEventOf } from './event.ts';
import { noCommands, type Outcome, send, withFailureNotice, withRequests } from './outcome.ts';

const noticePlaces: Record<PendingRequest, Notice['place']> = {
  saveCheckpoint: 'checkpoints',
  evaluateTestSet: 'result',
  exportFiles: 'export',
};

export function weightsRequested(state: SessionState, { request }: RunEventOf<'weightsRequested'>): Outcome {
  const asked = withFailureNotice(state, noticePlaces[request.kind], null);
  return [withRequests(asked, [...state.runContext.requests, request]), [send(request)]];
}

export function requestFailed(
  state: SessionState,
  { request, failure }: RunEventOf<'requestFailed'>,
): Outcome {
  if (!isPendingRequest(request)) return noCommands(withFailureNotice(state, 'result', failure));
  return noCommands(withFailureNotice(withAnswered(state, request), noticePlaces[request], failure));
}

function isPendingRequest(kind: string): kind is PendingRequest {
  return kind in noticePlaces;
}

export function withAnswered(state: SessionState, answered: PendingRequest): SessionState {
  const open = state.runContext.requests.filter(({ kind }) => kind !== answered);
  const next = withRequests(state, open);
  return answered === 'evaluateTestSet' ? { ...next, isEvaluating: false } : next;
}

/** Nothing is under way in a worker that is gone. */
export function withoutRequests(state: SessionState): SessionState {
  return { ...withRequests(state, []), isEvaluating: false };
}

/** Says of each request that it was not done. */
export function withLostRequests(state: SessionState, lost: readonly WeightsRequest[]): SessionState {
  const failure = { code: 'request-lost', details: {} } as const;
  return lost.reduce((next, { kind }) => withFailureNotice(next, noticePlaces[kind], failure), state);
}
