import type { StoreApi } from 'zustand/vanilla';
import type { Chosen } from '../../data/chosen.ts';
import type { BatchSummary } from '../../data/summary.ts';
import { failureData } from '../../failure.ts';
import type { DataClient } from '../../worker/data/client.ts';
import type { DataEvent } from '../../worker/data/protocol.ts';
import { type DataRequest, dataStateAfter } from '../state/dataState.ts';
import type { SessionState, StorageUse } from '../state/sessionState.ts';

/** What a person can do with the pictures. */
export interface DataCommands {
  downloadDataset(): void;
  importFiles(chosen: readonly Chosen[]): void;
  cancelImport(): void;
  /** Ends the run, if there is one. */
  deleteDataset(): void;
}

/** What the session itself does with them. */
interface StoredData extends DataCommands {
  /** Looks again at what is stored. */
  read(): Promise<void>;
  refreshStorageUse(): Promise<void>;
}

interface DataEnvironment {
  readonly createDataClient: (onEvent: (event: DataEvent) => void) => DataClient;
  readonly readSummaries: () => Promise<readonly BatchSummary[]>;
  readonly readStorageUse: () => Promise<StorageUse | null>;
  readonly requestPersistence: () => Promise<void>;
  readonly dataBaseUrl: string;
  /** Told when something was stored or deleted. */
  readonly written: () => void;
  /** Ends all that needs the pictures, before they are deleted. */
  readonly endRun: () => void;
}

export function createDataCommands(store: StoreApi<SessionState>, environment: DataEnvironment): StoredData {
  const data = environment.createDataClient(onDataEvent);

  function apply(event: DataRequest | DataEvent): void {
    store.setState((state) => ({ data: dataStateAfter(state.data, event) }));
  }

  function onDataEvent(event: DataEvent): void {
    apply(event);
    if (event.kind === 'importProgressed') return;
    environment.written();
    // The next batch is on its way already; how full the storage is will be asked when the last one is there.
    if (event.kind !== 'batchStored') void refreshStorageUse();
  }

  async function refreshStorageUse(): Promise<void> {
    store.setState({ storage: await environment.readStorageUse() });
  }

  function beginImport(source: 'download' | 'files'): void {
    apply({ kind: 'importRequested', source });
    void environment.requestPersistence();
  }

  return {
    refreshStorageUse,

    async read() {
      try {
        apply({ kind: 'storeOpened', summaries: await environment.readSummaries() });
      } catch (error) {
        apply({ kind: 'storeUnavailable', failure: failureData(error) });
      }
    },

    downloadDataset() {
      beginImport('download');
      data.send({ kind: 'downloadDataset', baseUrl: environment.dataBaseUrl });
    },

    importFiles(chosen) {
      beginImport('files');
      data.send({ kind: 'importFiles', chosen });
    },

    cancelImport() {
      data.send({ kind: 'cancelImport' });
    },

    deleteDataset() {
      environment.endRun();
      apply({ kind: 'deletionRequested' });
      data.send({ kind: 'deleteDataset' });
    },
  };
}
