import { Failure } from '../failure.ts';
import { permuted } from './permuted.ts';

/*
 * The NPY format (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html): the magic string, a version (1.0), the
 * header's length (2 bytes, little-endian), a header that is a Python dictionary, padded with spaces and ended by a newline so that
 * the numbers begin at a multiple of 64 bytes, then the numbers.
 */

const magic = [0x93, ...new TextEncoder().encode('NUMPY')];
const alignment = 64;
/** The header as NumPy writes it; spaces may differ. */
const headerPattern =
  /^\{'descr': *'(<f4|<f8|<i8)', *'fortran_order': *(True|False), *'shape': *\(([\d, ]*)\),? *\} *\n$/;

export interface NpyArray {
  readonly shape: readonly number[];
  /** Row-major. */
  readonly values: Float32Array<ArrayBuffer>;
}

/** Version 1.0, little-endian single precision, row-major. */
export function encodeNpy({ shape, values }: NpyArray): Uint8Array<ArrayBuffer> {
  const lengths = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const dictionary = `{'descr': '<f4', 'fortran_order': False, 'shape': (${lengths}), }`;
  const before = magic.length + 4;
  const start = Math.ceil((before + dictionary.length + 1) / alignment) * alignment;
  const header = `${dictionary.padEnd(start - before - 1)}\n`;
  const file = new Uint8Array(start + values.byteLength);
  file.set([...magic, 1, 0]);
  new DataView(file.buffer).setUint16(magic.length + 2, header.length, true);
  file.set(new TextEncoder().encode(header), before);
  file.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), start);
  return file;
}

/**
 * Reads an untrusted array in single or double precision. Doubles are rounded to single.
 *
 * @returns null for integers, such as PyTorch's counts of batches
 * @throws Failure `weights-file-damaged`
 */
export function decodeNpy(file: Uint8Array, name: string): NpyArray | null {
  const { header, start } = readHeader(file, name);
  const [, type, order, lengths = ''] = headerPattern.exec(header) ?? [];
  if (!type) throw damaged(`“${name}” is not an array of floating-point numbers`);
  if (type === '<i8') return null;
  const shape = lengths.split(',').flatMap((length) => (length.trim() === '' ? [] : [Number(length)]));
  const size = shape.reduce((product, length) => product * length, 1);
  const bytes = file.slice(start);
  if (bytes.length !== size * (type === '<f4' ? 4 : 8)) {
    throw damaged(
      `“${name}” has ${bytes.length} bytes of numbers, which does not match its shape ${shape.join(' × ')}`,
    );
  }
  const values =
    type === '<f4' ? new Float32Array(bytes.buffer) : Float32Array.from(new Float64Array(bytes.buffer));
  if (order === 'False' || shape.length < 2) return { shape, values };
  // By columns: the numbers are those of the array with its axes reversed.
  const reversed = shape.toReversed();
  return { shape, values: permuted(values, reversed, [...reversed.keys()].reverse()) };
}

function readHeader(file: Uint8Array, name: string): { header: string; start: number } {
  const major = file[magic.length];
  if (magic.some((byte, index) => file[index] !== byte) || (major !== 1 && major !== 2)) {
    throw damaged(`“${name}” is not a NumPy array`);
  }
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const lengthAt = magic.length + 2;
  // In version 2 the header's length takes four bytes.
  const lengthBytes = 2 * major;
  if (file.length < lengthAt + lengthBytes) throw damaged(`“${name}” ends too early`);
  const length = major === 1 ? view.getUint16(lengthAt, true) : view.getUint32(lengthAt, true);
  const start = lengthAt + lengthBytes + length;
  if (start > file.length || length > 10_000) throw damaged(`“${name}” ends too early`);
  return { header: new TextDecoder().decode(file.subarray(lengthAt + lengthBytes, start)), start };
}

function damaged(reason: string): Failure {
  return new Failure({ code: 'weights-file-damaged', details: { reason } });
}
