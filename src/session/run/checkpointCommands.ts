import type { StoreApi } from 'zustand/vanilla';
import type { AutosaveStore } from '../../checkpoint/autosaves.ts';
import type { CheckpointStores } from '../../checkpoint/checkpointStores.ts';
import type { EncodedCheckpoint, StoredCheckpoint } from '../../checkpoint/storedCheckpoint.ts';
import { localStorageText } from '../../checkpoint/utf16.ts';
import type { ExportedFile } from '../../export/exportedFile.ts';
import { failureData } from '../../failure.ts';
import type { Read } from '../../worker/reading/protocol.ts';
import { isEnd } from '../state/selectors.ts';
import type { SessionState } from '../state/sessionState.ts';
import type { Notices } from './notices.ts';

/** What a person can do with the checkpoints that are stored. */
export interface CheckpointCommands {
  deleteCheckpoint(id: string): Promise<void>;
  pinCheckpoint(id: string, isPinned: boolean): Promise<void>;
  /** Hands the checkpoint to the browser's downloads as a file. */
  exportCheckpoint(id: string): Promise<void>;
  importCheckpoint(file: File): Promise<void>;
}

/** What the session itself does with them. */
interface StoredCheckpoints extends CheckpointCommands {
  /** Reads the list again, and how full the storage is. */
  refresh(): Promise<void>;
  /** @param isUpdate whether it takes the place of one that is stored already, and is worth no line in the log */
  keep(checkpoint: EncodedCheckpoint, isUpdate: boolean): Promise<void>;
  /** Saves the last checkpoint of the present run again, and pins what was pinned, where that is no longer stored. */
  writeAgain(): Promise<void>;
}

interface CheckpointEnvironment {
  readonly read: Read;
  readonly checkpointStores: CheckpointStores;
  readonly autosaves: AutosaveStore;
  readonly deliverFiles: (files: readonly ExportedFile[]) => void;
  readonly notices: Notices;
  readonly refreshStorageUse: () => Promise<void>;
}

export function createCheckpointCommands(
  store: StoreApi<SessionState>,
  { read, checkpointStores, autosaves, deliverFiles, notices, refreshStorageUse }: CheckpointEnvironment,
): StoredCheckpoints {
  function log(line: string): void {
    store.setState((state) => ({ log: [...state.log, line] }));
  }

  /** @param list reads all of it again, or takes it as this page knows it */
  async function show(list: () => Promise<readonly StoredCheckpoint[]>): Promise<void> {
    try {
      store.setState({
        checkpoints: await list(),
        localStorageShare: await checkpointStores.localShare(),
      });
    } catch (error) {
      notices.say('checkpoints', failureData(error));
    }
    await refreshStorageUse();
  }

  const refresh = () => show(checkpointStores.list);
  const showKnown = () => show(checkpointStores.listKnown);

  async function change(work: () => Promise<unknown>): Promise<void> {
    await notices.attempt('checkpoints', async () => void (await work()));
    await showKnown();
  }

  return {
    refresh,

    async keep(checkpoint, isUpdate) {
      const { summary } = checkpoint;
      try {
        const { place } = await checkpointStores.save(checkpoint);
        if (!isUpdate && summary.reason !== 'best') log('Saved checkpoint');
        store.setState({ wentToIndexedDB: place === 'IndexedDB' ? summary.id : null });
        if (summary.reason === 'requested') store.setState({ savedCheckpoint: summary });
        notices.say('checkpoints', null);
        if (isEnd(summary.reason)) await autosaves.discard(summary.runId).catch(() => {});
      } catch (error) {
        if (!isUpdate) log('Checkpoint not saved');
        notices.say('checkpoints', failureData(error));
      }
      await showKnown();
    },

    writeAgain: () =>
      notices.attempt('checkpoints', async () => {
        const { checkpoints, runContext } = store.getState();
        const stored = new Map((await checkpointStores.list()).map((listed) => [listed.id, listed]));
        for (const { id, isPinned } of checkpoints) {
          if (isPinned && stored.get(id)?.isPinned === false) await checkpointStores.setPinned(id, true);
        }
        const last = runContext.checkpoint;
        const summary = checkpoints.find(({ id }) => id === last?.id)?.summary;
        if (!last || !summary || stored.has(last.id)) return;
        const { bytes } = last;
        await checkpointStores.save({ summary, bytes, text: localStorageText(bytes) });
      }),

    deleteCheckpoint: (id) => change(() => checkpointStores.delete(id)),

    pinCheckpoint: (id, isPinned) => change(() => checkpointStores.setPinned(id, isPinned)),

    exportCheckpoint: (id) =>
      notices.attempt('checkpoints', async () => {
        const bytes = await checkpointStores.load(id);
        const { checkpointFile } = await import('../../export/checkpointFile.ts');
        deliverFiles([checkpointFile(id, bytes)]);
      }),

    importCheckpoint: (file) =>
      change(async () => {
        return checkpointStores.save(await read('checkpoint', { files: [file] }));
      }),
  };
}
