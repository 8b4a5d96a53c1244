import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type BatchName, batchSha256 } from '../../../src/data/cifar10.ts';
import { decodeBatch } from '../../../src/data/decodeBatch.ts';
import { fetchChunks } from '../../../src/data/download.ts';
import { type BatchDecoder, downloadDataset } from '../../../src/data/downloadDataset.ts';
import type { FetchFile } from '../../../src/data/downloads.ts';
import { type Cifar10Server, startCifar10Server } from '../../fixtures/cifar10Server.ts';
import {
  emptySummary,
  failureOf,
  forgetEverything,
  pretendStored,
  testImport,
} from '../../fixtures/importing.ts';
import { packageFile } from '../../fixtures/realCifar10.ts';

describe('downloading CIFAR-10', () => {
  let server: Cifar10Server;
  const fetchFile: FetchFile = (file, options) => fetchChunks(new URL(file, server.baseUrl), options);
  const decoder: BatchDecoder = { width: 2, decode: decodeBatch };
  const pictures = () => server.requests.filter((file) => file.endsWith('.png'));

  beforeEach(async () => {
    forgetEverything();
    server = await startCifar10Server();
  });
  afterEach(async () => {
    vi.unstubAllGlobals();
    await server.close();
  });

  it('stores six official batches, those to start with first, and counts every byte', async () => {
    const importing = await testImport();
    await downloadDataset(fetchFile, decoder, importing);
    expect(importing.reported).toEqual([
      'data_batch_1',
      'test_batch',
      'data_batch_2',
      'data_batch_3',
      'data_batch_4',
      'data_batch_5',
    ]);
    const sums = (await importing.store.summaries()).map(({ name, sha256 }) => [name, sha256]);
    expect(Object.fromEntries(sums)).toEqual(batchSha256);
    expect(importing.progress.at(-1)).toEqual({ receivedBytes: 138_992_573, totalBytes: 138_992_573 });
    expect(server.requests).toHaveLength(8);
  });

  it('keeps two batches when the server goes down at the third file, and later fetches only the other four', async () => {
    server.answers.set('data_batch_2.png', (response) => response.destroy());
    const first = await testImport();
    expect(await failureOf(downloadDataset(fetchFile, decoderOf(), first))).toEqual({
      code: 'download-failed',
      details: { file: 'data_batch_2.png', status: null },
    });
    expect(first.reported).toEqual(['data_batch_1', 'test_batch']);
    expect(pictures()).toEqual(['data_batch_1.png', 'test_batch.png', 'data_batch_2.png']);

    server.answers.clear();
    server.requests.length = 0;
    const second = await testImport();
    await downloadDataset(fetchFile, decoderOf(), second);
    expect(server.requests).toEqual([
      'train_lables.json',
      'data_batch_2.png',
      'data_batch_3.png',
      'data_batch_4.png',
      'data_batch_5.png',
    ]);
    expect(await second.store.summaries()).toHaveLength(6);
  });

  it.each([
    ['in the pixels', 12_345_678, 'png-damaged', 'data_batch_3.png'],
    ['in the signature', 1, 'not-a-png', 'data_batch_3.png'],
  ])('loses one batch, and no other, to a flipped byte %s', async (_, position, code, file) => {
    const png = await packageFile(file);
    png[position] = (png[position] ?? 0) ^ 1;
    server.answers.set(file, (response) => response.end(png));
    const importing = await testImport();
    await pretendStored(importing, 'data_batch_1', 'test_batch', 'data_batch_5');
    expect(await failureOf(downloadDataset(fetchFile, decoderOf('data_batch_3'), importing))).toEqual({
      code,
      details: { file },
    });
    expect(importing.reported).toEqual(['data_batch_2', 'data_batch_4']);
  });

  it('does not take a wrong picture file for the right one', async () => {
    const other = await packageFile('data_batch_2.png');
    server.answers.set('test_batch.png', (response) => response.end(other));
    const importing = await testImport();
    await pretendStored(importing, 'data_batch_1', 'data_batch_2', 'data_batch_4', 'data_batch_5');
    expect(await failureOf(downloadDataset(fetchFile, decoderOf('test_batch'), importing))).toEqual({
      code: 'checksum-mismatch',
      details: { batch: 'test_batch' },
    });
    expect(importing.reported).toEqual(['data_batch_3']);
  });

  it('does not take the page itself for a file, as some servers answer', async () => {
    const page = '<!doctype html><title>CIFAR-10</title>';
    server.answers.set('data_batch_1.png', (response) => response.end(page));
    server.answers.set('test_lables.json', (response) => response.end(page));
    const importing = await testImport();
    await pretendStored(importing, 'data_batch_3', 'data_batch_4', 'data_batch_5');
    const real = decoderOf('data_batch_1', 'test_batch');
    expect(await failureOf(downloadDataset(fetchFile, real, importing))).toMatchObject({
      code: 'not-a-png',
    });
    expect(importing.reported).toEqual(['data_batch_2']);
  });

  it('does not fetch pictures that damaged labels make useless', async () => {
    server.answers.set('train_lables.json', (response) => response.end('[10]'));
    const importing = await testImport();
    expect(await failureOf(downloadDataset(fetchFile, decoderOf(), importing))).toEqual({
      code: 'labels-damaged',
      details: { file: 'train_lables.json' },
    });
    expect(server.requests).toEqual(['train_lables.json', 'test_lables.json', 'test_batch.png']);
    expect(importing.reported).toEqual(['test_batch']);
  });

  it('keeps what is stored when it is cancelled on the way', async () => {
    const importing = await testImport();
    server.answers.set('data_batch_2.png', (response) => {
      response.writeHead(200, { 'Content-Length': 23_162_285 });
      response.write('…');
    });
    const download = downloadDataset(fetchFile, decoderOf(), {
      ...importing,
      onBatchStored: (summary) => {
        importing.onBatchStored(summary);
        if (importing.reported.length === 2) importing.cancel();
      },
    });
    await expect(download).rejects.toMatchObject({ name: 'AbortError' });
    expect((await importing.store.summaries()).map(({ name }) => name)).toEqual([
      'data_batch_1',
      'test_batch',
    ]);
  });

  it('ends, also on the network, when the storage is full', async () => {
    const importing = await testImport();
    const signals: AbortSignal[] = [];
    const full = new Error('storage-full');
    const download = downloadDataset(
      (file, options) => {
        signals.push(options.signal);
        return fetchFile(file, options);
      },
      decoderOf(),
      {
        ...importing,
        store: { summaries: () => Promise.resolve([]), saveBatch: () => Promise.reject(full) },
      },
    );
    await expect(download).rejects.toBe(full);
    expect(signals.every(({ aborted }) => aborted)).toBe(true);
  });

  it('says before the first byte that an insecure page cannot check anything', async () => {
    const importing = await testImport();
    vi.stubGlobal('crypto', { subtle: undefined });
    expect(await failureOf(downloadDataset(fetchFile, decoder, importing))).toMatchObject({
      code: 'insecure-context',
    });
    expect(server.requests).toEqual([]);
  });
});

/**
 * Decodes these batches. The pictures of the others are read to their end and taken as they are: decoding all of them takes seconds,
 * and what is tested is what becomes of the batches beside a damaged one.
 */
function decoderOf(...names: readonly BatchName[]): BatchDecoder {
  return {
    width: 2,
    decode: async (batch, png) => {
      if (names.includes(batch.name)) return decodeBatch(batch, png);
      while (!(await png.next()).done);
      return { records: new Blob([]), summary: emptySummary(batch.name) };
    },
  };
}
