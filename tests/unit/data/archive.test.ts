import { beforeAll, describe, expect, it } from 'vitest';
import { batchesInArchive } from '../../../src/data/archive.ts';
import { type BatchName, batchBytes, recordBytes } from '../../../src/data/cifar10.ts';
import { randomStream } from '../../../src/random/random.ts';
import { failureOf } from '../../fixtures/importing.ts';
import { inPieces } from '../../fixtures/realCifar10.ts';
import { gzip, type TarEntry, tarGz, tarOf } from '../../fixtures/tarGz.ts';

const folder: TarEntry = { path: 'cifar-10-batches-bin/', content: new Uint8Array(0) };
const text: TarEntry = { path: 'cifar-10-batches-bin/batches.meta.txt', content: Buffer.from('airplane\n') };

const pythonBatch = Buffer.from(
  '\x80\x02}q\x01(U\x0bbatch_labelq\x02U\x15training batch 1 of 5q\x03',
  'latin1',
);

const entryOf = (name: BatchName, content: Uint8Array): TarEntry => ({
  path: `cifar-10-batches-bin/${name}.bin`,
  content,
});

async function pathsIn(archive: Uint8Array<ArrayBuffer>) {
  const paths: string[] = [];
  for await (const { path } of batchesInArchive(inPieces(archive), 'a.tar.gz')) paths.push(path);
  return paths;
}

const failure = (code: string, details: object = {}) => ({ code, details: { file: 'a.tar.gz', ...details } });

/** As long as a batch, and packed in no time: of each record a thirtieth is noise, the rest one colour. */
function plainBatch(seed: number): Uint8Array<ArrayBuffer> {
  const random = randomStream(seed, 'batch');
  const batch = new Uint8Array(batchBytes);
  for (let start = 0; start < batchBytes; start += recordBytes) {
    batch.fill(random.below(256), start, start + recordBytes);
    for (let place = start; place < start + 100; place++) batch[place] = random.uint32();
  }
  return batch;
}

