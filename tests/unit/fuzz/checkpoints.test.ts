import { IDBFactory } from 'fake-indexeddb';
import fc from 'fast-check';
import 'fake-indexeddb/auto';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { describe, it } from 'vitest';
import { checkpointStores } from '../../../src/checkpoint/checkpointStores.ts';
import { decodeCheckpoint, encodeCheckpoint } from '../../../src/checkpoint/codec.ts';
import { indexedDbCheckpoints } from '../../../src/checkpoint/indexedDbCheckpoints.ts';
import { localStorageCheckpoints } from '../../../src/checkpoint/localStorageCheckpoints.ts';
import { bytesToUtf16, utf16ToBytes } from '../../../src/checkpoint/utf16.ts';
import { checkpointFromFile } from '../../../src/export/checkpointFile.ts';
import { decodeSafetensors, encodeSafetensors } from '../../../src/tensorFiles/safetensors.ts';
import { disposeState } from '../../../src/training/trainStep.ts';
import { restoredRun } from '../../../src/worker/training/restoredRun.ts';
import { checkpointWith } from '../../fixtures/checkpoints.ts';
import { anyBytesLike, anyStructureLike, fuzz } from '../../fixtures/fuzzing.ts';
import { quotaStorage } from '../../fixtures/quotaStorage.ts';

const checkpoint = checkpointWith(1, 250);
const small = encodeCheckpoint({
  ...checkpoint,
  weights: [{ name: 'a', shape: [4], values: new Float32Array(4) }],
});
const tensors = encodeSafetensors(
  [
    { name: 'a', shape: [2, 3], values: new Float32Array(6) },
    { name: 'b', shape: [], values: new Float32Array(1) },
  ],
  { note: 'text' },
);

/** As JSON leaves it: what a file can hold. */
function asJson(value: unknown) {
  return JSON.parse(JSON.stringify(value) ?? 'null');
}

describe('a file of weights from anywhere', () => {
  it('is read, damaged, or of another type', () =>
    fuzz({
      parser: 'safetensors',
      inputs: anyBytesLike(tensors),
      parse: decodeSafetensors,
      failures: ['weights-file-damaged', 'weights-type-unread'],
    }));

  it('with any header is read, damaged, or of another type', () => {
    const header = {
      __metadata__: { note: 'text' },
      a: { dtype: 'F32', shape: [2, 3], data_offsets: [0, 24] },
      b: { dtype: 'F32', shape: [], data_offsets: [24, 28] },
    };
    return fuzz({
      parser: 'safetensors, header changed',
      inputs: anyStructureLike(header).map((changed) => {
        const text = Buffer.from(JSON.stringify(changed) ?? 'null');
        const length = Buffer.alloc(8);
        length.writeBigUInt64LE(BigInt(text.length));
        return new Uint8Array(Buffer.concat([length, text, Buffer.alloc(28)]));
      }),
      parse: decodeSafetensors,
      failures: ['weights-file-damaged', 'weights-type-unread'],
    });
  });
});

describe('a checkpoint from anywhere', () => {
  it('is read, damaged or too new', () =>
    fuzz({
      parser: 'checkpoint',
      inputs: anyBytesLike(small),
      parse: (bytes) => decodeCheckpoint(bytes, 'id'),
      failures: ['checkpoint-damaged', 'checkpoint-too-new'],
    }));

  it('is read, damaged or too new when it comes as a file', () =>
    fuzz({
      parser: 'checkpoint file',
      inputs: anyBytesLike(small),
      parse: (bytes) => checkpointFromFile(new File([bytes], 'a.safetensors')),
      failures: ['not-a-checkpoint', 'checkpoint-damaged', 'checkpoint-too-new'],
    }));

  it('with a right checksum over anything becomes a run, or is damaged', async () => {
    await tf.setBackend('cpu');
    const { summary, history, weights } = checkpoint;
    await fuzz({
      parser: 'checkpoint, forged',
      inputs: fc.record({
        summary: fc.oneof(fc.constant(summary), anyStructureLike(summary)).map(asJson),
        history: fc.oneof(fc.constant(history), anyStructureLike(history)).map(asJson),
        weights: fc.subarray([...weights], { minLength: 3 }),
      }),
      parse: (forged) => {
        const decoded = decodeCheckpoint(encodeCheckpoint(forged), 'id');
        const run = restoredRun(decoded, 'id');
        run.sampler.next();
        disposeState(run.state);
      },
      failures: ['checkpoint-damaged'],
    });
  });
});

describe('localStorage, whoever wrote it', () => {
  it('has text that unpacks, or was not packed', () =>
    fuzz({
      parser: 'packed text',
      inputs: fc.oneof(
        anyBytesLike(new Uint8Array(100)).map(bytesToUtf16),
        fc.string({ unit: 'binary', maxLength: 200 }),
      ),
      parse: (text) => {
        try {
          return utf16ToBytes(text);
        } catch (error) {
          if (error instanceof RangeError) return null;
          throw error;
        }
      },
      failures: [],
    }));

  it('lists checkpoints with a summary or without, and gives one, or says that it is damaged', () => {
    const line = JSON.stringify({ ...checkpoint.summary, id: 'a' });
    const packed = `${line}\n${bytesToUtf16(small)}`;
    const text = anyBytesLike(new Uint8Array(Buffer.from(packed))).map((bytes) =>
      Buffer.from(bytes).toString(),
    );
    const forged = anyStructureLike(checkpoint.summary).map((summary) => `${JSON.stringify(summary)}\n`);
    return fuzz({
      parser: 'localStorage',
      inputs: fc.record({ value: fc.oneof(text, forged), pinned: fc.oneof(fc.json(), fc.string()) }),
      parse: async ({ value, pinned }) => {
        const storage = quotaStorage();
        storage.setItem('cifar-10/checkpoint/a', value);
        storage.setItem('cifar-10/pinned-checkpoints', pinned);
        globalThis.indexedDB = new IDBFactory();
        const stores = checkpointStores(localStorageCheckpoints(storage), indexedDbCheckpoints());
        const [listed] = await stores.list();
        if (listed?.id !== 'a') throw new RangeError('it is not listed');
        return decodeCheckpoint(await stores.load('a'), 'a');
      },
      failures: ['checkpoint-damaged', 'checkpoint-too-new'],
    });
  });
});

describe('IndexedDB, whoever wrote it', () => {
  it('lists checkpoints with a summary or without, and gives bytes', async () => {
    globalThis.indexedDB = new IDBFactory();
    const store = indexedDbCheckpoints();
    const { summary } = checkpoint;
    await store.save(summary, small, 3);
    await fuzz({
      parser: 'IndexedDB, checkpoints',
      inputs: fc.record({ summary: anyStructureLike(summary), bytes: anyStructureLike(small) }),
      parse: async (stored) => {
        await putInto('cifar-10-checkpoints', 'summaries', { id: summary.id, ...stored });
        await putInto('cifar-10-checkpoints', 'checkpoints', stored.bytes, summary.id);
        await store.list();
        return decodeCheckpoint((await store.load(summary.id)) ?? new Uint8Array(0), summary.id);
      },
      failures: ['checkpoint-damaged', 'checkpoint-too-new'],
    });
  });
});

/** As another page of the origin could. */
async function putInto(database: string, store: string, value: unknown, key?: string): Promise<void> {
  const { openDB } = await import('idb');
  const opened = await openDB(database);
  await opened.put(store, value, key);
  opened.close();
}
