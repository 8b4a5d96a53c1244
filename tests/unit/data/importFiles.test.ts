import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { batchNames } from '../../../src/data/cifar10.ts';
import { importFiles } from '../../../src/data/importFiles.ts';
import { failureOf, forgetEverything, pretendStored, testImport } from '../../fixtures/importing.ts';
import { realBatch } from '../../fixtures/realCifar10.ts';
import { tarGz } from '../../fixtures/tarGz.ts';

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
    await importFiles([archive], importing);
    expect([...importing.reported].sort()).toEqual([...batchNames].sort());
    const { size } = archive;
    expect(importing.progress.at(-1)).toEqual({ receivedBytes: size, totalBytes: size });
  });

  it('may be an archive that was cut: what came before is kept, and the rest can follow', async () => {
    const cut = new File([archive.slice(0, Math.trunc(0.45 * archive.size))], 'cut.tar.gz');
    const first = await testImport();
    expect(await failureOf(importFiles([cut], first))).toEqual({
      code: 'archive-truncated',
      details: { file: 'cut.tar.gz' },
    });
    expect(first.reported).toEqual(['data_batch_1', 'data_batch_3']);
    const second = await testImport();
    await pretendStored(second, 'data_batch_5', 'data_batch_2');
    await importFiles([archive], second);
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
    expect(await failureOf(importFiles([new File([tarGz(entries, 0)], 'a.tar.gz')], importing))).toEqual({
      code: 'checksum-mismatch',
      details: { batch: 'data_batch_4' },
    });
    expect(importing.reported).toEqual(['test_batch']);
  });

  it('are known by their content, whatever they are called', async () => {
    const importing = await testImport();
    await importFiles(
      [await binFile('data_batch_2', 'data_batch_1.bin'), await binFile('test_batch', 'copy (2)')],
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
    expect(await failureOf(importFiles(files, importing))).toEqual({
      code: 'file-not-cifar10',
      details: { file: 'notes.md' },
    });
    expect(importing.reported).toEqual(['data_batch_5']);
  });

  it('are not stored twice', async () => {
    const file = await binFile('data_batch_5', 'data_batch_5.bin');
    const importing = await testImport();
    await importFiles([file, file], importing);
    expect(importing.reported).toEqual(['data_batch_5']);
  });

  it('stop at the place where the import is cancelled', async () => {
    const importing = await testImport();
    const work = importFiles([archive], {
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

function stem(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1, -'.bin'.length);
}
