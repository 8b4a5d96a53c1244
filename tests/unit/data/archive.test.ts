import { constants, deflateRawSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { batchesInArchive } from '../../../src/data/archive.ts';
import { type BatchName, batchBytes, batchNames, recordBytes } from '../../../src/data/cifar10.ts';
import { randomStream } from '../../../src/random/random.ts';
import { failureOf } from '../../fixtures/importing.ts';
import { gzip, type TarEntry, tarGz, tarOf } from '../../fixtures/tarGz.ts';

const folder: TarEntry = { path: 'cifar-10-batches-bin/', content: new Uint8Array(0) };
const text: TarEntry = { path: 'cifar-10-batches-bin/batches.meta.txt', content: Buffer.from('airplane\n') };

const entryOf = (name: BatchName, content: Uint8Array): TarEntry => ({
  path: `cifar-10-batches-bin/${name}.bin`,
  content,
});

async function namesIn(archive: Uint8Array<ArrayBuffer>, wanted: readonly BatchName[] = batchNames) {
  const names: BatchName[] = [];
  const stream = new Blob([archive]).stream();
  for await (const { name } of batchesInArchive(stream, 'a.tar.gz', new Set(wanted))) names.push(name);
  return names;
}

const failure = (code: string) => ({ code, details: { file: 'a.tar.gz' } });

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
    two = tarGz([folder, entryOf('data_batch_5', batch5), text, entryOf('data_batch_1', batch1)]);
  });

  it('gives its batches in its own order, and passes over other files', async () => {
    const found = batchesInArchive(new Blob([two]).stream(), 'a.tar.gz', new Set(batchNames));
    const first = await found.next();
    expect(first.value?.name).toBe('data_batch_5');
    expect(Buffer.compare(first.value?.records ?? new Uint8Array(), batch5)).toBe(0);
    const second = await found.next();
    expect(second.value?.name).toBe('data_batch_1');
    expect(Buffer.compare(second.value?.records ?? new Uint8Array(), batch1)).toBe(0);
    expect((await found.next()).done).toBe(true);
  });

  it('is read no further than the last wanted batch', async () => {
    let bytesRead = 0;
    const counted = new ReadableStream<Uint8Array<ArrayBuffer>>({
      pull(controller) {
        controller.enqueue(two.subarray(bytesRead, bytesRead + 65_536));
        bytesRead += 65_536;
      },
    });
    for await (const { name } of batchesInArchive(counted, 'a.tar.gz', new Set(['data_batch_5'] as const))) {
      expect(name).toBe('data_batch_5');
    }
    expect(bytesRead).toBeLessThan(two.length * 0.6);
  });

  it('gives what stands before its early end', async () => {
    const cut = two.slice(0, two.length * 0.8);
    const found = batchesInArchive(new Blob([cut]).stream(), 'a.tar.gz', new Set(batchNames));
    expect((await found.next()).value?.name).toBe('data_batch_5');
    expect(await failureOf(found.next())).toEqual(failure('archive-truncated'));
  });

  it('ends early also where the tar within was cut', async () => {
    const tar = tarOf([entryOf('data_batch_1', batch1)]);
    expect(await failureOf(namesIn(gzip(tar.slice(0, 20_000_000))))).toEqual(failure('archive-truncated'));
  });

  it('is damaged where a byte of it is', async () => {
    const broken = two.slice();
    broken.fill(0xff, two.length / 4, two.length / 4 + 100);
    expect(await failureOf(namesIn(broken))).toEqual(failure('archive-damaged'));
  });

  it.each([0, 1_000, 2 ** 32])('is damaged where a batch claims to have %i bytes', async (statedSize) => {
    const lying = tarGz([{ path: 'data_batch_1.bin', content: new Uint8Array(512), statedSize }]);
    expect(await failureOf(namesIn(lying))).toEqual(failure('archive-damaged'));
  });

  it('ends early where another file claims to be longer than everything', async () => {
    const lying = tarGz([{ path: 'long.txt', content: new Uint8Array(512), statedSize: 8_000_000_000 }]);
    expect(await failureOf(namesIn(lying))).toEqual(failure('archive-truncated'));
  });

  it('is damaged where a header behind the first is none', async () => {
    const tar = tarOf([folder, text]);
    tar[512 + 3] = 0x21;
    expect(await failureOf(namesIn(gzip(tar)))).toEqual(failure('archive-damaged'));
  });

  it.each([
    ['a tar of other things', tarGz([folder, text])],
    ['a packed text', gzip(Buffer.from('Dear diary'))],
    ['a packed picture', gzip(new Uint8Array(100_000).fill(7))],
    ['an empty tar', tarGz([])],
  ])('is not %s', async (_, bytes) => {
    expect(await failureOf(namesIn(bytes))).toEqual(failure('file-not-cifar10'));
  });

  it('that unpacks to more and more is given up, however small it is', async () => {
    const packed = (bytes: Uint8Array) => deflateRawSync(bytes, { finishFlush: constants.Z_FULL_FLUSH });
    const gzipHeader = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);
    const file = tarOf([{ path: 'zeros', content: new Uint8Array(0), statedSize: 8 ** 11 - 1 }]).subarray(
      0,
      512,
    );
    const zeros = packed(new Uint8Array(1_000_000));
    const bomb = Buffer.concat([gzipHeader, packed(file), ...Array.from({ length: 300 }, () => zeros)]);
    expect(bomb.length).toBeLessThan(1_000_000);
    expect(await failureOf(namesIn(new Uint8Array(bomb)))).toEqual(failure('archive-damaged'));
  });
});
