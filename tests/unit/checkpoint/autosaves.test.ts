import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { openAutosaveStore } from '../../../src/checkpoint/autosaves.ts';
import { encodeCheckpoint } from '../../../src/checkpoint/codec.ts';
import { decodeSafetensors, encodeSafetensors } from '../../../src/tensorFiles/safetensors.ts';
import { checkpointWith } from '../../fixtures/checkpoints.ts';
import { failureOf } from '../../fixtures/importing.ts';
import { failureWithoutMemory } from '../../fixtures/withoutMemory.ts';

function autosaveAt(step: number, runId = 'run') {
  const checkpoint = checkpointWith(3, step);
  const summary = { ...checkpoint.summary, runId, id: `${runId}-step-${step}` };
  return { summary, bytes: encodeCheckpoint({ ...checkpoint, summary }) };
}

describe('autosaves', () => {
  beforeEach(() => {
    globalThis.indexedDB = new IDBFactory();
  });

  async function stepsIn(store = openAutosaveStore()): Promise<Record<string, number>> {
    const list = await store.list();
    return Object.fromEntries(list.map(({ summary }) => [summary.runId, summary.step]));
  }

  it('of a run are two at most, and the newest counts, also on a later visit', async () => {
    const store = openAutosaveStore();
    for (const step of [100, 200, 300]) await store.save(autosaveAt(step));
    expect(await stepsIn()).toEqual({ run: 300 });
    const database = await openDB('cifar-10-autosaves');
    expect(await database.count('autosaves')).toBe(2);
    database.close();
  });

  it('that are damaged are passed over for the one before, which the next does not write over', async () => {
    const store = openAutosaveStore();
    await store.save(autosaveAt(100));
    const damaged = autosaveAt(200);
    damaged.bytes[damaged.bytes.length - 1] = 1 ^ (damaged.bytes.at(-1) ?? 0);
    await store.save(damaged);
    expect(await stepsIn()).toEqual({ run: 100 });
    const later = openAutosaveStore();
    await later.save(damaged);
    expect(await stepsIn()).toEqual({ run: 100 });
    await openAutosaveStore().save(autosaveAt(300));
    expect(await stepsIn()).toEqual({ run: 300 });
  });

  it('are not taken for damaged where there is no memory to look at them, nor written over', async () => {
    await openAutosaveStore().save(autosaveAt(100));
    const store = openAutosaveStore();
    for (const work of [() => store.list(), () => store.save(autosaveAt(200))]) {
      expect(await failureWithoutMemory(Uint8Array, work)).toEqual({ code: 'out-of-memory', details: {} });
    }
    expect(await stepsIn()).toEqual({ run: 100 });
  });

  it('stay when there is no room for another', async () => {
    const store = openAutosaveStore();
    await store.save(autosaveAt(100));
    const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    const failure = await failureOf(store.save(autosaveAt(200)));
    put.mockRestore();
    expect(failure).toMatchObject({ code: 'storage-full' });
    expect(await stepsIn()).toEqual({ run: 100 });
  });

  it('of different runs do not touch each other, and go run by run', async () => {
    const store = openAutosaveStore();
    await store.save(autosaveAt(100, 'a'));
    await store.save(autosaveAt(50, 'b'));
    expect(await stepsIn()).toEqual({ a: 100, b: 50 });
    await store.discard('a');
    expect(await stepsIn()).toEqual({ b: 50 });
  });

  it('of a newer version are told of, and neither continued nor written over', async () => {
    const store = openAutosaveStore();
    await store.save(autosaveAt(100));
    const { summary, bytes } = autosaveAt(200);
    const { tensors, metadata } = decodeSafetensors(bytes);
    const later = encodeSafetensors(tensors, { ...metadata, schema: '999' });
    await store.save({ summary, bytes: later });
    await store.save(autosaveAt(50, 'other'));
    const onTooNew = vi.fn();
    const list = await openAutosaveStore().list(onTooNew);
    expect(list.map(({ summary: { runId } }) => runId)).toEqual(['other']);
    expect(onTooNew).toHaveBeenCalledTimes(1);
  });

  it('of different runs are in the order of the runs, whatever the clock said', async () => {
    const store = openAutosaveStore();
    await store.save(autosaveAt(200, 'a'));
    await store.save(autosaveAt(100, 'b'));
    await store.save(autosaveAt(300, 'a'));
    await openAutosaveStore().save(autosaveAt(50, 'c'));
    const list = await store.list();
    expect(list.map(({ summary }) => summary.runId)).toEqual(['c', 'b', 'a']);
  });

  it('of an earlier version are found, and older than those of this one', async () => {
    await openAutosaveStore().save(autosaveAt(1, 'new'));
    const database = await openDB('cifar-10-autosaves');
    for (const [runId, step] of [['old', 100], ['older', 50]] as const) // biome-ignore format: runs
      await database.put('autosaves', { number: 7, ...autosaveAt(step, runId) }, [runId, 1]);
    database.close();
    const list = await openAutosaveStore().list();
    expect(list.map(({ summary }) => summary.runId)).toEqual(['new', 'old', 'older']);
  });

  it('cannot be had where the browser gives no storage, and it says so', async () => {
    vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw new DOMException('blocked', 'SecurityError');
    });
    expect(await failureOf(openAutosaveStore().save(autosaveAt(1)))).toEqual({
      code: 'storage-unavailable',
      details: {},
    });
  });
});
