import type { BackendInfo } from '../backend/backendInfo.ts';
import type { StoredCheckpoint } from '../checkpoint/checkpointStores.ts';
import { articleHyperparameters } from '../configuration/hyperparameters.ts';
import type { FailureData } from '../failure.ts';
import { emptyHistory, type RunHistory } from '../training/history.ts';
import { type ConfigurationFields, fieldsOf } from './configurationFields.ts';
import type { DataState } from './dataState.ts';
import type { RunState } from './runState.ts';

/** A request beside training that is under way. */
export type PendingRequest = 'saveCheckpoint' | 'evaluateTestSet' | 'exportWeights';

/** Something the person should know, shown where it belongs until the next attempt. */
export interface Notice {
  readonly place: 'checkpoints' | 'export' | 'result';
  readonly failure: FailureData;
}

export interface StorageUse {
  readonly usedBytes: number;
  readonly quotaBytes: number;
  /** Whether the browser promised not to evict it. */
  readonly isPersistent: boolean;
}

/** Everything that the page shows. Tensors and pictures' bytes never come here. */
export interface SessionState {
  readonly data: DataState;
  readonly storage: StorageUse | null;
  readonly fields: ConfigurationFields;
  readonly run: RunState;
  readonly backend: BackendInfo | null;
  readonly history: RunHistory;
  readonly log: readonly string[];
  readonly pending: readonly PendingRequest[];
  readonly isEvaluating: boolean;
  readonly checkpoints: readonly StoredCheckpoint[];
  /** Where the last checkpoint went, when that was not localStorage. */
  readonly wentToIndexedDB: string | null;
  readonly notices: readonly Notice[];
}

export const initialState: SessionState = {
  data: { kind: 'checking' },
  storage: null,
  fields: fieldsOf(articleHyperparameters),
  run: { kind: 'idle' },
  backend: null,
  history: emptyHistory,
  log: [],
  pending: [],
  isEvaluating: false,
  checkpoints: [],
  wentToIndexedDB: null,
  notices: [],
};
