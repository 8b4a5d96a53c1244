import type { DBSchema } from 'idb';
import { changeReopened, orStorageFailure } from '../database/change.ts';
import { type ConnectionEnd, type DatabasePlan, reopened } from '../database/openDatabase.ts';
import { newestFirst, nextNumber, type StorageOrder } from '../database/storageOrder.ts';
import { failureData } from '../failure.ts';
import type { CheckpointSummary } from './checkpoint.ts';

/** A checkpoint of an unfinished run, taken while it trained. */
export interface Autosave {
  readonly summary: CheckpointSummary;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A run has two slots: the older one is overwritten, so that there is a complete autosave at any time. */
type Slot = 0 | 1;

interface StoredAutosave extends Autosave {
  /** Counts the autosaves of a run, so that the newer one is known without a clock. */
  readonly number: number;
  /** Counts the runs in the order in which they were first autosaved; absent in what earlier versions stored. */
  readonly runNumber?: number;
}

type Numbers = Pick<StoredAutosave, 'number'> & { readonly runNumber: number };

interface AutosaveSchema extends DBSchema {
  autosaves: { key: [runId: string, slot: Slot]; value: StoredAutosave };
}

const plan: DatabasePlan<AutosaveSchema> = {
  name: 'cifar-10-autosaves',
  version: 1,
  upgrade: (opened) => opened.createObjectStore('autosaves'),
};

/** Autosaves in IndexedDB. */
export interface AutosaveStore {
  /**
   * The newest intact autosave of each run, the newest run first: one with a wrong checksum is skipped.
   *
   * @param onTooNew called where a newer version of the page stored one; its run is skipped, and kept
   * @throws Failure `storage-failed`, `storage-unavailable`, `out-of-memory`
   */
  list(onTooNew?: () => void): Promise<Autosave[]>;
  /**
   * @throws Failure `storage-full`, `storage-failed`, `storage-unavailable`, `out-of-memory`; what was saved before is kept then
   */
  save(autosave: Autosave): Promise<void>;
  /** Deletes those of a run. */
  discard(runId: string): Promise<void>;
}

/** @param onEnded see `reopened` */
export function openAutosaveStore(onEnded?: (end: ConnectionEnd) => void): AutosaveStore {
  const database = reopened(plan, onEnded);

  /** The last numbers written here by run: that autosave is known to be intact. */
  const written = new Map<string, Numbers>();

  async function ofRun(runId: string): Promise<StoredAutosave[]> {
    const opened = await database();
    const slots: readonly Slot[] = [0, 1];
    const stored = await Promise.all(slots.map((slot) => opened.get('autosaves', [runId, slot])));
    return stored.filter((autosave) => autosave !== undefined);
  }

  /** The newest intact autosave of each run. */
  async function newestOfEach(onTooNew?: () => void): Promise<StoredAutosave[]> {
    const keys = await (await database()).getAllKeys('autosaves');
    const runIds = new Set(keys.map(([runId]) => runId));
    const newest = await Promise.all(
      [...runIds].map(async (runId) => newestWhole(await ofRun(runId), onTooNew)),
    );
    return newest.filter((autosave) => autosave !== null);
  }

  /** Those of the newest intact autosave from an earlier visit, or those before the first. */
  async function numbersStored(runId: string): Promise<Numbers> {
    const stored = await orStorageFailure(null, () => newestOfEach());
    const ofRun = stored.find(({ summary }) => summary.runId === runId);
    return { number: ofRun?.number ?? 0, runNumber: ofRun?.runNumber ?? nextNumber(stored.map(orderOf)) };
  }

  return {
    async list(onTooNew) {
      return (await orStorageFailure(null, () => newestOfEach(onTooNew))).sort(newestFirst(orderOf));
    },

    async save({ summary, bytes }) {
      const { runId } = summary;
      // Looked up before the change begins: checking takes longer than a transaction stays open.
      const last = written.get(runId) ?? (await numbersStored(runId));
      const numbers: Numbers = { ...last, number: last.number + 1 };
      const slot = numbers.number % 2 === 0 ? 0 : 1;
      const extent = { stores: ['autosaves'], neededBytes: bytes.length, durability: 'strict' } as const;
      await changeReopened(database, extent, (transaction) =>
        transaction.objectStore('autosaves').put({ ...numbers, summary, bytes }, [runId, slot]),
      );
      written.set(runId, numbers);
    },

    async discard(runId) {
      written.delete(runId);
      const extent = { stores: ['autosaves'], neededBytes: null, durability: 'relaxed' } as const;
      await changeReopened(database, extent, (transaction) =>
        transaction.objectStore('autosaves').delete(IDBKeyRange.bound([runId, 0], [runId, 1])),
      );
    },
  };
}

function orderOf({ runNumber, summary }: StoredAutosave): StorageOrder {
  return { number: runNumber ?? null, date: summary.savedAt };
}

async function newestWhole(
  autosaves: readonly StoredAutosave[],
  onTooNew?: () => void,
): Promise<StoredAutosave | null> {
  const byNumber = [...autosaves].sort((a, b) => b.number - a.number);
  for (const autosave of byNumber) {
    const summary = await summaryIn(autosave.bytes);
    if (summary === 'too new') {
      onTooNew?.();
      // From an earlier one, the run would go on over this one.
      return null;
    }
    if (summary) return { ...autosave, summary };
  }
  return null;
}

/**
 * Null where the checksum is wrong, or the bytes are not a checkpoint.
 *
 * @throws Failure `out-of-memory`: the bytes may be intact, and must not be overwritten
 */
async function summaryIn(bytes: Uint8Array): Promise<CheckpointSummary | 'too new' | null> {
  // Loaded after the first paint.
  const { decodeCheckpoint } = await import('./codec.ts');
  try {
    return decodeCheckpoint(bytes, 'autosave').summary;
  } catch (error) {
    const { code } = failureData(error);
    if (code === 'out-of-memory') throw error;
    return code === 'checkpoint-too-new' ? 'too new' : null;
  }
}
