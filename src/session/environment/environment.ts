import type { Renderer } from '../../backend/renderer.ts';
import type { AutosaveStore } from '../../checkpoint/autosaves.ts';
import type { CheckpointStores } from '../../checkpoint/checkpointStores.ts';
import type { BatchSummary } from '../../data/summary.ts';
import type { ExportedFile } from '../../export/exportedFile.ts';
import type { RunStore } from '../../runs/runStore.ts';
import type { SweepStore } from '../../sweep/sweepStore.ts';
import type { DataClient } from '../../worker/data/client.ts';
import type { DataEvent } from '../../worker/data/protocol.ts';
import type { Read } from '../../worker/reading/protocol.ts';
import type { TrainingClient } from '../../worker/training/client.ts';
import type { InspectedImages } from '../../worker/training/inspection/inspectionProtocol.ts';
import type { TrainingEvent } from '../../worker/training/protocol.ts';
import type { StorageUse } from '../state/sessionState.ts';
import type { OtherTabs } from './otherTabs.ts';
import type { PreferenceStore } from './preferences.ts';
import type { StorageWatch } from './storageWatch.ts';

/** What the session needs from the browser; tests hand in their own. */
export interface Environment {
  readonly createTrainingClient: (onEvent: (event: TrainingEvent) => void) => TrainingClient;
  readonly createDataClient: (onEvent: (event: DataEvent) => void) => DataClient;
  readonly read: Read;
  readonly checkpointStores: CheckpointStores;
  readonly autosaves: AutosaveStore;
  readonly runStore: RunStore;
  readonly sweepStore: SweepStore;
  readonly preferences: PreferenceStore;
  readonly storageWatch: StorageWatch;
  /** Null where the browser has nothing that tabs could share. */
  readonly tabs: OtherTabs | null;
  /** Sees to it that a newer version on the server takes no part of this one away; null where there is nothing to see to. */
  readonly keepFilesOfPage: (() => Promise<void>) | null;
  readonly readSummaries: () => Promise<readonly BatchSummary[]>;
  /** The official pictures `[3072]` at these places of their set. */
  readonly readPictures: (
    images: InspectedImages,
    places: readonly number[],
  ) => Promise<readonly Uint8Array[]>;
  readonly readStorageUse: () => Promise<StorageUse | null>;
  /** What stands behind WebGPU; null where there is none. */
  readonly findAdapter: () => Promise<Renderer | null>;
  readonly requestPersistence: () => Promise<void>;
  readonly deliverFiles: (files: readonly ExportedFile[]) => void;
  readonly dataBaseUrl: string;
  readonly now: () => Date;
  /** A random seed, in [0, 2³²). */
  readonly drawSeed: () => number;
}
