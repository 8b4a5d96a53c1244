import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { batchesInArchive } from '../../../src/data/archive.ts';
import { ByteReader } from '../../../src/data/byteReader.ts';
import { batchBytes } from '../../../src/data/cifar10.ts';
import { contentKind } from '../../../src/data/contentKind.ts';
import { decodeBatch } from '../../../src/data/decodeBatch.ts';
import { gunzip } from '../../../src/data/gunzip.ts';
import { importFiles } from '../../../src/data/importFiles.ts';
import { inflate } from '../../../src/data/inflate.ts';
import { inflatePng } from '../../../src/data/inflatePng.ts';
import { parseLabels } from '../../../src/data/labels.ts';
import { filesInTar } from '../../../src/data/tar.ts';
import { readTarHeader } from '../../../src/data/tarHeader.ts';
import { unfilterRow } from '../../../src/data/unfilterPng.ts';
import { Failure } from '../../../src/failure.ts';
import { anyBytesLike, fuzz, mutated } from '../../fixtures/fuzzing.ts';
import { forgetEverything, testImport } from '../../fixtures/importing.ts';
import { inPieces } from '../../fixtures/realCifar10.ts';
import { gzip, tarGz, tarOf } from '../../fixtures/tarGz.ts';

const small = [
  { path: 'cifar-10-batches-bin/', content: new Uint8Array(0) },
  { path: 'cifar-10-batches-bin/batches.meta.txt', content: Buffer.from('airplane\nautomobile\n') },
  { path: 'cifar-10-batches-bin/data_batch_1.bin', content: new Uint8Array(3_000), statedSize: batchBytes },
];
const tar = tarOf(small);
const zeros = new Uint8Array(batchBytes);

async function lengthsOf(chunks: AsyncIterable<{ readonly length: number }>): Promise<number> {
  let sum = 0;
  for await (const { length } of chunks) sum += length;
  return sum;
}

async function batchesOf(archive: Uint8Array<ArrayBuffer>): Promise<number> {
  let count = 0;
  const found = batchesInArchive(inPieces(archive), 'a.tar.gz');
  for await (const { records } of found) {
    if (records.length !== batchBytes) throw new RangeError('a batch of another size');
    count += 1;
  }
  return count;
}

const attributed = tarOf([
  { path: 'x', content: Buffer.from('18 path=a/b/c.txt\n10 size=3\n'), type: 'x' },
  { path: 'b', content: Buffer.from('abc'), statedSize: 0 },
  { path: 'x', content: Buffer.from('18 comment=global\n'), type: 'g' },
  { path: '././@LongLink', content: Buffer.from(`${'d'.repeat(150)}\0`), type: 'L' },
  { path: 'd', content: Buffer.from('defg') },
]);

async function pathsOf(bytes: Uint8Array<ArrayBuffer>): Promise<readonly string[]> {
  const broken = (how: 'damaged' | 'truncated') =>
    new Failure({ code: `archive-${how}`, details: { file: 'a.tar' } });
  const paths: string[] = [];
  for await (const { path, size, read } of filesInTar(new ByteReader(inPieces(bytes, 300)), broken)) {
    paths.push(path);
    if (size < 100_000) await read();
  }
  return paths;
}

const archiveFailures = ['archive-damaged', 'archive-truncated', 'file-not-cifar10'] as const;

describe('an archive from anywhere', () => {
  it('with its tar changed gives batches or a failure', () =>
    fuzz({
      parser: 'archive, tar changed',
      inputs: anyBytesLike(tar).map(gzip),
      parse: batchesOf,
      failures: archiveFailures,
    }));

  it('with its packing changed gives batches or a failure', () =>
    fuzz({
      parser: 'archive, gzip changed',
      inputs: anyBytesLike(tarGz(small)),
      parse: batchesOf,
      failures: archiveFailures,
    }));

  it('with whole batches in it, too', () =>
    fuzz({
      parser: 'archive, whole batches',
      inputs: mutated(tarGz([{ path: 'data_batch_2.bin', content: zeros }])),
      parse: batchesOf,
      failures: archiveFailures,
      oneIn: 100,
    }));

  it('has headers that are valid, the end, or invalid', () =>
    fuzz({
      parser: 'tar header',
      inputs: anyBytesLike(tar.slice(0, 512)).map((bytes) =>
        Uint8Array.from({ length: 512 }, (_, i) => bytes[i] ?? 0),
      ),
      parse: readTarHeader,
      failures: [],
      check: (header) => {
        if (header === 'end' || header === 'invalid') return;
        const size = Reflect.get(Object(header), 'size');
        if (!Number.isSafeInteger(size) || size < 0) throw new RangeError(`size ${size}`);
      },
    }));

  it('is inflated, or found corrupt', () =>
    fuzz({
      parser: 'inflate',
      inputs: anyBytesLike(new Uint8Array(deflateSync(tar))),
      parse: (bytes) =>
        lengthsOf(
          inflate(inPieces(bytes, 500), () => {
            return new Failure({ code: 'png-damaged', details: { file: 'a' } });
          }),
        ),
      failures: ['png-damaged'],
    }));

  it('is unpacked, all members of it, or found corrupt', () =>
    fuzz({
      parser: 'gunzip',
      inputs: anyBytesLike(new Uint8Array(Buffer.concat([gzip(tar), gzip(tar, 0), Buffer.alloc(100)]))),
      parse: (bytes) =>
        lengthsOf(
          gunzip(inPieces(bytes, 500), (isTruncated) => {
            const code = isTruncated ? 'archive-truncated' : 'archive-damaged';
            return new Failure({ code, details: { file: 'a' } });
          }),
        ),
      failures: ['archive-damaged', 'archive-truncated'],
    }));

  it('has files, with attributes and long paths, or is damaged', () =>
    fuzz({
      parser: 'tar, pax and GNU',
      inputs: anyBytesLike(attributed),
      parse: pathsOf,
      failures: ['archive-damaged', 'archive-truncated'],
    }));

  it('is of some kind, or of none', () =>
    fuzz({
      parser: 'kind of content',
      inputs: fc.record({
        start: fc.oneof(...[tar, gzip(tar), encoded('<?xml version="1.0"?><svg')].map(anyBytesLike)),
        size: fc.option(fc.nat()),
      }),
      parse: ({ start, size }) => contentKind(start, size),
      failures: [],
    }));
});

