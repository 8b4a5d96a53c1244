export const tarBlockBytes = 512;

export interface TarHeader {
  readonly path: string;
  /** Bytes of content, without the padding to whole blocks. */
  readonly size: number;
}

/*
 * Fields of a header: path at 0 (100 bytes, ended by a zero), size at 124 and the header's checksum at 148 (12 and 8 bytes, octal
 * digits in ASCII). The checksum is the sum of all bytes, with its own eight counted as spaces. Source:
 * https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html (ustar interchange format)
 */

/**
 * @param block 512 bytes
 * @returns 'end' for the block of zeros after the last file, 'invalid' for anything that is no header
 */
export function readTarHeader(block: Uint8Array): TarHeader | 'end' | 'invalid' {
  if (block.every((byte) => byte === 0)) return 'end';
  const size = octal(block.subarray(124, 136));
  if (octal(block.subarray(148, 156)) !== checksumOf(block) || size === null) return 'invalid';
  return { path: text(block.subarray(0, 100)), size };
}

function checksumOf(block: Uint8Array): number {
  const blank = 0x20;
  return block.reduce((sum, byte, index) => sum + (index >= 148 && index < 156 ? blank : byte), 0);
}

function octal(field: Uint8Array): number | null {
  const digits = text(field).trim();
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : null;
}

function text(field: Uint8Array): string {
  const end = field.indexOf(0);
  return String.fromCharCode(...field.subarray(0, end < 0 ? undefined : end));
}
