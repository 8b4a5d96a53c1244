import type { ContentKind } from '../../failure.ts';

type Archive = 'gzip' | 'tar' | 'zip' | '7z' | 'xz' | 'bzip2' | 'rar' | 'zstd';
type Picture = 'png' | 'jpeg' | 'gif' | 'webp' | 'tiff' | 'heic' | 'avif';

/** Of the kinds whose names do not follow from their forms. */
const contentNames: Record<Exclude<ContentKind, Archive | Picture>, string> = {
  empty: 'empty',
  'cifar10-python': 'the Python version of CIFAR-10',
  'cifar100-python': 'CIFAR-100 for Python, another data set',
  cifar100: 'CIFAR-100, another data set',
  pickle: 'a Python pickle',
  matlab: 'a MATLAB file',
  'cifar10-text': 'a text that comes with CIFAR-10',
  svg: 'an SVG drawing',
  'lfs-pointer': 'a Git LFS pointer, which only names the real file',
  html: 'a web page',
};

function contentName(kind: ContentKind): string {
  switch (kind) {
    case 'gzip':
    case 'tar':
    case 'zip':
    case '7z':
    case 'xz':
    case 'bzip2':
    case 'rar':
    case 'zstd':
      return `an archive in ${kind} form`;
    case 'png':
    case 'jpeg':
    case 'gif':
    case 'webp':
    case 'tiff':
    case 'heic':
    case 'avif':
      return `a picture in ${kind.toUpperCase()} form`;
    default:
      return contentNames[kind];
  }
}

const officialFiles = 'Choose cifar-10-binary.tar.gz, or the .bin files inside it.';

/** @param kind null where the content tells nothing */
export function notCifar10Text(file: string, kind: ContentKind | null): string {
  if (kind === null) return `${file} is not part of CIFAR-10. ${officialFiles}`;
  return `${file} is ${contentName(kind)}${cifar10Advice(kind)}`;
}

/** What to do about a file that is none of the binary version. */
function cifar10Advice(kind: ContentKind): string {
  switch (kind) {
    case 'tar':
      return ` without any batch of CIFAR-10’s binary version. ${officialFiles}`;
    case 'zip':
    case '7z':
    case 'xz':
    case 'bzip2':
    case 'rar':
    case 'zstd':
      return ', which cannot be opened here. Unpack it, then choose its .bin files or drop their folder.';
    case 'html':
      return ', which a server sent in place of the archive. Download cifar-10-binary.tar.gz again.';
    case 'lfs-pointer':
      return '. Run “git lfs pull”, then choose it again.';
    case 'cifar10-python':
    case 'matlab':
      return `. This page opens the binary version. ${officialFiles}`;
    default:
      return `. ${officialFiles}`;
  }
}

/** @param kind of one of its files, 'empty' where it has none, null where none tells */
export function folderNotCifar10Text(folder: string, kind: ContentKind | null): string {
  const remedy = 'Drop cifar-10-binary.tar.gz, or the folder cifar-10-batches-bin that it unpacks to.';
  if (kind === 'empty') return `The folder ${folder} is empty. ${remedy}`;
  if (kind === null) return `No file in the folder ${folder} is part of CIFAR-10. ${remedy}`;
  return `The folder ${folder} has no batch of CIFAR-10’s binary version: a file in it is ${contentName(kind)}. ${remedy}`;
}

/** @param kind null where the content tells nothing */
export function notAPictureText(file: string, kind: ContentKind | null): string {
  switch (kind) {
    case 'heic':
    case 'avif':
    case 'tiff':
    case 'svg':
      return `${file} is ${contentName(kind)}, which this browser cannot open. Save it as JPEG or PNG, then choose that file.`;
    case 'png':
    case 'jpeg':
    case 'gif':
    case 'webp':
      return `${file} is damaged: it begins as ${contentName(kind)}, but cannot be decoded. Choose another copy or another picture.`;
    case 'empty':
      return `${file} is empty. Choose a JPEG, PNG or WebP file.`;
    case null:
      return `${file} is not a picture that this browser can read. Choose a JPEG, PNG or WebP file.`;
    default:
      return `${file} is ${contentName(kind)}, not a picture. Choose a JPEG, PNG or WebP file.`;
  }
}