describe('a chosen file', () => {
  it('is stored, or refused, whatever is in it', async () => {
    forgetEverything();
    const environment = await testImport();
    await fuzz({
      parser: 'chosen files (.bin, .tar.gz)',
      inputs: fc.array(fc.oneof(anyBytesLike(tarGz(small)), anyBytesLike(new Uint8Array(3_073))), {
        maxLength: 3,
      }),
      parse: (contents) =>
        importFiles(
          contents.map((bytes, i) => ({ kind: 'file', file: new File([bytes], `${i}.bin`) })),
          environment,
        ),
      failures: [...archiveFailures, 'batch-file-damaged'],
    });
  });

  it('of the size of a batch is refused by its checksum', async () => {
    forgetEverything();
    const environment = await testImport();
    await fuzz({
      parser: 'chosen files, of a batch’s size',
      inputs: fc.nat({ max: batchBytes - 1 }),
      parse: (place) => {
        const records = zeros.slice();
        records[place] = 1;
        const file = new File([records], 'data_batch_1.bin');
        return importFiles([{ kind: 'file', file }], environment);
      },
      failures: ['batch-file-damaged'],
      oneIn: 100,
    });
  });
});

function chunk(type: string, content: Uint8Array): Uint8Array {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  return Buffer.concat([length, Buffer.from(type), content, Buffer.alloc(4)]);
}

/** A batch's PNG without checksums, whose pictures are black. As in the real ones, a row is the differences to the left. */
function pngOf(rows: number): Uint8Array<ArrayBuffer> {
  const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
  const header = Buffer.alloc(13);
  header.writeUInt32BE(1_024, 0);
  header.writeUInt32BE(10_000, 4);
  header.set([8, 2], 8);
  const content = Buffer.alloc(rows * 3_073);
  for (let row = 0; row < rows; row++) content[row * 3_073] = 1;
  const packed = deflateSync(content, { level: 1 });
  const half = Math.trunc(packed.length / 2);
  return new Uint8Array(
    Buffer.concat([
      Buffer.from(signature),
      chunk('IHDR', header),
      chunk('tEXt', Buffer.from('a')),
      chunk('IDAT', packed.subarray(0, half)),
      chunk('IDAT', packed.subarray(half)),
      chunk('IEND', Buffer.alloc(0)),
    ]),
  );
}

describe('a picture file from anywhere', () => {
  it('gives a batch’s rows, or a failure', () =>
    fuzz({
      parser: 'PNG, few rows',
      inputs: anyBytesLike(pngOf(20)),
      parse: (png) => lengthsOf(inflatePng(inPieces(png, 100), 'a.png')),
      failures: ['not-a-png', 'png-damaged'],
    }));

  it('of a whole batch is refused by the checksum, or before', () =>
    fuzz({
      parser: 'PNG, whole batch',
      inputs: mutated(pngOf(10_000)),
      parse: (png) => decodeBatch({ name: 'test_batch', labels: new Uint8Array(10_000) }, inPieces(png)),
      failures: ['not-a-png', 'png-damaged', 'checksum-mismatch'],
      oneIn: 100,
    }));

  it('has rows that are unfiltered, or name no filter', () =>
    fuzz({
      parser: 'PNG row',
      inputs: fc.record({
        filter: fc.option(fc.nat({ max: 255 }), { nil: undefined }),
        row: fc.uint8Array({ maxLength: 100 }),
        above: fc.uint8Array({ maxLength: 100 }),
      }),
      parse: ({ filter, row, above }) => ({ filter, known: unfilterRow(filter, row, above, 3) }),
      failures: [],
      check: (value) => {
        const { filter, known } = Object(value);
        if (known !== [0, 1, 2, 3, 4].includes(filter)) throw new RangeError(`filter ${filter}`);
      },
    }));

  it('has labels, or damaged ones', () =>
    fuzz({
      parser: 'labels',
      inputs: fc.oneof(anyBytesLike(new Uint8Array(Buffer.from('[0,1,2,3,9,5,6]'))), fc.json().map(encoded)),
      parse: (bytes) => parseLabels(bytes, 'labels.json', 7),
      failures: ['labels-damaged'],
    }));
});

function encoded(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(text));
}
