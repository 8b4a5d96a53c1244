import { openDB } from 'idb';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { openDatasetStore } from '../../../src/data/datasetStore.ts';
import type { BatchSummary } from '../../../src/data/summary.ts';
import { failureOf, forgetEverything } from '../../fixtures/importing.ts';
import { realBatch, realSummary } from '../../fixtures/realCifar10.ts';

const savedAt = new Date('2026-01-02T03:04:05Z');

async function firstBatch(): Promise<[Uint8Array<ArrayBuffer>, BatchSummary]> {
  return [await realBatch('data_batch_1'), await realSummary('data_batch_1', savedAt)];
}

beforeEach(() => {
  forgetEverything();
  vi.restoreAllMocks();
});

describe('the store', () => {
  it('gives batch and summary back on the next visit', async () => {
    const [batch, summary] = await firstBatch();
    const store = await openDatasetStore();
    await store.saveBatch(batch, summary);
    store.close();

    const later = await openDatasetStore();
    expect(await later.summaries()).toEqual([summary]);
    const stored = await later.readBatch('data_batch_1');
    expect(Buffer.compare(stored ?? new Uint8Array(), batch)).toBe(0);
    expect(await later.readBatch('test_batch')).toBeUndefined();
  });

  it('keeps batches as buffers where the browser takes no Blobs, as a private window of Safari', async () => {
    const [batch, summary] = await firstBatch();
    const put = IDBObjectStore.prototype.put;
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, value, key) {
      if (value instanceof Blob) throw new DOMException('Error preparing Blob/File data', 'UnknownError');
      return put.call(this, value, key);
    });
    const store = await openDatasetStore();
    await store.saveBatch(batch, summary);
    expect(Buffer.compare((await store.readBatch('data_batch_1')) ?? new Uint8Array(), batch)).toBe(0);
    expect(await store.summaries()).toEqual([summary]);
  });

  it('reads one picture of a batch by its place', async () => {
    const [batch, summary] = await firstBatch();
    const store = await openDatasetStore();
    await store.saveBatch(batch, summary);
    expect(await store.readPicture('data_batch_1', 9_999)).toEqual(batch.slice(-3_072));
    expect(await failureOf(store.readPicture('test_batch', 0))).toMatchObject({ code: 'data-missing' });
  });

  it('reads what the first version stored, and has room for whitened pictures beside it', async () => {
    const [batch, summary] = await firstBatch();
    const first = await openDB('cifar-10', 1, {
      upgrade(database) {
        database.createObjectStore('batches');
        database.createObjectStore('summaries');
      },
    });
    await first.put('batches', batch.buffer, summary.name);
    await first.put('summaries', summary, summary.name);
    first.close();

    const store = await openDatasetStore();
    expect(Buffer.compare((await store.readBatch('data_batch_1')) ?? new Uint8Array(), batch)).toBe(0);
    const whitened = {
      ...{ epsilon: 0.1, step: 0.05, matrix: Float32Array.of(1, 2) },
      ...{ training: [1, 2, 3, 4, 5].map((byte) => Uint8Array.of(byte)), test: [Uint8Array.of(6)] },
    };
    await store.saveWhitened(whitened);
    expect(await store.readWhitened(0.1)).toEqual(whitened);
    expect(await store.readWhitened(0.2)).toBeNull();
  });

  it('stores the batch alone when it is a view of something larger', async () => {
    const [batch, summary] = await firstBatch();
    const larger = new Uint8Array(batch.length + 20);
    larger.set(batch, 10);
    const store = await openDatasetStore();
    await store.saveBatch(larger.subarray(10, 10 + batch.length), summary);
    expect(Buffer.compare((await store.readBatch('data_batch_1')) ?? new Uint8Array(), batch)).toBe(0);
  });

  it.each(['batches', 'summaries'])('keeps nothing of a batch when writing to %s fails', async (failing) => {
    const [batch, summary] = await firstBatch();
    const store = await openDatasetStore();
    const put = IDBObjectStore.prototype.put;
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, value, key) {
      const request = put.call(this, value, key);
      if (this.name === failing) this.transaction.abort();
      return request;
    });
    expect(await failureOf(store.saveBatch(batch, summary))).toMatchObject({ code: 'storage-failed' });
    vi.restoreAllMocks();
    expect(await store.summaries()).toEqual([]);
    expect(await store.readBatch('data_batch_1')).toBeUndefined();
  });

  it('says how much room a batch needs when there is none', async () => {
    const [batch, summary] = await firstBatch();
    const store = await openDatasetStore();
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('The disk is full', 'QuotaExceededError');
    });
    expect(await failureOf(store.saveBatch(batch, summary))).toEqual({
      code: 'storage-full',
      details: { neededBytes: 30_730_000 },
    });
  });

  it('is empty after clear', async () => {
    const [batch, summary] = await firstBatch();
    const store = await openDatasetStore();
    await store.saveBatch(batch, summary);
    await store.clear();
    expect(await store.summaries()).toEqual([]);
    expect(await store.readBatch('data_batch_1')).toBeUndefined();
  });

  it('does not hold up another tab that deletes the database, and then says so', async () => {
    const store = await openDatasetStore();
    await new Promise((resolve, reject) => {
      const request = indexedDB.deleteDatabase('cifar-10');
      request.onsuccess = resolve;
      request.onerror = reject;
    });
    expect(await failureOf(store.summaries())).toMatchObject({ code: 'storage-failed' });
  });

  it('is unavailable where the browser gives no IndexedDB', async () => {
    vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw new DOMException('The operation is insecure', 'SecurityError');
    });
    expect(await failureOf(openDatasetStore())).toEqual({ code: 'storage-unavailable', details: {} });
  });
});
