import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { contentKind } from '../../../src/data/contentKind.ts';
import { printed, pythonWith } from '../../fixtures/python.ts';
import { realBatch } from '../../fixtures/realCifar10.ts';
import { gzip, tarOf, withChecksum } from '../../fixtures/tarGz.ts';

const kindOf = (start: string, size: number | null = null) => contentKind(Buffer.from(start, 'latin1'), size);

describe('the kind of a file', () => {
  it.each([
    ['empty', ''],
    ['zip', 'PK\x03\x04\x14\0'],
    ['7z', '7z\xbc\xaf\x27\x1c\0\x04'],
    ['rar', 'Rar!\x1a\x07\x01\0'],
    ['cifar10-python', '\x80\x02}q\x01(U\x0bbatch_labelq\x02U\x15training batch 1 of 5'],
    ['cifar10-python', '\x80\x02}q\x01(U\x12num_cases_per_batchq\x02M\x10'],
    ['cifar100-python', '\x80\x02}q\x01(U\tfilenamesq\x02]q\x03(U'],
    ['cifar100-python', '\x80\x02}q\x01(U\x10fine_label_namesq\x02'],
    ['pickle', '\x80\x04\x95\0\0'],
    ['matlab', 'MATLAB 5.0 MAT-file, Platform: GLNXA64'],
    ['cifar10-text', 'airplane\nautomobile\nbird\n'],
    ['cifar10-text', 'airplane\r\nautomobile\r\nbird\r\n'],
    ['weights', '\x40\x01\0\0\0\0\0\0{"__metadata__":{"format":"pt"}'],
    ['weights', `PK\x03\x04${'\0'.repeat(22)}\x12\0\0\0hidden/weights.npy`],
    ['weights', '{"format":"layers-model","generatedBy":"keras"'],
    ['weights', '{\n  "modelTopology": {'],
    [null, '{"name":"x"}'],
    ['lfs-pointer', 'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\n'],
    ['html', '<!DOCTYPE html><html><title>Log in'],
    ['html', '\n  <html lang="en">'],
    ['html', '\xef\xbb\xbf<!-- portal --><head>'],
    [null, '<?xml version="1.0"?><Error><Code>AccessDenied'],
    ['svg', '<svg xmlns="http://www.w3.org/2000/svg">'],
    ['svg', '<?xml version="1.0"?>\n<!-- Inkscape --><svg width="5">'],
    ['svg', '<!-- Inkscape --><svg width="5">'],
    ['html', '<!-- portal --><html><svg>'],
    ['heic', '\0\0\0\x18ftypheic\0\0\0\0mif1heic'],
    ['heic', '\0\0\0\x18ftypmif1\0\0\0\0mif1heic'],
    ['avif', '\0\0\0\x1cftypavif\0\0\0\0'],
    ['tiff', 'II\x2a\0\x08\0\0\0'],
    [null, '# Holiday'],
    [null, '<'],
    [null, '\0\0\0\0'],
  ])('is %s where it begins with %j', (kind, start) => expect(kindOf(start)).toBe(kind));

  it('is that of a tar by its header, with magic also where its checksum is wrong', () => {
    const tar = Buffer.from(tarOf([{ path: 'a', content: Buffer.from('a') }]));
    expect(contentKind(tar, null)).toBe('tar');
    tar[0] = 0x62;
    expect(contentKind(tar, null)).toBe('tar');
    tar.fill(0, 257, 265);
    expect(contentKind(tar, null)).toBeNull();
    withChecksum(tar.subarray(0, 512));
    expect(contentKind(tar, null)).toBe('tar');
    expect(contentKind(gzip(tar), null)).toBe('gzip');
  });

  it('is that of a tar, whatever its first path is like', () => {
    expect(contentKind(tarOf([{ path: 'BZh', content: Buffer.from('a') }]), null)).toBe('tar');
  });

  it('is CIFAR-100 by its size and its two labels', () => {
    expect([30_740_000, 153_700_000].map((size) => kindOf('\x13\x63', size))).toEqual([
      'cifar100',
      'cifar100',
    ]);
    expect([kindOf('\x14\x63', 30_740_000), kindOf('\x13\x63', 30_730_000)]).toEqual([null, null]);
  });

  it('is none for a batch of CIFAR-10', async () => {
    expect(contentKind((await realBatch('test_batch')).subarray(0, 512), 30_730_000)).toBeNull();
  });

  it.each([
    ['xz', 'xz'],
    ['bzip2', 'bzip2'],
    ['zstd', 'zstd'],
    ['gzip', 'gzip'],
  ])('is %s for what that program writes', (kind, program) => {
    const { status, stdout } = spawnSync(program, ['-c'], { input: 'a text' });
    // A program that is not installed writes nothing.
    if (status === 0) expect(contentKind(stdout, null)).toBe(kind);
  });

  const python = pythonWith('pickle', 'zipfile');
  it.skipIf(!python)('is that of a pickle and of a zip for what Python writes', () => {
    const program = (write: string) =>
      `import io, pickle, sys, zipfile; b = io.BytesIO(); ${write}; print(b.getvalue().hex())`;
    const kindBy = (write: string) =>
      contentKind(Buffer.from(printed(python ?? '', '-c', program(write)).trim(), 'hex'), null);
    expect(kindBy("pickle.dump({b'batch_label': b'testing batch 1 of 1'}, b)")).toBe('cifar10-python');
    expect(kindBy("pickle.dump({'batch_label': 'x'}, b, protocol=2)")).toBe('cifar10-python');
    expect(kindBy("zipfile.ZipFile(b, 'w').writestr('a', 'b')")).toBe('zip');
    expect(kindBy("zipfile.ZipFile(b, 'w').close()")).toBe('zip');
  });
});