describe('an archive', () => {
  let two: Uint8Array<ArrayBuffer>;
  let batch1: Uint8Array<ArrayBuffer>;
  let batch5: Uint8Array<ArrayBuffer>;

  beforeAll(() => {
    [batch1, batch5] = [plainBatch(1), plainBatch(5)];
    two = tarGz([folder, entryOf('data_batch_5', batch5), text, entryOf('data_batch_1', batch1)], 0);
  });

  it('gives its batches in its own order, and passes over other files', async () => {
    const found = batchesInArchive(inPieces(two), 'a.tar.gz');
    const first = await found.next();
    expect(first.value?.path).toBe('cifar-10-batches-bin/data_batch_5.bin');
    expect(Buffer.compare(first.value?.records ?? new Uint8Array(), batch5)).toBe(0);
    const second = await found.next();
    expect(second.value?.path).toBe('cifar-10-batches-bin/data_batch_1.bin');
    expect(Buffer.compare(second.value?.records ?? new Uint8Array(), batch1)).toBe(0);
    expect((await found.next()).done).toBe(true);
  });

  it('is read no further than what is wanted', async () => {
    let bytesRead = 0;
    async function* counted() {
      for await (const piece of inPieces(two)) {
        bytesRead += piece.length;
        yield piece;
      }
    }
    for await (const { path } of batchesInArchive(counted(), 'a.tar.gz')) {
      expect(path).toContain('data_batch_5');
      break;
    }
    expect(bytesRead).toBeLessThan(two.length * 0.6);
  });

  it('gives what stands before its early end', async () => {
    const cut = two.slice(0, two.length * 0.8);
    const found = batchesInArchive(inPieces(cut), 'a.tar.gz');
    expect((await found.next()).value?.path).toContain('data_batch_5');
    expect(await failureOf(found.next())).toEqual(failure('archive-truncated'));
  });

  it('ends early also where the tar within was cut', async () => {
    const tar = tarOf([entryOf('data_batch_1', batch1)]);
    expect(await failureOf(pathsIn(gzip(tar.slice(0, 20_000_000))))).toEqual(failure('archive-truncated'));
  });

  it('is damaged where a byte of it is', async () => {
    const broken = tarGz([entryOf('data_batch_1', batch1)]);
    broken.fill(0xff, broken.length / 4, broken.length / 4 + 100);
    expect(await failureOf(pathsIn(broken))).toEqual(failure('archive-damaged'));
  });

  it.each([0, 1_000])('is damaged where a batch claims to have %i bytes', async (statedSize) => {
    const lying = tarGz([{ path: 'data_batch_1.bin', content: new Uint8Array(512), statedSize }]);
    expect(await failureOf(pathsIn(lying))).toEqual(failure('archive-damaged'));
  });

  it('ends early where another file claims to be longer than everything', async () => {
    const lying = tarGz([{ path: 'long.txt', content: new Uint8Array(512), statedSize: 8_000_000_000 }]);
    expect(await failureOf(pathsIn(lying))).toEqual(failure('archive-truncated'));
  });

  it('is damaged where a header behind the first is none', async () => {
    const tar = tarOf([folder, text]);
    tar[512 + 3] = 0x21;
    expect(await failureOf(pathsIn(gzip(tar)))).toEqual(failure('archive-damaged'));
  });

  it('is opened however often it was packed, and whatever was appended', async () => {
    const tar = tarOf([entryOf('data_batch_1', batch1)]);
    const halves = Buffer.concat([gzip(tar.slice(0, 9_999)), gzip(tar.slice(9_999), 0), Buffer.alloc(512)]);
    const archives = {
      'not packed': tar,
      'packed twice': gzip(gzip(tar, 0), 0),
      'in two members, with zeros behind them': new Uint8Array(halves),
    };
    for (const [how, bytes] of Object.entries(archives)) {
      expect(await pathsIn(bytes), how).toEqual(['cifar-10-batches-bin/data_batch_1.bin']);
    }
  });

  it('may be a single batch, packed without a tar', async () => {
    expect(await pathsIn(gzip(batch1))).toEqual(['a.tar.gz']);
    expect(await failureOf(pathsIn(gzip(batch1.slice(1))))).toEqual(
      failure('file-not-cifar10', { kind: null }),
    );
  });

  it('is known by its content: Mac’s companions, links and names of batches are none', async () => {
    const archive = tarOf([
      { path: './cifar-10-batches-bin/._data_batch_1.bin', content: new Uint8Array(120) },
      { path: '__MACOSX/._data_batch_1.bin', content: new Uint8Array(120) },
      { path: 'cifar-10-batches-bin/.DS_Store', content: new Uint8Array(6_148) },
      { path: 'data_batch_1.bin', content: new Uint8Array(0), type: '2' },
      { path: '/home/me/training data', content: batch1 },
    ]);
    expect(await pathsIn(archive)).toEqual(['/home/me/training data']);
  });

  const ofPython = { path: 'cifar-10-batches-py/data_batch_1', content: pythonBatch };
  const ofCifar100 = { path: 'test.bin', content: new Uint8Array([19, 99]), statedSize: 30_740_000 };
  it.each<[string, Uint8Array<ArrayBuffer>, object]>([
    ['a tar of other things', tarGz([folder, text]), { kind: 'tar' }],
    ['the Python version', tarGz([ofPython]), { kind: 'cifar10-python' }],
    ['a packed text', gzip(Buffer.from('Dear diary')), { kind: null }],
    ['a packed page', gzip(Buffer.from('<!doctype html><title>Log in')), { kind: 'html' }],
    ['a packed picture', gzip(new Uint8Array(100_000).fill(7)), { kind: null }],
    ['a packed zip', gzip(Buffer.from('PK\x03\x04 and so on')), { kind: 'zip' }],
    ['packed three times', gzip(gzip(gzip(Buffer.from('Dear diary')))), { kind: 'gzip' }],
    ['an empty file that was packed', gzip(new Uint8Array(0)), { kind: 'empty-gzip' }],
    ['an empty tar', tarGz([]), { kind: null }],
  ])('is not %s', async (_, bytes, found) => {
    expect(await failureOf(pathsIn(bytes))).toEqual(failure('file-not-cifar10', found));
  });

  it('of CIFAR-100 ends early before it is known', async () => {
    expect(await failureOf(pathsIn(tarGz([ofCifar100])))).toEqual(failure('archive-truncated'));
  });

  it('is not searched behind more files than any copy of CIFAR-10 has', async () => {
    const many = Array.from({ length: 10_000 }, (_, index) => ({
      path: `${index}`,
      content: new Uint8Array(0),
    }));
    const archive = tarGz([...many, entryOf('data_batch_1', new Uint8Array(batchBytes))]);
    expect(await failureOf(pathsIn(archive))).toEqual(failure('file-not-cifar10', { kind: 'tar' }));
  });

  it('that unpacks to more and more is given up, however small it is', async () => {
    const zeros = gzip(new Uint8Array(1_000_000), 9);
    const file = tarOf([{ path: 'zeros', content: new Uint8Array(0), statedSize: 8 ** 11 - 1 }]);
    const bomb = new Uint8Array(
      Buffer.concat([gzip(file.slice(0, 512)), ...Array.from({ length: 300 }, () => zeros)]),
    );
    expect(bomb.length).toBeLessThan(1_000_000);
    expect(await failureOf(pathsIn(bomb))).toEqual(failure('archive-too-large', { limitBytes: 256_000_000 }));
  });
});
