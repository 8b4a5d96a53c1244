import { beforeEach, describe, expect, it } from 'vitest';
import { openDatasetStore } from '../../../src/data/datasetStore.ts';
import { decodeBatch } from '../../../src/data/decodeBatch.ts';
import { Failure } from '../../../src/failure.ts';
import { DataHost } from '../../../src/worker/data/dataHost.ts';
import type { DataEvent } from '../../../src/worker/data/protocol.ts';
import { forgetEverything, pretendStored, testImport } from '../../fixtures/importing.ts';
import { inPieces, packageFile, realBatch } from '../../fixtures/realCifar10.ts';

describe('the data worker', () => {
  let events: DataEvent[];
  let requests: string[];
  let isLockedElsewhere: boolean;
  let host: DataHost;
  const kinds = () => events.map(({ kind }) => kind).filter((kind) => kind !== 'importProgressed');

  beforeEach(async () => {
    forgetEverything();
    await pretendStored(
      await testImport(),
      'data_batch_1',
      'data_batch_2',
      'data_batch_3',
      'data_batch_4',
      'data_batch_5',
    );
    events = [];
    requests = [];
    isLockedElsewhere = false;
    host = new DataHost({
      openStore: openDatasetStore,
      fetchChunks: async function* (url, { signal }) {
        requests.push(url.href);
        signal.throwIfAborted();
        yield* inPieces(new Uint8Array(await packageFile(url.pathname.slice('/files/'.length))));
      },
      startDecoders: () => ({ width: 2, decode: decodeBatch, end: () => {} }),
      exclusively: async (work) => {
        if (isLockedElsewhere) throw new Failure({ code: 'import-elsewhere', details: {} });
        await work();
      },
      emit: (event) => events.push(event),
      now: () => new Date(),
      nowMs: () => performance.now(),
    });
  });

  it.each(['https://example.org/files/', 'https://example.org/files'])(
    'downloads what is missing from %s',
    async (baseUrl) => {
      await host.handle({ kind: 'downloadDataset', baseUrl });
      expect(requests).toEqual([
        'https://example.org/files/test_lables.json',
        'https://example.org/files/test_batch.png',
      ]);
      expect(kinds()).toEqual(['batchStored', 'importFinished']);
      expect(events[0]).toMatchObject({ kind: 'importProgressed', progress: { totalBytes: 23_161_303 } });
    },
  );

  it('imports files', async () => {
    const file = new File([await realBatch('test_batch')], 'test_batch.bin');
    await host.handle({ kind: 'importFiles', chosen: [{ kind: 'file', file }] });
    expect(kinds()).toEqual(['batchStored', 'importFinished']);
  });

  it('answers a failure with its facts', async () => {
    await host.handle({ kind: 'importFiles', chosen: [{ kind: 'file', file: new File(['x'], 'x.txt') }] });
    expect(events.at(-1)).toEqual({
      kind: 'importFailed',
      failure: { code: 'file-not-cifar10', details: { file: 'x.txt', kind: null } },
    });
  });

  it('answers a cancelled import as cancelled', async () => {
    const download = host.handle({ kind: 'downloadDataset', baseUrl: 'https://example.org/files/' });
    await host.handle({ kind: 'cancelImport' });
    await download;
    expect(kinds()).toEqual(['importCancelled']);
  });

  it('ends an import before it deletes', async () => {
    void host.handle({ kind: 'downloadDataset', baseUrl: 'https://example.org/files/' });
    await host.handle({ kind: 'deleteDataset' });
    expect(kinds()).toEqual(['importCancelled', 'datasetDeleted']);
    expect(await (await openDatasetStore()).summaries()).toEqual([]);
  });

  it('neither imports nor deletes while another tab does', async () => {
    isLockedElsewhere = true;
    const failure = { code: 'import-elsewhere', details: {} };
    await host.handle({ kind: 'downloadDataset', baseUrl: 'https://example.org/files/' });
    await host.handle({ kind: 'deleteDataset' });
    expect(events).toEqual([
      { kind: 'importFailed', failure },
      { kind: 'deletionFailed', failure },
    ]);
    expect(requests).toEqual([]);
  });
});
