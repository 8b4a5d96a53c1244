import type { StoreApi } from 'zustand/vanilla';
import type { ExportKind } from '../export/exportedFile.ts';
import type { TrainingCommand } from '../worker/training/protocol.ts';
import type { Notices } from './notices.ts';
import type { Notice, PendingRequest, SessionState } from './sessionState.ts';

/** What a person can ask of the present weights. */
export interface WeightsRequests {
  saveCheckpoint(): void;
  evaluateTestSet(): void;
  /** Hands files of them to the browser's downloads. */
  exportFiles(what: ExportKind): void;
}

export function createWeightsRequests(
  store: StoreApi<SessionState>,
  notices: Notices,
  send: (command: TrainingCommand) => void,
): WeightsRequests {
  /** Sends a request that is answered by one event, and notes that it is under way. */
  function request(command: TrainingCommand & { kind: PendingRequest }, place: Notice['place']): void {
    notices.say(place, null);
    store.setState((state) => ({ pending: [...state.pending, command.kind] }));
    send(command);
  }

  return {
    saveCheckpoint: () => request({ kind: 'saveCheckpoint' }, 'checkpoints'),
    evaluateTestSet: () => request({ kind: 'evaluateTestSet' }, 'result'),
    exportFiles: (what) => request({ kind: 'exportFiles', what }, 'export'),
  };
}
