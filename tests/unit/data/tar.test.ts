import { spawnSync } from 'node:child_process';
import { closeSync, linkSync, mkdirSync, openSync, symlinkSync, writeFileSync, writeSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ByteReader } from '../../../src/data/byteReader.ts';
import { filesInTar } from '../../../src/data/tar.ts';
import { Failure } from '../../../src/failure.ts';
import { failureOf } from '../../fixtures/importing.ts';
import { printed, pythonWith } from '../../fixtures/python.ts';
import { inPieces } from '../../fixtures/realCifar10.ts';
import { type TarEntry, tarOf, withChecksum } from '../../fixtures/tarGz.ts';
import { temporaryFolder } from '../../fixtures/temporaryFolder.ts';

/** Path and content of each file, as a text. */
async function filesIn(tar: Uint8Array, pieceBytes = 700): Promise<[string, string][]> {
  const files: [string, string][] = [];
  const reader = new ByteReader(inPieces(new Uint8Array(tar), pieceBytes));
  const found = filesInTar(
    reader,
    (how) => new Failure({ code: `archive-${how}`, details: { file: 'a.tar' } }),
  );
  for await (const { path, size, peek, read } of found) {
    const start = await peek(5);
    const content = Buffer.from(await read());
    expect(content.length).toBe(size);
    expect(content.subarray(0, 5).equals(start)).toBe(true);
    files.push([path, content.toString()]);
  }
  return files;
}

const text = (path: string, content = `in ${path}`): TarEntry => ({ path, content: Buffer.from(content) });
const failure = (code: string) => ({ code, details: { file: 'a.tar' } });

/** A file whose header is changed before its checksum is made. */
function changed(entry: TarEntry, change: (header: Buffer) => void): Uint8Array {
  const tar = Buffer.from(tarOf([entry]));
  change(tar.subarray(0, 512));
  withChecksum(tar.subarray(0, 512));
  return tar;
}

function pax(records: Readonly<Record<string, string>>, type = 'x'): TarEntry {
  const lines = Object.entries(records).map(([key, value]) => {
    const rest = ` ${key}=${value}\n`;
    const length = Buffer.byteLength(rest) + 2;
    return `${length}${rest}`;
  });
  return { path: 'PaxHeaders/data_batch_1.bin', content: Buffer.from(lines.join('')), type };
}

describe('a tar', () => {
  it.each([1, 511, 512, 100_000])('is read in pieces of %i bytes', async (pieceBytes) => {
    const tar = tarOf([text('folder/', ''), text('a'), text('empty', ''), text('b', 'x'.repeat(1_024))]);
    expect(await filesIn(tar, pieceBytes)).toEqual([
      ['a', 'in a'],
      ['empty', ''],
      ['b', 'x'.repeat(1_024)],
    ]);
  });

  it('has files only: no links, directories, devices, nor what a program adds of its own', async () => {
    const others = [...'123456VMDN?'].map((type) => ({ ...text(type, ''), type }));
    expect(await filesIn(tarOf([...others, text('a')]))).toEqual([['a', 'in a']]);
  });

  it('may state a size for a link or a directory, which has no content', async () => {
    const link = { ...text('link', ''), type: '1', statedSize: 30_730_000 };
    const folder = { ...text('folder', ''), type: '5', statedSize: 4_096 };
    expect(await filesIn(tarOf([link, folder, text('a')]))).toEqual([['a', 'in a']]);
    const attributes = pax({ size: '30730000' });
    expect(await filesIn(tarOf([attributes, link, attributes, folder, text('a')]))).toEqual([['a', 'in a']]);
  });

  it('has attributes of pax before a file, and of all files', async () => {
    const tar = tarOf([
      pax({ comment: 'of no use', size: '3' }, 'g'),
      pax({ mtime: '1.5', path: 'Bücher/data_batch_1.bin', size: '4' }),
      { path: 'ignored', content: Buffer.from('four'), statedSize: 0 },
      { path: 'plain', content: Buffer.from('one'), statedSize: 0 },
    ]);
    expect(await filesIn(tar)).toEqual([
      ['Bücher/data_batch_1.bin', 'four'],
      ['plain', 'one'],
    ]);
  });

  it.each(['12 path=abc', '0 path=a\n', '99 path=a\n', 'path=a\n', '9 size=x\n', '10 size=-1\n'])(
    'is damaged where an attribute is %j',
    async (record) => {
      const attribute = { path: 'x', content: Buffer.from(record), type: 'x' };
      expect(await failureOf(filesIn(tarOf([attribute, text('a')])))).toEqual(failure('archive-damaged'));
    },
  );

  it('has long paths as GNU tar has them, which are of one file', async () => {
    const path = `${'folder/'.repeat(40)}data_batch_1.bin`;
    const long = { path: '././@LongLink', content: Buffer.from(`${path}\0`), type: 'L' };
    const target = { path: '././@LongLink', content: Buffer.from(`${path}\0`), type: 'K' };
    expect(await filesIn(tarOf([target, long, text('short'), text('b')]))).toEqual([
      [path, 'in short'],
      ['b', 'in b'],
    ]);
  });

  it.each(['x', 'g', 'L'])(
    'is damaged where what stands before a file (%s) takes all the memory',
    async (type) => {
      const endless = { path: 'x', content: new Uint8Array(0), type, statedSize: 8 ** 11 - 1 };
      expect(await failureOf(filesIn(tarOf([endless])))).toEqual(failure('archive-damaged'));
    },
  );

  it('may be of a program from before ustar, without magic, and with signed checksums', async () => {
    const old = changed({ ...text('ä'), type: '\0' }, (header) => header.fill(0, 257, 265));
    const signed = new Int8Array(old.subarray(0, 512))
      .fill(0x20, 148, 156)
      .reduce((sum, byte) => sum + byte, 0);
    const tar = Buffer.from(old);
    tar.write(`${signed.toString(8).padStart(6, '0')}\0 `, 148);
    expect(await filesIn(old)).toEqual([['ä', 'in ä']]);
    expect(await filesIn(tar)).toEqual([['ä', 'in ä']]);
    tar.write('0000001\0', 148);
    expect(await failureOf(filesIn(tar))).toEqual(failure('archive-damaged'));
  });

  it('may have its sizes as binary numbers, or blank', async () => {
    const binary = changed(text('a', 'xyz'), (header) => {
      header.fill(0, 124, 136).set([0x80], 124);
      header.writeUInt32BE(3, 132);
    });
    expect(await filesIn(binary)).toEqual([['a', 'xyz']]);
    expect(await filesIn(changed(text('a', ''), (header) => header.fill(0x20, 124, 136)))).toEqual([
      ['a', ''],
    ]);
    const endless = changed(text('a', 'xyz'), (header) => header.fill(0xff, 125, 136).set([0x80], 124));
    expect(await failureOf(filesIn(endless))).toEqual(failure('archive-damaged'));
  });

  it('may lack its end and the padding of its last file, and have anything behind its end', async () => {
    const tar = tarOf([text('a')]);
    const other = tarOf([text('b')]);
    const one = [['a', 'in a']];
    expect(await filesIn(tar.subarray(0, 1_024))).toEqual(one);
    expect(await filesIn(tar.subarray(0, 512 + 4))).toEqual(one);
    expect(await filesIn(Buffer.concat([tar, Buffer.alloc(8_192), Buffer.from('garbage')]))).toEqual(one);
    expect(await filesIn(Buffer.concat([tar, Buffer.alloc(512, 'garbage')]))).toEqual(one);
    expect(await filesIn(Buffer.concat([tar, other]))).toEqual([...one, ['b', 'in b']]);
  });

  it.each([100, 512 + 3, 1_024 + 100])('that was cut after %i bytes ends early', async (length) => {
    const cut = tarOf([text('a'), text('b')]).subarray(0, length);
    expect(await failureOf(filesIn(cut))).toEqual(failure('archive-truncated'));
  });
});

