import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Chosen } from '../../../src/data/chosen.ts';
import { batchNames } from '../../../src/data/cifar10.ts';
import { importFiles } from '../../../src/data/importFiles.ts';
import { failureOf, forgetEverything, pretendStored, testImport } from '../../fixtures/importing.ts';
import { realBatch } from '../../fixtures/realCifar10.ts';
import { tarGz } from '../../fixtures/tarGz.ts';

const chosen = (...files: readonly File[]): Chosen[] => files.map((file) => ({ kind: 'file', file }));

describe('files that a person chooses', () => {
  let archive: File;
  const binFile = async (name: (typeof batchNames)[number], fileName: string) =>
    new File([await realBatch(name)], fileName);

  beforeAll(async () => {
    const order = [
      'data_batch_1',
      'data_batch_3',
      'data_batch_4',
      'test_batch',
      'data_batch_5',
      'data_batch_2',
    ];
    const entries = await Promise.all(
      batchNames.map(async (name) => ({
        path: `cifar-10-batches-bin/${name}.bin`,
        content: await realBatch(name),
      })),
    );
    entries.sort((a, b) => order.indexOf(stem(a.path)) - order.indexOf(stem(b.path)));
    archive = new File([tarGz(entries, 0)], 'cifar-10-binary.tar.gz');
  });
  beforeEach(forgetEverything);

  it('are stored from the whole archive', async () => {
    const importing = await testImport();
    await importFiles(chosen(archive), importing);
    expect([...importing.reported].sort()).toEqual([...batchNames].sort());
    const { size } = archive;
    expect(importing.progress.at(-1)).toEqual({ receivedBytes: size, totalBytes: size });
  });

  it('may be an archive that was cut: what came before is kept, and the rest can follow', async () => {
    const cut = new File([archive.slice(0, Math.trunc(0.45 * archive.size))], 'cut.tar.gz');
    const first = await testImport();
    expect(await failureOf(importFiles(chosen(cut), first))).toEqual({
      code: 'archive-truncated',
      details: { file: 'cut.tar.gz' },
    });
    expect(first.reported).toEqual(['data_batch_1', 'data_batch_3']);
    const second = await testImport();
    await pretendStored(second, 'data_batch_5', 'data_batch_2');
    await importFiles(chosen(archive), second);
    expect(second.reported).toEqual(['data_batch_4', 'test_batch']);
  });

  it('may hold one damaged batch: the others are kept', async () => {
    const damaged = (await realBatch('data_batch_4')).slice();
    damaged[77] = 1 + (damaged[77] ?? 0);
    const entries = [
      { path: 'data_batch_4.bin', content: damaged },
      { path: 'test_batch.bin', content: await realBatch('test_batch') },
    ];
    const importing = await testImport();
    expect(
      await failureOf(importFiles(chosen(new File([tarGz(entries, 0)], 'a.tar.gz')), importing)),
    ).toEqual({
      code: 'batch-file-damaged',
      details: { file: 'data_batch_4.bin in a.tar.gz', bytes: 30_730_000, expectedBytes: 30_730_000 },
    });
    expect(importing.reported).toEqual(['test_batch']);
  });

  it('are known by their content, whatever they are called', async () => {
    const importing = await testImport();
    await importFiles(
      chosen(await binFile('data_batch_2', 'data_batch_1.bin'), await binFile('test_batch', 'copy (2)')),
      importing,
    );
    expect(importing.reported).toEqual(['data_batch_2', 'test_batch']);
  });

  it('are named when they are something else, and the right ones among them are kept', async () => {
    const importing = await testImport();
    const files = [
      new File(['# Holiday'], 'notes.md'),
      await binFile('data_batch_5', 'data_batch_5.bin'),
      new File([new Uint8Array(30_730_000)], 'data_batch_1.bin'),
      new File([], 'empty.bin'),
    ];
    expect(await failureOf(importFiles(chosen(...files), importing))).toEqual({
      code: 'file-not-cifar10',
      details: { file: 'notes.md', kind: null },
    });
    expect(importing.reported).toEqual(['data_batch_5']);
  });

  it('may be cut off, or be no official ones, which is told from files of another kind', async () => {
    const batch = await realBatch('data_batch_5');
    const changed = batch.slice();
    changed[5_000] = 1 + (changed[5_000] ?? 0);
    const damaged = (bytes: number) => ({
      code: 'batch-file-damaged',
      details: { file: 'a.bin', bytes, expectedBytes: 30_730_000 },
    });
    for (const content of [batch.subarray(0, 20_000_000), changed]) {
      const importing = importFiles(chosen(new File([content], 'a.bin')), await testImport());
      expect(await failureOf(importing)).toEqual(damaged(content.length));
    }
  });

  it('may be chosen along with the texts beside them', async () => {
    const texts = [
      new File(['airplane\nautomobile\nbird\n'], 'batches.meta.txt'),
      new File(
        ['<META HTTP-EQUIV="REFRESH" CONTENT="0;url=http://www.cs.toronto.edu/~kriz/cifar.html">'],
        'readme.html',
      ),
    ];
    const importing = await testImport();
    await importFiles(chosen(...texts, await binFile('data_batch_5', 'data_batch_5.bin')), importing);
    expect(importing.reported).toEqual(['data_batch_5']);
    expect(await failureOf(importFiles(chosen(...texts), importing))).toEqual({
      code: 'file-not-cifar10',
      details: { file: 'batches.meta.txt', kind: 'cifar10-text' },
    });
  });

  it('are read no more when nothing is missing', async () => {
    const importing = await testImport();
    await pretendStored(importing, ...batchNames.filter((name) => name !== 'data_batch_5'));
    const read = () => {
      throw new Error('it is read');
    };
    const other = Object.assign(new File(['x'], 'b.bin'), { slice: read, stream: read });
    await importFiles(chosen(await binFile('data_batch_5', 'a.bin'), other), importing);
    expect(importing.reported).toEqual(['data_batch_5']);
  });

  it('may be unreadable, which does not stop the others', async () => {
    const importing = await testImport();
    const files = chosen(unreadable('gone.bin'), await binFile('data_batch_5', 'data_batch_5.bin'));
    expect(await failureOf(importFiles(files, importing))).toEqual({
      code: 'file-unreadable',
      details: { file: 'gone.bin' },
    });
    expect(importing.reported).toEqual(['data_batch_5']);
  });

  it('are not stored twice', async () => {
    const file = await binFile('data_batch_5', 'data_batch_5.bin');
    const importing = await testImport();
    await importFiles(chosen(file, file), importing);
    expect(importing.reported).toEqual(['data_batch_5']);
  });

  it('stop at the place where the import is cancelled', async () => {
    const importing = await testImport();
    const work = importFiles(chosen(archive), {
      ...importing,
      onBatchStored: (summary) => {
        importing.onBatchStored(summary);
        importing.cancel();
      },
    });
    await expect(work).rejects.toMatchObject({ name: 'AbortError' });
    expect((await importing.store.summaries()).map(({ name }) => name)).toEqual(['data_batch_1']);
  });
});

