import type { ContentKind } from '../failure.ts';
import { hasTarMagic, readTarHeader, tarBlockBytes } from './tarHeader.ts';

/** How many bytes are needed to tell. */
export const tellingBytes = tarBlockBytes;

/**
 * @param start the first `tellingBytes` of the file, or all that there are
 * @param size of the whole file in bytes; null where it is not known
 * @returns null for anything else
 */
export function contentKind(start: Uint8Array, size: number | null): ContentKind | null {
  if (start.length === 0) return 'empty';
  // Before all that a path may begin with, which a tar has at its beginning.
  if (isTar(start)) return 'tar';
  // As Latin-1, in which every byte is one character.
  const text = String.fromCharCode(...start.subarray(0, tellingBytes));
  if (isOfWeights(text)) return 'weights';
  const known = signatures.find(([, signature, offset = 0]) => text.startsWith(signature, offset));
  if (known) return known[0];
  if (size !== null && isCifar100(start, size)) return 'cifar100';
  return pickleKind(text) ?? markupKind(text);
}

/** With what a file of each kind begins, from some byte on. */
const signatures: readonly (readonly [ContentKind, string, number?])[] = [
  ['gzip', '\x1f\x8b\x08'],
  ['zip', 'PK\x03\x04'],
  ['zip', 'PK\x05\x06'],
  ['7z', '7z\xbc\xaf\x27\x1c'],
  ['xz', '\xfd7zXZ\0'],
  ['bzip2', 'BZh'],
  ['rar', 'Rar!\x1a\x07'],
  ['zstd', '\x28\xb5\x2f\xfd'],
  ['lfs-pointer', 'version https://git-lfs'],
  ['matlab', 'MATLAB '],
  ['cifar10-text', 'airplane\nautomobile\n'],
  ['cifar10-text', 'airplane\r\nautomobile\r\n'],
  ['png', '\x89PNG\r\n'],
  ['jpeg', '\xff\xd8\xff'],
  ['gif', 'GIF8'],
  ['webp', 'WEBP', 8],
  ['tiff', 'II\x2a\0'],
  ['tiff', 'MM\0\x2a'],
  ['avif', 'ftypavi', 4],
  ['heic', 'ftyphe', 4],
  ['heic', 'ftypmif1', 4],
  ['heic', 'ftypmsf1', 4],
];

/** A file that Open weights takes: safetensors, an npz (a zip of .npy files), or the JSON of a tfjs model. */
function isOfWeights(text: string): boolean {
  const isSafetensors = text.startsWith('\0\0\0', 5) && text.startsWith('{"', 8);
  const firstInZip = text.startsWith('PK\x03\x04') ? text.slice(30, 30 + text.charCodeAt(26)) : '';
  const isTfjs =
    text.trimStart().startsWith('{') && /"(layers-model|modelTopology|weightsManifest)"/.test(text);
  return isSafetensors || firstInZip.endsWith('.npy') || isTfjs;
}

/** Python's pickles. The official ones begin with a dictionary, whose first key tells which data set they are of. */
function pickleKind(text: string): ContentKind | null {
  if (text[0] !== '\x80' || text.charCodeAt(1) > 5) return null;
  const beginning = text.slice(0, 60);
  if (/filenames|fine_label|coarse_label/.test(beginning)) return 'cifar100-python';
  return /batch_label|num_cases_per_batch/.test(beginning) ? 'cifar10-python' : 'pickle';
}

/** What a markup file is; the official archive has a small web page of its own. */
function markupKind(text: string): ContentKind | null {
  const markup = text.replace(/^\xef\xbb\xbf/, '').trimStart();
  if (/^<(\?xml|!--|!doctype svg|svg)/i.test(markup) && /^(?!.*<html).*<svg\b/is.test(markup)) return 'svg';
  if (markup.includes('cs.toronto.edu/~kriz/cifar')) return 'cifar10-text';
  return /^<(!--|!doctype html|html|head|body|meta|script|title)/i.test(markup) ? 'html' : null;
}

function isTar(start: Uint8Array): boolean {
  if (start.length < tarBlockBytes) return false;
  const header = readTarHeader(start.subarray(0, tarBlockBytes));
  return typeof header === 'object' || (header === 'invalid' && hasTarMagic(start));
}

/** The binary version of CIFAR-100: its files have these sizes, and records that begin with two labels. */
function isCifar100(start: Uint8Array, size: number): boolean {
  const [coarse = 0, fine = 0] = start;
  return [30_740_000, 153_700_000].includes(size) && coarse < 20 && fine < 100;
}
