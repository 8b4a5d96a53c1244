import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Checkpoint } from '../../../src/checkpoint/checkpoint.ts';
import { type CheckpointStores, checkpointStores } from '../../../src/checkpoint/checkpointStores.ts';
import { decodeCheckpoint, encodeCheckpoint } from '../../../src/checkpoint/codec.ts';
import { indexedDbCheckpoints } from '../../../src/checkpoint/indexedDbCheckpoints.ts';
import { localStorageCheckpoints } from '../../../src/checkpoint/localStorageCheckpoints.ts';
import { bytesToUtf16, localStorageText } from '../../../src/checkpoint/utf16.ts';
import { checkpointWith } from '../../fixtures/checkpoints.ts';
import { failureOf } from '../../fixtures/importing.ts';
import { quotaStorage } from '../../fixtures/quotaStorage.ts';
import { failureWithoutMemory } from '../../fixtures/withoutMemory.ts';

describe('checkpoints in the browser', () => {
  let storage: Storage;
  let stores: CheckpointStores;

  beforeEach(() => {
    globalThis.indexedDB = new IDBFactory();
    storage = quotaStorage();
    stores = checkpointStores(localStorageCheckpoints(storage), indexedDbCheckpoints());
  });

  /** As the page does it, which makes no text of what fits into no localStorage. */
  async function save(checkpoint: Checkpoint) {
    const bytes = encodeCheckpoint(checkpoint);
    return stores.save({ summary: checkpoint.summary, bytes, text: localStorageText(bytes) });
  }

  async function places() {
    const list = await stores.list();
    return new Map(list.map(({ summary, place }) => [summary?.step, place]));
  }

  it('of twenty runs of 120 hidden units and three of 1,024: all are listed and restored, and localStorage never overflows', async () => {
    const small = Array.from({ length: 20 }, (_, i) => checkpointWith(120, 100 * (i + 1)));
    const large = [1_010, 1_510, 2_010].map((step) => checkpointWith(1_024, step));
    const saved = [...small, ...large].sort((a, b) => a.summary.step - b.summary.step);
    for (const checkpoint of saved) {
      const isLarge = large.includes(checkpoint);
      expect(await save(checkpoint)).toEqual({ place: isLarge ? 'IndexedDB' : 'localStorage' });
      expect(await stores.localShare()).toBeLessThanOrEqual(1);
    }

    const list = await stores.list();
    expect(list.map(({ summary }) => summary?.step)).toEqual(
      saved.map(({ summary }) => summary.step).reverse(),
    );
    expect(list.filter(({ place }) => place === 'localStorage').map(({ summary }) => summary?.step)).toEqual([
      2_000, 1_900, 1_800, 1_700, 1_600, 1_500,
    ]);
    for (const checkpoint of saved) {
      const { id } = checkpoint.summary;
      expectSame(decodeCheckpoint(await stores.load(id), id), checkpoint);
    }
  });

  it('stay in localStorage when they are the best or pinned', async () => {
    const best = checkpointWith(120, 100);
    await save({ ...best, summary: { ...best.summary, testAccuracy: 0.47 } });
    await save(checkpointWith(120, 200));
    await stores.setPinned('run-step-200', true);
    for (let step = 300; step <= 1_200; step += 100) await save(checkpointWith(120, step));
    const where = await places();
    expect([100, 200, 300, 1_200].map((step) => where.get(step))).toEqual([
      'localStorage',
      'localStorage',
      'IndexedDB',
      'localStorage',
    ]);
  });

  describe('saved after the clock was set back a day', () => {
    const dayBefore = (step: number, number: number): Checkpoint => {
      const checkpoint = checkpointWith(120, step);
      const savedAt = new Date(Date.parse(checkpoint.summary.savedAt) - number * 86_400_000).toISOString();
      return { ...checkpoint, summary: { ...checkpoint.summary, savedAt } };
    };

    it('are the newest all the same, and the last to leave localStorage', async () => {
      for (let step = 100; step <= 600; step += 100) await save(checkpointWith(120, step));
      for (let step = 700; step <= 1_200; step += 100) await save(dayBefore(step, 1));
      const list = await stores.list();
      expect(list.map(({ summary }) => summary?.step)).toEqual(
        Array.from({ length: 12 }, (_, index) => 1_200 - 100 * index),
      );
      const local = list.filter(({ place }) => place === 'localStorage');
      expect(local.map(({ summary }) => summary?.step)).toEqual([1_200, 1_100, 1_000, 900, 800, 700]);
    });

    it('keep their order where they were moved, in one place alone, and over a reload', async () => {
      for (let day = 0; day < 9; day++) await save(dayBefore(100 + day, day));
      const expected = [108, 107, 106, 105, 104, 103, 102, 101, 100];
      const steps = async () => (await stores.list()).map(({ summary }) => summary?.step);
      stores = checkpointStores(localStorageCheckpoints(storage), indexedDbCheckpoints());
      expect(await steps()).toEqual(expected);
      await save(dayBefore(109, 9));
      stores = checkpointStores(null, indexedDbCheckpoints());
      expect(await steps()).toEqual([109, ...expected]);
    });

    it('stand before those of earlier versions, which have a date alone and are in order of that', async () => {
      for (const step of [200, 100, 300]) {
        const { summary, ...rest } = checkpointWith(7, step);
        const bytes = encodeCheckpoint({ summary, ...rest });
        storage.setItem(
          `cifar-10/checkpoint/${summary.id}`,
          `${JSON.stringify(summary)}\n${localStorageText(bytes)}`,
        );
      }
      await save(dayBefore(400, 1));
      expect([...(await places()).keys()]).toEqual([400, 300, 200, 100]);
    });

    it('are in order where two are saved at once', async () => {
      await Promise.all([save(dayBefore(100, 1)), save(dayBefore(200, 2))]);
      expect([...(await places()).keys()]).toEqual([200, 100]);
    });

    it('are the newest where they take the place of an older one', async () => {
      await save(checkpointWith(7, 100));
      await save(checkpointWith(7, 200));
      await save(dayBefore(100, 1));
      expect([...(await places()).keys()]).toEqual([100, 200]);
    });
  });

  it('are known without being read again, whatever this page has done, and those that are as before are the same objects', async () => {
    const expectKnown = async () => {
      const [known, read, again] = [await stores.listKnown(), await stores.list(), await stores.list()];
      expect(known).toEqual(read);
      expect(new Set([...read, ...again]).size).toBe(read.length);
    };
    for (let step = 100; step <= 900; step += 100) await save(checkpointWith(120, step));
    await save(checkpointWith(1_024, 1_000));
    await expectKnown();
    await stores.setPinned('run-step-900', true);
    await stores.setPinned('run-step-100', true);
    await stores.delete('run-step-800');
    await stores.delete('run-step-200');
    await save(checkpointWith(120, 300));
    await expectKnown();
    const steps = (await stores.listKnown()).map(({ summary }) => summary?.step);
    expect(steps).toEqual([300, 1_000, 900, 700, 600, 500, 400, 100]);
  });

  it('are still all there when making room fails', async () => {
    for (let step = 100; step <= 600; step += 100) await save(checkpointWith(120, step));
    stores = checkpointStores(localStorageCheckpoints(storage), {
      ...indexedDbCheckpoints(),
      save: async () => {
        throw new DOMException('full', 'QuotaExceededError');
      },
    });
    await expect(save(checkpointWith(120, 700))).rejects.toThrow();
    expect([...(await places()).keys()]).toEqual([600, 500, 400, 300, 200, 100]);
  });

  it('that are too large for localStorage go to IndexedDB', async () => {
    const large = checkpointWith(1_024, 1_000);
    const bytes = encodeCheckpoint(large);
    const { summary } = large;
    expect(await stores.save({ summary, bytes, text: bytesToUtf16(bytes) })).toEqual({ place: 'IndexedDB' });
    expectSame(decodeCheckpoint(await stores.load(large.summary.id), large.summary.id), large);
  });

  it('stay whole when a later write fails in both places', async () => {
    const first = checkpointWith(120, 100);
    await save(first);
    const failing = checkpointStores(localStorageCheckpoints(storage), {
      ...indexedDbCheckpoints(),
      save: async () => {
        throw new DOMException('full', 'QuotaExceededError');
      },
    });
    const large = encodeCheckpoint(checkpointWith(1_024, 200));
    const { summary } = checkpointWith(1_024, 200);
    await expect(failing.save({ summary, bytes: large, text: bytesToUtf16(large) })).rejects.toThrow();
    const { id } = first.summary;
    expectSame(decodeCheckpoint(await stores.load(id), id), first);
  });

  it('are still there when the browser has cleared one of the two places, or gives only one', async () => {
    const checkpoint = checkpointWith(120, 100);
    const { id } = checkpoint.summary;
    await save(checkpoint);
    globalThis.indexedDB = new IDBFactory();
    stores = checkpointStores(localStorageCheckpoints(storage), indexedDbCheckpoints());
    expectSame(decodeCheckpoint(await stores.load(id), id), checkpoint);

    await save(checkpoint);
    storage.clear();
    expect(await places()).toEqual(new Map([[100, 'IndexedDB']]));
    expectSame(decodeCheckpoint(await stores.load(id), id), checkpoint);

    const withoutLocal = checkpointStores(null, indexedDbCheckpoints());
    expectSame(decodeCheckpoint(await withoutLocal.load(id), id), checkpoint);
  });

  it('can be saved and deleted in a private window, where there is no IndexedDB', async () => {
    vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw new DOMException('private', 'InvalidStateError');
    });
    const checkpoint = checkpointWith(120, 100);
    expect(await save(checkpoint)).toEqual({ place: 'localStorage' });
    await stores.delete(checkpoint.summary.id);
    expect(await stores.list()).toEqual([]);
  });

  it('are replaced as a whole when the same one is saved again', async () => {
    const checkpoint = checkpointWith(120, 100);
    await save(checkpoint);
    const evaluated = { ...checkpoint, summary: { ...checkpoint.summary, testAccuracy: 0.46 } };
    await save(evaluated);
    expect(await stores.list()).toHaveLength(1);
    expect((await stores.list())[0]?.summary?.testAccuracy).toBe(0.46);
  });

  it('that are damaged in both places are said to be damaged, and the others are not affected', async () => {
    const other = checkpointWith(7, 200);
    const damaged = checkpointWith(7, 100).summary;
    await save(other);
    storage.setItem(`cifar-10/checkpoint/${damaged.id}`, 'garbage');
    await indexedDbCheckpoints().save(damaged, Uint8Array.of(1, 2, 3), 2);
    expect(await failureOf(stores.load(damaged.id))).toEqual({
      code: 'checkpoint-damaged',
      details: { id: damaged.id },
    });
    expectSame(decodeCheckpoint(await stores.load(other.summary.id), other.summary.id), other);
    await stores.delete(damaged.id);
    expect(await stores.list()).toHaveLength(1);
  });

  it('are not called damaged where there is no memory to look at them', async () => {
    const { summary } = checkpointWith(7, 100);
    await save(checkpointWith(7, 100));
    const load = () => stores.load(summary.id);
    expect(await failureWithoutMemory(Uint8Array, load)).toEqual({ code: 'out-of-memory', details: {} });
  });

  it('that are damaged in localStorage alone, and have no copy, are listed without a summary', async () => {
    storage.setItem('cifar-10/checkpoint/alone', 'garbage');
    expect(await stores.list()).toMatchObject([{ id: 'alone', summary: null }]);
    expect(await failureOf(stores.load('alone'))).toMatchObject({ code: 'checkpoint-damaged' });
  });

  it.each([
    ['in its first line', (item: string) => item.slice(10)],
    ['in one bit of a weight', (item: string) => withOneBitTurned(item)],
    ['by being cut off', (item: string) => item.slice(0, -500)],
  ])(
    'that are damaged in localStorage %s come back whole from their copy in IndexedDB',
    async (_, damage) => {
      const checkpoint = checkpointWith(7, 100);
      const { id } = checkpoint.summary;
      await save(checkpoint);
      const key = `cifar-10/checkpoint/${id}`;
      storage.setItem(key, damage(storage.getItem(key) ?? ''));
      expect((await stores.list()).map(({ summary }) => summary?.step)).toEqual([100]);
      expectSame(decodeCheckpoint(await stores.load(id), id), checkpoint);
    },
  );

  it('that are damaged in localStorage are not moved over their whole copy', async () => {
    const oldest = checkpointWith(120, 100);
    const { id } = oldest.summary;
    await save(oldest);
    const key = `cifar-10/checkpoint/${id}`;
    storage.setItem(key, withOneBitTurned(storage.getItem(key) ?? ''));
    for (let step = 200; step <= 900; step += 100) await save(checkpointWith(120, step));
    expect((await places()).get(100)).toBe('IndexedDB');
    expectSame(decodeCheckpoint(await stores.load(id), id), oldest);
  });

  it('that name themselves otherwise than their place have no summary, so that they are never moved over others', async () => {
    await save(checkpointWith(2, 100));
    const { id } = checkpointWith(2, 100).summary;
    storage.setItem('cifar-10/checkpoint/other', storage.getItem(`cifar-10/checkpoint/${id}`) ?? '');
    const listed = await stores.list();
    expect(listed.map((stored) => [stored.id, stored.summary?.id])).toEqual([
      [id, id],
      ['other', undefined],
    ]);
  });

  it('that are gone are said to be gone', async () => {
    expect(await failureOf(stores.load('nothing'))).toEqual({
      code: 'checkpoint-missing',
      details: { id: 'nothing' },
    });
  });
});

/** Of a weight near the end: the last character may have bits that say nothing. */
function withOneBitTurned(item: string): string {
  const at = item.length - 4;
  return item.slice(0, at) + String.fromCharCode(item.charCodeAt(at) ^ 1) + item.slice(at + 1);
}

/** To the last bit. (`toEqual` walks through millions of weights one by one.) */
function expectSame(actual: Checkpoint, expected: Checkpoint): void {
  expect(Buffer.compare(encodeCheckpoint(actual), encodeCheckpoint(expected))).toBe(0);
}
