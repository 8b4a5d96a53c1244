export const tarBlockBytes = 512;

export interface TarHeader {
  readonly path: string;
  /** Bytes of content, without the padding to whole blocks. */
  readonly size: number;
  readonly kind: TarKind;
  /** Whether content can follow; that of links, devices and directories is empty, whatever their attributes state. */
  readonly hasContent: boolean;
  /** Whether further blocks belong to the header, until `isLastSparseBlock`. */
  readonly isContinued: boolean;
}

/**
 * The content of `pax` and `pax-global` is attributes of the next file, or of all that follow; that of `long-path` is a path which
 * is too long for the next header. `other` is no file, or one that is not stored byte by byte.
 */
export type TarKind = 'file' | 'pax' | 'pax-global' | 'long-path' | 'other';

/*
 * Fields of a header: path at 0 (100 bytes, ended by a zero), size at 124 and the header's checksum at 148 (12 and 8 bytes, octal
 * digits in ASCII), type at 156 (one letter), in ustar the beginning of a long path at 345 (155 bytes). The checksum is the sum of
 * all bytes, with its own eight counted as spaces; some old programs sum signed bytes. Archives from before ustar have no magic
 * and type 0. Sources: https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html (ustar interchange format),
 * https://www.gnu.org/software/tar/manual/html_node/Standard.html
 */

/**
 * @param block 512 bytes
 * @returns 'end' for a block of zeros, as they stand behind the last file; 'invalid' for anything that is no header
 */
export function readTarHeader(block: Uint8Array): TarHeader | 'end' | 'invalid' {
  if (block.every((byte) => byte === 0)) return 'end';
  const stated = sizeOf(block);
  if (stated === null || !hasChecksum(block)) return 'invalid';
  const path = pathOf(block);
  const flag = String.fromCharCode(block[156] ?? 0);
  // Before ustar, directories were known by their slash alone.
  const isFolder = path.endsWith('/') && kinds[flag] === 'file';
  const hasContent = !isFolder && !withoutContent.includes(flag);
  return {
    path,
    size: hasContent ? stated : 0,
    hasContent,
    kind: isFolder ? 'other' : (kinds[flag] ?? 'other'),
    isContinued: flag === sparse && block[482] !== 0,
  };
}

/** Whether a block says that it is a header of ustar, or of GNU tar. */
export function hasTarMagic(block: Uint8Array): boolean {
  return text(block.subarray(257, 262)) === 'ustar';
}

/** @param block one that continues the header of a file which GNU tar stored without its zeros */
export function isLastSparseBlock(block: Uint8Array): boolean {
  return block[504] === 0;
}

const sparse = 'S';
/** Links, devices and directories: whatever the header states as their size, the next header follows at once. */
const withoutContent = '123456';

const kinds: Readonly<Record<string, TarKind>> = {
  '\0': 'file',
  0: 'file',
  7: 'file',
  x: 'pax',
  // Solaris's.
  X: 'pax',
  g: 'pax-global',
  L: 'long-path',
};

function pathOf(block: Uint8Array): string {
  const name = text(block.subarray(0, 100));
  // GNU tar has times in the place of the prefix, and two spaces behind its magic.
  const isUstar = hasTarMagic(block) && block[262] === 0;
  const prefix = isUstar ? text(block.subarray(345, 500)) : '';
  return prefix === '' ? name : `${prefix}/${name}`;
}

function hasChecksum(block: Uint8Array): boolean {
  const stated = octal(block.subarray(148, 156));
  const blanked = block.slice(0, tarBlockBytes).fill(0x20, 148, 156);
  const unsigned = blanked.reduce((sum, byte) => sum + byte, 0);
  const signed = new Int8Array(blanked.buffer).reduce((sum, byte) => sum + byte, 0);
  return stated === unsigned || stated === signed;
}

/** Sizes from 8 GiB on are a binary number instead of octal digits, which the first bit tells. */
function sizeOf(block: Uint8Array): number | null {
  const field = block.subarray(124, 136);
  if (field[0] !== 0x80) return text(field).trim() === '' ? 0 : octal(field);
  const size = field.subarray(1).reduce((sum, byte) => 256 * sum + byte, 0);
  return Number.isSafeInteger(size) ? size : null;
}

function octal(field: Uint8Array): number | null {
  const digits = text(field).trim();
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : null;
}

function text(field: Uint8Array): string {
  const end = field.indexOf(0);
  return new TextDecoder().decode(field.subarray(0, end < 0 ? undefined : end));
}
