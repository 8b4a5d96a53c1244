import type { BackendChoice, BackendInfo } from '../../backend/backendInfo.ts';
import type { CheckpointSummary } from '../../checkpoint/checkpoint.ts';
import type { StoredCheckpoint } from '../../checkpoint/storedCheckpoint.ts';
import type { Hyperparameters, ParameterKey } from '../../configuration/hyperparameters.ts';
import { defaultHyperparameters } from '../../configuration/hyperparameters.ts';
import { textsOf } from '../../configuration/parseHyperparameters.ts';
import { articlePart2 } from '../../configuration/presets.ts';
import type { FailureData } from '../../failure.ts';
import {
  emptyHistory,
  type HistogramPoint,
  type LayersPoint,
  type RunHistory,
} from '../../history/history.ts';
import type { TimePoint } from '../../history/stepTimes.ts';
import type { StatedAccuracy } from '../../import/openWeights.ts';
import type { LinkReading } from '../../network/configurationLink.ts';
import type { AccuracyTarget, LinkedResult } from '../../network/resultLink.ts';
import type { RunRecord, RunSummary } from '../../runs/runRecord.ts';
import type { SweepRecord } from '../../sweep/sweepState.ts';
import type { BackendMeasurement } from './backendMeasurement.ts';
import type { ConfigurationFields } from './configurationFields.ts';
import type { CurveSlots } from './curveSlots.ts';
import type { DataState } from './dataState.ts';
import { type InspectionState, nothingInspected } from './inspectionState.ts';
import type { LockState } from './lockState.ts';
import type { LostStorage } from './lostStorage.ts';
import { emptyContext, type PendingRequest, type RunContext, type RunState } from './runState.ts';
import type { TimedStep } from './timedSteps.ts';

/** A failure shown in its section until the next attempt. */
export interface Notice {
  readonly place: 'backend' | 'checkpoints' | 'export' | 'openedWeights' | 'result' | 'runs' | 'sweep';
  readonly failure: FailureData;
}

/** The loss of the next batch, when the checkpoint was saved and now that it is restored. */
export interface RestoreProof {
  readonly savedLoss: number;
  readonly restoredLoss: number;
  readonly savedBackend: string;
}

/** Weights that were opened from files, and are a checkpoint now. */
export interface OpenedNote {
  /** The names of the files. */
  readonly files: readonly string[];
  readonly step: number;
  readonly network: string;
  readonly hyperparameters: Hyperparameters;
  readonly stated: StatedAccuracy | null;
  /** Hyperparameters that the files did not name, so that the article's were taken. */
  readonly assumed: readonly ParameterKey[];
  /** The names of what else is in the files. */
  readonly passedOver: readonly string[];
  /** The files have no pixel mean: that of the images stored here is used. */
  readonly isMeanOwn: boolean;
  /** The first weights were rearranged, from inputs that were pixel after pixel. */
  readonly isRearranged: boolean;
  /** The optimizer begins without what it would remember. */
  readonly forgets: boolean;
}

/** A file that was sent to the browser's downloads. Pages are not told whether it was saved. */
export interface DeliveredFile {
  readonly name: string;
  readonly byteLength: number;
}

export interface StorageUse {
  readonly usedBytes: number;
  readonly quotaBytes: number;
  /** Whether the browser promised not to evict it. */
  readonly isPersistent: boolean;
}

