import type { ContentKind } from '../../failure.ts';

const contentNames: Readonly<Record<ContentKind, string>> = {
  empty: 'empty',
  'cifar10-python': 'the Python version of CIFAR-10',
  'cifar100-python': 'CIFAR-100 for Python, another data set',
  cifar100: 'CIFAR-100, another data set',
  pickle: 'a Python pickle',
  matlab: 'a MATLAB file',
  'cifar10-text': 'a text that comes with CIFAR-10',
  weights: 'a file of weights',
  gzip: 'an archive in gzip form',
  'empty-gzip': 'an archive in gzip form with nothing in it',
  tar: 'an archive in tar form',
  zip: 'an archive in zip form',
  '7z': 'an archive in 7z form',
  xz: 'an archive in xz form',
  bzip2: 'an archive in bzip2 form',
  rar: 'an archive in rar form',
  zstd: 'an archive in zstd form',
  png: 'a picture in PNG form',
  jpeg: 'a picture in JPEG form',
  gif: 'a picture in GIF form',
  webp: 'a picture in WEBP form',
  tiff: 'a picture in TIFF form',
  heic: 'a picture in HEIC form',
  avif: 'a picture in AVIF form',
  svg: 'an SVG drawing',
  'lfs-pointer': 'a Git LFS pointer, which only names the real file',
  html: 'a web page',
};

const officialFiles = 'Choose cifar-10-binary.tar.gz, or the .bin files inside it.';

/** @param kind null where the content tells nothing */
export function notCifar10Text(file: string, kind: ContentKind | null): string {
  if (kind === null) return `${file} is not part of CIFAR-10. ${officialFiles}`;
  return `${file} is ${contentNames[kind]}${cifar10Advice(kind)}`;
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
    case 'weights':
      return '. Once CIFAR-10 is loaded, “Open weights…” in Export opens it.';
    case 'png':
    case 'jpeg':
    case 'gif':
    case 'webp':
      return '. Once CIFAR-10 is loaded and a network is trained, “Try your own picture” in Inspect opens it.';
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
  return `The folder ${folder} has no batch of CIFAR-10’s binary version: a file in it is ${contentNames[kind]}. ${remedy}`;
}

/** @param kind null where the content tells nothing */
export function notAPictureText(file: string, kind: ContentKind | null): string {
  switch (kind) {
    case 'heic':
    case 'avif':
    case 'tiff':
    case 'svg':
      return `${file} is ${contentNames[kind]}, which this browser cannot open. Save it as JPEG or PNG, then choose that file.`;
    case 'png':
    case 'jpeg':
    case 'gif':
    case 'webp':
      return `${file} is damaged: it begins as ${contentNames[kind]}, but cannot be decoded. Choose another copy or another picture.`;
    case 'empty':
      return `${file} is empty. Choose a JPEG, PNG or WebP file.`;
    case null:
      return `${file} is not a picture that this browser can read. Choose a JPEG, PNG or WebP file.`;
    default:
      return `${file} is ${contentNames[kind]}, not a picture. Choose a JPEG, PNG or WebP file.`;
  }
}
