import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { type DBSchema, openDB } from 'idb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { change, changeReopened } from '../../../src/database/change.ts';
import {
  type ConnectionEnd,
  type DatabasePlan,
  openDatabase,
  reopened,
} from '../../../src/database/openDatabase.ts';
import { failureOf } from '../../fixtures/importing.ts';

interface Schema extends DBSchema {
  first: { key: string; value: string };
  second: { key: string; value: string };
}

const plan: DatabasePlan<Schema> = {
  name: 'words',
  version: 2,
  upgrade(database, oldVersion) {
    if (oldVersion < 1) database.createObjectStore('first');
    database.createObjectStore('second');
  },
};

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});
afterEach(() => vi.restoreAllMocks());

describe('a database', () => {
  it('of an older version is brought up to date, with what it holds', async () => {
    const old = await openDB('words', 1, { upgrade: (made) => made.createObjectStore('first') });
    await old.put('first', 'kept', 'word');
    old.close();
    const database = await openDatabase(plan);
    expect(await database.get('first', 'word')).toBe('kept');
    expect([...database.objectStoreNames]).toEqual(['first', 'second']);
  });

  it('of a newer version than this page’s is not touched', async () => {
    const newer = await openDB('words', 3, { upgrade: (made) => made.createObjectStore('third') });
    newer.close();
    expect(await failureOf(openDatabase(plan))).toEqual({ code: 'storage-too-new', details: {} });
    expect((await openDB('words')).version).toBe(3);
  });

  it('that another tab holds open in an older version says so, instead of a wait for ever', async () => {
    const old = await openDB('words', 1, { upgrade: (made) => made.createObjectStore('first') });
    expect(await failureOf(openDatabase(plan))).toEqual({ code: 'storage-blocked', details: {} });
    old.close();
    expect((await openDatabase(plan)).version).toBe(2);
  });

  it('makes way for a newer version in another tab, and is opened again after its deletion', async () => {
    const database = reopened(plan);
    await (await database()).put('first', 'gone', 'word');
    (await openDB('words', 3)).close();
    expect(await failureOf(database())).toEqual({ code: 'storage-too-new', details: {} });
    await new Promise((resolve) => {
      indexedDB.deleteDatabase('words').onsuccess = resolve;
    });
    expect(await (await database()).get('first', 'word')).toBeUndefined();
  });

  it('that is deleted tells so, and one that another tab brings up to date does not', async () => {
    const ends: ConnectionEnd[] = [];
    const database = reopened(plan, (end) => ends.push(end));
    await database();
    await new Promise((resolve) => {
      indexedDB.deleteDatabase('words').onsuccess = resolve;
    });
    expect(ends).toEqual(['deleted']);
    await database();
    (await openDB('words', 3)).close();
    expect(ends).toEqual(['deleted', 'closed']);
  });

  it('that the browser does not give is said to be unavailable', async () => {
    vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw new DOMException('no', 'SecurityError');
    });
    expect(await failureOf(openDatabase(plan))).toEqual({ code: 'storage-unavailable', details: {} });
  });
});

describe('a change', () => {
  const extent = { stores: ['first', 'second'], neededBytes: 7, durability: 'strict' } as const;

  it.each([
    ['QuotaExceededError', { code: 'storage-full', details: { neededBytes: 7 } }],
    ['UnknownError', { code: 'storage-failed', details: { reason: 'the disk' } }],
  ])('that fails half way by %s leaves nothing of itself, and everything else', async (name, failure) => {
    const database = await openDatabase(plan);
    await database.put('first', 'before', 'word');
    const put = IDBObjectStore.prototype.put;
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...given) {
      if (this.name === 'second') throw new DOMException('the disk', name);
      return put.apply(this, given);
    });
    const changing = change(database, extent, async (transaction) => {
      await transaction.objectStore('first').put('after', 'word');
      await transaction.objectStore('second').put('after', 'word');
    });
    expect(await failureOf(changing)).toEqual(failure);
    vi.restoreAllMocks();
    expect(await database.get('first', 'word')).toBe('before');
  });

  it('before which the browser has ended the connection is made on a new one', async () => {
    const [ended, present] = [await openDatabase(plan), await openDatabase(plan)];
    ended.close();
    const connections = [ended];
    await changeReopened(
      async () => connections.shift() ?? present,
      extent,
      async (transaction) => transaction.objectStore('first').put('made', 'word'),
    );
    expect(await present.get('first', 'word')).toBe('made');
  });

  it('that fails on a connection that is still there is not made again', async () => {
    const database = await openDatabase(plan);
    let attempts = 0;
    const failing = changeReopened(
      async () => database,
      extent,
      async () => {
        attempts += 1;
        throw new DOMException('the disk', 'UnknownError');
      },
    );
    expect(await failureOf(failing)).toMatchObject({ code: 'storage-failed' });
    expect(attempts).toBe(1);
  });
});
