import type { AllocationBudget } from '../limits/allocationBudget.ts';
import { damaged } from './damaged.ts';
import { type NumberTypeName, numberTypes } from './numberTypes.ts';
import { type StoredArray, storedNumbers, unreadArray } from './storedArray.ts';

/*
 * The NPY format (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html): the magic string, a version, the
 * header's length (little-endian; 2 bytes in version 1, 4 in versions 2 and 3), a header that is a Python dictionary, padded with
 * spaces and ended by a newline so that the numbers begin at a multiple of 64 bytes, then the numbers.
 */

const magic = [0x93, ...new TextEncoder().encode('NUMPY')];
const alignment = 64;
/** NumPy reads no longer ones either. */
const maxHeaderBytes = 10_000;

/** The entries of the header. A structured type is a list, and a length from Python 2 ends with an L. */
const typePattern = /['"]descr['"]\s*:\s*(?:'([^']*)'|"([^"]*)"|[[(])/;
const orderPattern = /['"]fortran_order['"]\s*:\s*(True|False)/;
const shapePattern = /['"]shape['"]\s*:\s*\(([\dL,\s]*)\)/;

/** NumPy's names for the types that can be read, without their byte order. */
const typeNames: ReadonlyMap<string, NumberTypeName> = new Map([
  ['f2', 'float16'],
  ['f4', 'float32'],
  ['f8', 'float64'],
  ['i1', 'int8'],
  ['i2', 'int16'],
  ['i4', 'int32'],
  ['i8', 'int64'],
  ['u1', 'uint8'],
  ['u2', 'uint16'],
  ['u4', 'uint32'],
  ['u8', 'uint64'],
]);

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
 * Opens an untrusted array, whose numbers are read later: of every version and byte order, by rows or by columns.
 *
 * @throws Failure `weights-file-damaged` where its parts contradict each other
 */
export function decodeNpy(file: Uint8Array, name: string, budget: AllocationBudget): StoredArray {
  const major = file[magic.length] ?? 0;
  if (magic.some((byte, index) => file[index] !== byte)) throw damaged(`“${name}” is not a NumPy array`);
  if (major < 1 || major > 3) return unreadArray(name, [], `NPY version ${major}`);
  const { header, start } = readHeader(file, name, major);
  const [isTyped, single, double] = typePattern.exec(header) ?? [];
  const [, order] = orderPattern.exec(header) ?? [];
  const [, lengths] = shapePattern.exec(header) ?? [];
  if (isTyped === undefined || order === undefined || lengths === undefined) {
    throw damaged(`the header of “${name}” is not that of a NumPy array`);
  }
  const shape = lengths.match(/\d+/g)?.map(Number) ?? [];
  const descriptor = single ?? double ?? 'structured';
  const type = typeNames.get(descriptor.replace(/^[<>=|]/, ''));
  if (!type) return unreadArray(name, shape, descriptor);
  const bytes = file.subarray(start);
  const size = shape.reduce((product, length) => product * length, 1);
  if (bytes.length !== size * numberTypes[type].bytes) {
    throw damaged(
      `“${name}” has ${bytes.length} bytes of numbers, which does not match its shape ${shape.join(' × ')}`,
    );
  }
  const form = { type, isLittleEndian: !descriptor.startsWith('>') };
  return storedNumbers({ name, shape, bytes, form, isByColumns: order === 'True', budget });
}

function readHeader(file: Uint8Array, name: string, major: number): { header: string; start: number } {
  const lengthAt = magic.length + 2;
  const lengthBytes = major === 1 ? 2 : 4;
  if (file.length < lengthAt + lengthBytes) throw damaged(`“${name}” ends too early`);
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const length = major === 1 ? view.getUint16(lengthAt, true) : view.getUint32(lengthAt, true);
  const start = lengthAt + lengthBytes + length;
  if (start > file.length) throw damaged(`“${name}” ends too early`);
  if (length > maxHeaderBytes) throw damaged(`“${name}” has a header of ${length} bytes`);
  return { header: new TextDecoder().decode(file.subarray(lengthAt + lengthBytes, start)), start };
}
