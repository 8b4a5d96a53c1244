import { findAdapter } from '../../backend/adapter.ts';
import { openAutosaveStore } from '../../checkpoint/autosaves.ts';
import { openCheckpointStores } from '../../checkpoint/checkpointStores.ts';
import { recordsPerBatch, testBatchName, trainingBatchNames } from '../../data/cifar10.ts';
import { type DatasetStore, lastingDatasetStore } from '../../data/datasetStore.ts';
import type { ExportedFile } from '../../export/exportedFile.ts';
import { openRunStore } from '../../runs/runStore.ts';
import { openSweepStore } from '../../sweep/sweepStore.ts';
import { createDataClient } from '../../worker/data/client.ts';
import { createTrainingClient } from '../../worker/training/client.ts';
import type { InspectedImages } from '../../worker/training/inspection/inspectionProtocol.ts';
import type { StorageUse } from '../state/sessionState.ts';
import type { Environment } from './environment.ts';
import { otherTabs } from './otherTabs.ts';
import { browserPreferences } from './preferences.ts';
import { browserStorageWatch } from './storageWatch.ts';

/** Where the pictures are served from: this page's own origin, unless the build says otherwise. */
const dataBaseUrl = import.meta.env.VITE_CIFAR10_BASE_URL ?? './cifar-10/';

/** The session's environment in a real page. */
export function browserEnvironment(): Environment {
  const now = () => new Date();
  const storageWatch = browserStorageWatch(browserPreferences, now);
  const { ended } = storageWatch;
  const dataset = lastingDatasetStore(ended);
  return {
    createTrainingClient,
    createDataClient,
    read: async (kind, asked) => {
      const { read } = await import('../../worker/reading/client.ts');
      return read(kind, asked);
    },
    checkpointStores: openCheckpointStores(ended),
    autosaves: openAutosaveStore(ended),
    runStore: openRunStore(ended),
    sweepStore: openSweepStore(ended),
    preferences: browserPreferences,
    storageWatch,
    tabs: otherTabs(),
    keepFilesOfPage: async () => {
      // What is missing already cannot be kept, and takes no run away.
      const module = await import('../../offline/filesOfPage.ts').catch(() => null);
      await module?.keepFilesOfPage();
    },
    readSummaries: async () => (await dataset()).summaries(),
    readPictures: async (images, places) => readPictures(await dataset(), images, places),
    readStorageUse,
    findAdapter,
    requestPersistence: async () => {
      await navigator.storage?.persist?.();
    },
    deliverFiles,
    dataBaseUrl: new URL(dataBaseUrl, document.baseURI).href,
    now,
    // Five digits can be read out and typed again, and are enough to tell runs apart.
    drawSeed: () => (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) % 100_000,
  };
}

function readPictures(
  store: DatasetStore,
  images: InspectedImages,
  places: readonly number[],
): Promise<Uint8Array[]> {
  const pictures = places.map((place) => {
    const training = trainingBatchNames[Math.trunc(place / recordsPerBatch)] ?? testBatchName;
    return store.readPicture(images === 'test' ? testBatchName : training, place % recordsPerBatch);
  });
  return Promise.all(pictures);
}

async function readStorageUse(): Promise<StorageUse | null> {
  if (!navigator.storage?.estimate) return null;
  const { usage = 0, quota = 0 } = await navigator.storage.estimate();
  const isPersistent = (await navigator.storage.persisted?.()) ?? false;
  return { usedBytes: usage, quotaBytes: quota, isPersistent };
}

/** Some browsers swap or drop downloads that begin in the same instant. */
const betweenDownloadsMs = 300;

/** Hands files to the browser's downloads, one after the other. */
function deliverFiles(files: readonly ExportedFile[]): void {
  files.forEach((file, index) => {
    setTimeout(() => deliverFile(file), index * betweenDownloadsMs);
  });
}

function deliverFile({ name, mediaType, bytes }: ExportedFile): void {
  const url = URL.createObjectURL(new Blob([bytes], { type: mediaType }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser reads the blob after the click returns.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
