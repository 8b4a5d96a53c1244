import * as v from 'valibot';
import { Failure } from '../failure.ts';
import type { NamedArray } from './namedArray.ts';
import { type NumberTypeName, numberTypes } from './numberTypes.ts';
import { type StoredArray, storedNumbers, unreadArray } from './storedArray.ts';

/*
 * The safetensors format (https://github.com/huggingface/safetensors): the header's length (8 bytes, little-endian), a JSON
 * header padded with spaces to a multiple of 8 bytes, then the tensors' numbers without gaps. The header maps each name to
 * `{ dtype, shape, data_offsets: [begin, end] }`, and `__metadata__` to strings.
 */

const metadataKey = '__metadata__';
const lengthBytes = 8;
/** More than the header with the history of a million steps. */
const maxHeaderBytes = 20_000_000;
/** Far more than any network here has. */
const maxTensors = 1_000;
const maxDimensions = 8;

const wholeNumber = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** The format's names for the types that can be read. All of its numbers are little-endian. */
const typeNames: ReadonlyMap<string, NumberTypeName> = new Map([
  ['BF16', 'bfloat16'],
  ['F16', 'float16'],
  ['F32', 'float32'],
  ['F64', 'float64'],
  ['I8', 'int8'],
  ['I16', 'int16'],
  ['I32', 'int32'],
  ['I64', 'int64'],
  ['U8', 'uint8'],
  ['U16', 'uint16'],
  ['U32', 'uint32'],
  ['U64', 'uint64'],
]);

const tensorEntry = v.object({
  dtype: v.string(),
  shape: v.pipe(v.array(wholeNumber), v.maxLength(maxDimensions)),
  data_offsets: v.tuple([wholeNumber, wholeNumber]),
});

/** Encodes single-precision tensors in the given order, and string metadata. */
export function encodeSafetensors(
  tensors: readonly NamedArray[],
  metadata: Readonly<Record<string, string>>,
): Uint8Array<ArrayBuffer> {
  const entries: [string, unknown][] = [[metadataKey, metadata]];
  let end = 0;
  for (const { name, shape, values } of tensors) {
    const begin = end;
    end += values.byteLength;
    entries.push([name, { dtype: 'F32', shape, data_offsets: [begin, end] }]);
  }
  const header = paddedHeader(JSON.stringify(Object.fromEntries(entries)));
  const file = new Uint8Array(lengthBytes + header.length + end);
  new DataView(file.buffer).setBigUint64(0, BigInt(header.length), true);
  file.set(header, lengthBytes);
  let offset = lengthBytes + header.length;
  for (const { values } of tensors) {
    file.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), offset);
    offset += values.byteLength;
  }
  return file;
}

export interface OpenedSafetensors {
  readonly arrays: readonly StoredArray[];
  /** The format allows only texts and null; other programs write other values, too. */
  readonly metadata: unknown;
}

/**
 * Opens an untrusted file, whose arrays are read later.
 *
 * @throws Failure `weights-file-damaged` where its parts contradict each other
 */
export function openSafetensors(file: Uint8Array): OpenedSafetensors {
  const headerLength = readHeaderLength(file);
  const header = parseHeader(file.subarray(lengthBytes, lengthBytes + headerLength));
  const data = file.subarray(lengthBytes + headerLength);
  const { [metadataKey]: metadata = null, ...entries } = header;
  if (Object.keys(entries).length > maxTensors) throw damaged('it has too many tensors');
  const places = Object.entries(entries).map(([name, entry]) => placeOf(name, entry));
  // Checked before anything is copied: overlapping tensors could ask for any amount of memory.
  if (!fillWithoutGaps(places, data.length)) throw damaged('the tensors do not fill the file');
  return { arrays: places.map((place) => arrayAt(place, data)), metadata };
}

export interface DecodedSafetensors {
  readonly tensors: readonly NamedArray[];
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * Reads all of an untrusted file. The arrays are copies.
 *
 * @throws Failure `weights-file-damaged`, also where the metadata are not texts; `weights-type-unread`
 */
export function decodeSafetensors(file: Uint8Array): DecodedSafetensors {
  const { arrays, metadata } = openSafetensors(file);
  return {
    tensors: arrays.map(({ name, shape, read }) => ({ name, shape, values: read() })),
    metadata: parsed(v.record(v.string(), v.string()), metadata ?? {}, 'the metadata are not strings'),
  };
}

function paddedHeader(json: string): Uint8Array {
  const bytes = new TextEncoder().encode(json);
  const padded = new Uint8Array(Math.ceil(bytes.length / 8) * 8).fill(' '.charCodeAt(0));
  padded.set(bytes);
  return padded;
}

function readHeaderLength(file: Uint8Array): number {
  if (file.length < lengthBytes) throw damaged('it is too short');
  const length = new DataView(file.buffer, file.byteOffset).getBigUint64(0, true);
  if (length > maxHeaderBytes || length > file.length - lengthBytes)
    throw damaged('its header is longer than the file');
  return Number(length);
}

function parseHeader(bytes: Uint8Array): Record<string, unknown> {
  try {
    return v.parse(v.record(v.string(), v.unknown()), JSON.parse(new TextDecoder().decode(bytes)));
  } catch (cause) {
    throw damaged('its header is not JSON', cause);
  }
}

/** Where a tensor's numbers are after the header. */
interface TensorPlace {
  readonly name: string;
  /** As the file names it. */
  readonly type: string;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

function placeOf(name: string, entry: unknown): TensorPlace {
  const shortName = name.slice(0, 100);
  const {
    dtype: type,
    shape,
    data_offsets: offsets,
  } = parsed(tensorEntry, entry, `“${shortName}” has no type, shape and place`);
  const [begin, end] = offsets;
  const size = shape.reduce((product, length) => product * length, 1);
  const known = typeNames.get(type);
  if (end < begin || (known && end - begin !== size * numberTypes[known].bytes)) {
    throw damaged(`“${shortName}” has more or fewer numbers than its shape`);
  }
  return { name, type, shape, begin, end };
}

function arrayAt({ name, type: typeName, shape, begin, end }: TensorPlace, data: Uint8Array): StoredArray {
  const type = typeNames.get(typeName);
  if (!type) return unreadArray(name, shape, typeName);
  return storedNumbers({
    name,
    shape,
    bytes: data.subarray(begin, end),
    form: { type, isLittleEndian: true },
  });
}

function fillWithoutGaps(places: readonly TensorPlace[], byteLength: number): boolean {
  let filled = 0;
  for (const { begin, end } of [...places].sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin !== filled) return false;
    filled = end;
  }
  return filled === byteLength;
}

function parsed<Output>(schema: v.GenericSchema<unknown, Output>, value: unknown, reason: string): Output {
  const result = v.safeParse(schema, value);
  if (!result.success) throw damaged(reason);
  return result.output;
}

function damaged(reason: string, cause?: unknown): Failure {
  return new Failure({ code: 'weights-file-damaged', details: { reason } }, { cause });
}
