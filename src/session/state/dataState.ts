import { batchNames } from '../../data/cifar10.ts';
import type { BatchSummary } from '../../data/summary.ts';
import type { FailureData } from '../../failure.ts';
import type { DataEvent, ImportProgress } from '../../worker/data/protocol.ts';

/** What is going on with the data: exactly one of these. `stored` says which of the six batches are in IndexedDB. */
export type DataState =
  | { readonly kind: 'checking' }
  | { readonly kind: 'unavailable'; readonly failure: FailureData }
  /** Nothing or only a part is stored; `failure` says why the last attempt ended early. */
  | {
      readonly kind: 'incomplete';
      readonly stored: readonly BatchSummary[];
      readonly failure: FailureData | null;
    }
  | {
      readonly kind: 'importing';
      readonly stored: readonly BatchSummary[];
      readonly progress: ImportProgress | null;
      readonly source: 'download' | 'files';
    }
  /** `failure` says why nothing could be deleted. */
  | {
      readonly kind: 'ready';
      readonly stored: readonly BatchSummary[];
      readonly failure: FailureData | null;
    }
  | { readonly kind: 'deleting'; readonly stored: readonly BatchSummary[] };

type Settled = Extract<DataState, { kind: 'incomplete' | 'ready' }>;

/** What the page found or asked for; the worker's answers are `DataEvent`s. */
export type DataRequest =
  | { readonly kind: 'storeOpened'; readonly summaries: readonly BatchSummary[] }
  | { readonly kind: 'storeUnavailable'; readonly failure: FailureData }
  | { readonly kind: 'importRequested'; readonly source: 'download' | 'files' }
  | { readonly kind: 'deletionRequested' };

export function storedBatches(state: DataState): readonly BatchSummary[] {
  return 'stored' in state ? state.stored : [];
}

/** Whether this tab changes what is stored. */
export function isChanging({ kind }: DataState): boolean {
  return kind === 'importing' || kind === 'deleting';
}

/** The next state, from what was asked for or what the data worker tells. */
export function dataStateAfter(state: DataState, event: DataRequest | DataEvent): DataState {
  const stored = storedBatches(state);
  switch (event.kind) {
    case 'storeOpened':
      return afterReread(state, settled(event.summaries, null));
    case 'storeUnavailable':
      return { kind: 'unavailable', failure: event.failure };
    case 'importRequested':
      return { kind: 'importing', stored, progress: null, source: event.source };
    case 'deletionRequested':
      return { kind: 'deleting', stored };
    case 'importProgressed':
      return state.kind === 'importing' ? { ...state, progress: event.progress } : state;
    case 'batchStored':
      return withBatch(state, event.summary);
    case 'importFinished':
    case 'importCancelled':
      return settled(stored, null);
    case 'importFailed':
      return settled(stored, event.failure);
    case 'datasetDeleted':
      return settled([], null);
    case 'deletionFailed':
      return { ...settled(stored, null), failure: event.failure };
  }
}

/** Reading the store again, as after a write by another tab, keeps this tab's failure. */
function afterReread(before: DataState, found: Settled): DataState {
  const isSame = before.kind === found.kind && 'failure' in before;
  return isSame ? { ...found, failure: before.failure } : found;
}

function withBatch(state: DataState, summary: BatchSummary): DataState {
  if (state.kind !== 'importing') return state;
  const others = state.stored.filter(({ name }) => name !== summary.name);
  return { ...state, stored: [...others, summary] };
}

function settled(stored: readonly BatchSummary[], failure: FailureData | null): Settled {
  const isComplete = batchNames.every((name) => stored.some((summary) => summary.name === name));
  return isComplete ? { kind: 'ready', stored, failure: null } : { kind: 'incomplete', stored, failure };
}