describe('a folder that a person drops', () => {
  beforeEach(forgetEverything);
  const other = (name: string, content = 'x') => new File([content], name);
  const folderOf = (name: string, files: readonly File[]): Chosen => ({ kind: 'folder', name, files });

  it('gives its batches, whatever else is in it, which is not read', async () => {
    const importing = await testImport();
    const files = [unreadable('movie.mp4'), unreadable('backup.tar.gz'), other('readme.html', '<html>')];
    files.push(new File([await realBatch('data_batch_5')], 'renamed'));
    await importFiles([folderOf('Downloads', files)], importing);
    expect(importing.reported).toEqual(['data_batch_5']);
    expect(importing.progress.at(-1)).toEqual({ receivedBytes: 30_730_000, totalBytes: 30_730_000 });
  });

  it('gives the archive in it', async () => {
    const importing = await testImport();
    const archive = tarGz([{ path: 'test_batch.bin', content: await realBatch('test_batch') }], 0);
    await importFiles(
      [folderOf('Downloads', [new File([archive], 'cifar-10-binary (1).tar.gz')])],
      importing,
    );
    expect(importing.reported).toEqual(['test_batch']);
  });

  it('is taken with files beside it, and with what could not be had', async () => {
    const importing = await testImport();
    const dropped: Chosen[] = [
      { kind: 'refused', failure: { code: 'file-unreadable', details: { file: 'locked' } } },
      folderOf('cifar-10-batches-bin', [new File([await realBatch('data_batch_5')], 'data_batch_5.bin')]),
      ...chosen(new File([await realBatch('test_batch')], 'test_batch.bin')),
    ];
    expect(await failureOf(importFiles(dropped, importing))).toEqual({
      code: 'file-unreadable',
      details: { file: 'locked' },
    });
    expect(importing.reported).toEqual(['data_batch_5', 'test_batch']);
  });

  const python = '\x80\x02}q\x01(U\x0bbatch_labelq\x02';
  it.each<[string, readonly File[], string | null]>([
    ['nothing', [], 'empty'],
    ['other files', [other('a.txt'), other('b.bin')], null],
    [
      'the Python version',
      [other('batches.meta', 'x'), new File([Buffer.from(python, 'latin1')], 'data_batch_1')],
      'cifar10-python',
    ],
    ['an unreadable file', [unreadable('a.mat')], null],
  ])('with %s in it is named', async (_, files, kind) => {
    expect(await failureOf(importFiles([folderOf('mine', files)], await testImport()))).toEqual({
      code: 'folder-not-cifar10',
      details: { folder: 'mine', kind },
    });
  });

  it('with another archive for one of CIFAR-10 is named after it', async () => {
    const zip = new File(['PK\x03\x04'], 'cifar-10-python.zip');
    expect(await failureOf(importFiles([folderOf('mine', [zip])], await testImport()))).toEqual({
      code: 'file-not-cifar10',
      details: { file: 'cifar-10-python.zip', kind: 'zip' },
    });
  });

  it('with a batch that was cut off is named after it', async () => {
    const cut = new File([(await realBatch('test_batch')).subarray(0, 1_000_000)], 'test_batch.bin');
    expect(await failureOf(importFiles([folderOf('mine', [cut])], await testImport()))).toMatchObject({
      code: 'batch-file-damaged',
      details: { file: 'test_batch.bin', bytes: 1_000_000 },
    });
  });
});

/** A file that was deleted after it was chosen, as browsers report it. */
function unreadable(name: string): File {
  const file = new File(['content'], name);
  const refuse = () => Promise.reject(new DOMException('gone', 'NotReadableError'));
  return Object.assign(file, { slice: () => Object.assign(new Blob(), { arrayBuffer: refuse }) });
}

function stem(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1, -'.bin'.length);
}