const hasGnuTar = /GNU tar/.test(spawnSync('tar', ['--version'], { encoding: 'utf8' }).stdout ?? '');

describe.skipIf(!hasGnuTar)('a tar of GNU tar', () => {
  const sparse = ['--sparse'];
  it.each<[string, string[]]>([
    ['v7', []],
    ['oldgnu', sparse],
    ['gnu', sparse],
    ['ustar', []],
    ['posix', sparse],
  ])('in the format %s', async (format, options) => {
    const parent = temporaryFolder();
    const long = join('batches', 'a folder with quite a long name '.repeat(2), 'x'.repeat(30));
    mkdirSync(join(parent, long), { recursive: true });
    const paths = [
      'batches/data_batch_1.bin',
      'batches/ein Bild äöü',
      ...(format === 'v7' ? [] : [`${long}/last`]),
    ];
    for (const path of paths) writeFileSync(join(parent, path), `in ${path}`);
    linkSync(join(parent, 'batches/data_batch_1.bin'), join(parent, 'batches/zz hard link'));
    symlinkSync('data_batch_1.bin', join(parent, 'batches/zz link'));
    writeSparseFile(join(parent, 'batches/sparse'));
    const tar = join(parent, `${format}.tar`);
    spawnSync('tar', [
      `--format=${format}`,
      ...options,
      '--sort=name',
      '-C',
      parent,
      '-cf',
      tar,
      './batches',
    ]);
    const files = (await filesIn(await readFile(tar))).filter(([path]) => !/sparse/i.test(path));
    expect(files.sort()).toEqual(paths.map((path) => [`./${path}`, `in ${path}`]).sort());
  });
});

/** Programs may store it without its zeros. It has more pieces than a header of GNU tar has room for. */
function writeSparseFile(path: string): void {
  const file = openSync(path, 'w');
  for (let piece = 0; piece < 40; piece++) writeSync(file, 'piece'.repeat(2_000), piece * 100_000);
  closeSync(file);
}

const python = pythonWith('tarfile');

describe.skipIf(!python)('a tar of Python', () => {
  it.each(['USTAR_FORMAT', 'GNU_FORMAT', 'PAX_FORMAT'])('in the format %s', async (format) => {
    const file = join(temporaryFolder(), 'a.tar');
    const program = `
import io, tarfile
with tarfile.open(${JSON.stringify(file)}, 'w', format=tarfile.${format}, pax_headers={'comment': 'x' * 600}) as tar:
    for path in ['data_batch_1.bin', 'f' * 90 + '/' + 'g' * 90]:
        info = tarfile.TarInfo(path)
        info.size = 700
        info.mtime = 1.5
        tar.addfile(info, io.BytesIO(b'x' * 700))`;
    printed(python ?? '', '-c', program);
    expect(await filesIn(await readFile(file))).toEqual([
      ['data_batch_1.bin', 'x'.repeat(700)],
      [`${'f'.repeat(90)}/${'g'.repeat(90)}`, 'x'.repeat(700)],
    ]);
  });
});