/** What is going on: everything that the page shows. Tensors and pictures' bytes never come here. */
export interface SessionState {
  readonly data: DataState;
  readonly storage: StorageUse | null;
  /** Name of the chosen network. */
  readonly network: string;
  readonly fields: ConfigurationFields;
  /** What the last address said. */
  readonly link: LinkReading;
  /** What another person's run has reached, for one of this page to exceed. */
  readonly target: AccuracyTarget | null;
  /** What a link says that waits for the person's answer: it would replace the person's own values, or something runs. */
  readonly offered: LinkedResult | null;
  readonly run: RunState;
  /** A run, a sweep or a checkpoint was asked for, and waits until this tab may train and the page's files are kept. */
  readonly isStarting: boolean;
  /** The machine's own; the page shows nothing of it. */
  readonly runContext: RunContext;
  /** Which tab may train. */
  readonly trainingLock: LockState;
  /** What was asked for, and what it turned out to be once it was started. */
  readonly backendChoice: BackendChoice;
  readonly backend: BackendInfo | null;
  readonly measurement: BackendMeasurement;
  /** How long steps took on this machine, at this visit and at earlier ones. */
  readonly timedSteps: readonly TimedStep[];
  /** The name of the backend that Auto was last; null where that is not known. */
  readonly autoBackend: string | null;
  readonly history: RunHistory;
  /** Of the present run; ascending by step. */
  readonly logitsHistograms: readonly HistogramPoint[];
  /** Likewise; of a long run, every second, fourth … that was counted. */
  readonly layersPoints: readonly LayersPoint[];
  /** Likewise: when it had come to which step. */
  readonly stepTimes: readonly TimePoint[];
  /** How long the step under way has taken so far, where it takes seconds; else 0. */
  readonly stepSeconds: number;
  readonly log: readonly string[];
  readonly pending: readonly PendingRequest[];
  readonly isEvaluating: boolean;
  readonly checkpoints: readonly StoredCheckpoint[];
  /** The newest checkpoint of a run that was cut off and can go on; null where there is none. */
  readonly unfinished: CheckpointSummary | null;
  /** How full localStorage is, in [0, 1]; null where there is none. */
  readonly localStorageShare: number | null;
  /** What Save checkpoint saved last; null before it was pressed. */
  readonly savedCheckpoint: CheckpointSummary | null;
  /** Where the last checkpoint went, when that was not localStorage. */
  readonly wentToIndexedDB: string | null;
  /** All runs on record, newest first. */
  readonly runs: readonly RunSummary[];
  /** Runs whose curves lie over the present one's. */
  readonly shownRuns: readonly RunRecord[];
  /** The id of the shown run that each look of a compared curve belongs to; null where one is free. */
  readonly curveSlots: CurveSlots;
  /** All sweeps on record, newest first. */
  readonly sweeps: readonly SweepRecord[];
  /** The sweep whose trials are run now; null where there is none. */
  readonly activeSweep: string | null;
  readonly inspection: InspectionState;
  readonly notices: readonly Notice[];
  /** What was cleared by others while the page is open; null where nothing was, or the person has read it. */
  readonly lostStorage: LostStorage | null;
  /** The proof that a restored checkpoint is what was saved; null before any was restored. */
  readonly restoreProof: RestoreProof | null;
  /** What the files of weights were that were opened last; null before any. */
  readonly openedWeights: OpenedNote | null;
  /** What was downloaded last, in one go; empty before anything was. */
  readonly deliveredFiles: readonly DeliveredFile[];
}

export const initialState: SessionState = {
  data: { kind: 'checking' },
  storage: null,
  network: articlePart2.network,
  fields: textsOf(defaultHyperparameters),
  link: { kind: 'none', findings: [] },
  target: null,
  offered: null,
  run: { kind: 'idle' },
  isStarting: false,
  runContext: emptyContext,
  trainingLock: 'free',
  backendChoice: 'auto',
  backend: null,
  measurement: { kind: 'idle' },
  timedSteps: [],
  autoBackend: null,
  history: emptyHistory,
  logitsHistograms: [],
  layersPoints: [],
  stepTimes: [],
  stepSeconds: 0,
  log: [],
  pending: [],
  isEvaluating: false,
  checkpoints: [],
  unfinished: null,
  localStorageShare: null,
  savedCheckpoint: null,
  wentToIndexedDB: null,
  runs: [],
  shownRuns: [],
  curveSlots: [],
  sweeps: [],
  activeSweep: null,
  inspection: nothingInspected,
  notices: [],
  lostStorage: null,
  restoreProof: null,
  openedWeights: null,
  deliveredFiles: [],
};

/** Takes the place of what was said there before; null says nothing any more. */
export function withNotice(
  notices: readonly Notice[],
  place: Notice['place'],
  failure: FailureData | null,
): Notice[] {
  const others = notices.filter((notice) => notice.place !== place);
  return failure ? [...others, { place, failure }] : others;
}
