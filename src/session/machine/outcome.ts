import type { EncodedCheckpoint } from '../../checkpoint/storedCheckpoint.ts';
import type { ExportedFile } from '../../export/exportedFile.ts';
import type { FailureData } from '../../failure.ts';
import type { AccuracyPoint } from '../../history/history.ts';
import type { TrainingCommand } from '../../worker/training/protocol.ts';
import type { RunContext, WeightsRequest } from '../state/runState.ts';
import { type Notice, type SessionState, withNotice } from '../state/sessionState.ts';

/** What is to be done because of an event. */
export type RunCommand =
  | { readonly kind: 'send'; readonly command: TrainingCommand }
  /** Weights and GPU context go with it; the next command that is sent starts a fresh one. */
  | { readonly kind: 'endWorker' }
  /** A GPU that was just reset needs a moment: `retryDue` follows in a while. */
  | { readonly kind: 'waitToRetry' }
  /** `isUpdate`: it takes the place of one that is stored already, and is worth no line in the log. */
  | {
      readonly kind: 'storeCheckpoint';
      readonly checkpoint: EncodedCheckpoint;
      readonly isUpdate: boolean;
    }
  | { readonly kind: 'deliverFiles'; readonly files: readonly ExportedFile[] }
  /** In the record of a run that is not the present one. */
  | { readonly kind: 'recordTestEvaluation'; readonly runId: string; readonly point: AccuracyPoint }
  /** The pictures were not where they were thought to be. */
  | { readonly kind: 'readStoredData' }
  /** Whatever was asked about the weights is not answered any more. */
  | { readonly kind: 'failInspections'; readonly failure: FailureData }
  /** Puts the autosaves of all runs but this one among the checkpoints. */
  | { readonly kind: 'putAutosavesAside'; readonly exceptOf: string | null }
  | { readonly kind: 'findUnfinishedRun' };

export function send(command: TrainingCommand): RunCommand {
  return { kind: 'send', command };
}

/** What follows from an event: the next state, and what is to be done. */
export type Outcome = readonly [state: SessionState, commands: readonly RunCommand[]];

export function noCommands(state: SessionState): Outcome {
  return [state, []];
}

export function withContext(state: SessionState, news: Partial<RunContext>): SessionState {
  return { ...state, runContext: { ...state.runContext, ...news } };
}

export function withLog(state: SessionState, ...lines: readonly string[]): SessionState {
  return { ...state, log: [...state.log, ...lines] };
}

export function withFailureNotice(
  state: SessionState,
  place: Notice['place'],
  failure: FailureData | null,
): SessionState {
  return { ...state, notices: withNotice(state.notices, place, failure) };
}

export function withRequests(state: SessionState, requests: readonly WeightsRequest[]): SessionState {
  return { ...withContext(state, { requests }), pending: requests.map(({ kind }) => kind) };
}
