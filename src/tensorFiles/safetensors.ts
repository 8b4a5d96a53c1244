import * as v from 'valibot';
import { AllocationBudget } from '../limits/allocationBudget.ts';
import { maxArrays } from '../limits/readingLimits.ts';
import { damaged } from './damaged.ts';
import { joined } from './joined.ts';
import { bytesOf, type NamedArray } from './namedArray.ts';
import { parseJson } from './parseJson.ts';

/*
 * The safetensors format (https://github.com/huggingface/safetensors): the header's length (8 bytes, little-endian), a JSON
 * header padded with spaces to a multiple of 8 bytes, then the tensors' numbers without gaps. The header maps each name to
 * `{ dtype, shape, data_offsets: [begin, end] }`, and `__metadata__` to strings.
 */

const metadataKey = '__metadata__';
const lengthBytes = 8;
/** More than the header with the history of a million steps. */
const maxHeaderBytes = 20_000_000;
const maxDimensions = 8;

const wholeNumber = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const singlePrecision = 'F32';

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
    entries.push([name, { dtype: singlePrecision, shape, data_offsets: [begin, end] }]);
  }
  const header = paddedHeader(JSON.stringify(Object.fromEntries(entries)));
  const headerLength = new Uint8Array(lengthBytes);
  new DataView(headerLength.buffer).setBigUint64(0, BigInt(header.length), true);
  return joined([headerLength, header, ...tensors.map(bytesOf)]);
}

/** A tensor as its header describes it, and its bytes in the file. */
export interface StoredTensor {
  readonly name: string;
  /** As the format calls it: `F32`. */
  readonly type: string;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

export interface SafetensorsParts {
  readonly tensors: readonly StoredTensor[];
  /** The format allows only texts and null; other programs write other values, too. */
  readonly metadata: unknown;
}

/**
 * Finds the parts of an untrusted file, without a copy.
 *
 * @throws Failure `weights-file-damaged` where they contradict each other, `reading-stopped`
 */
export function safetensorsParts(file: Uint8Array, budget: AllocationBudget): SafetensorsParts {
  const headerLength = readHeaderLength(file);
  const header = parseHeader(file.subarray(lengthBytes, lengthBytes + headerLength), budget);
  const data = file.subarray(lengthBytes + headerLength);
  const { [metadataKey]: metadata = null, ...entries } = header;
  if (Object.keys(entries).length > maxArrays) throw damaged('it has too many tensors');
  const places = Object.entries(entries).map(([name, entry]) => placeOf(name, entry));
  // Checked before anything is copied: overlapping tensors could ask for any amount of memory.
  if (!fillWithoutGaps(places, data.length)) throw damaged('the tensors do not fill the file');
  const tensors = places.map(({ begin, end, ...tensor }) => ({
    ...tensor,
    bytes: data.subarray(begin, end),
  }));
  return { tensors, metadata };
}

/** @throws Failure `weights-file-damaged` where the tensor has more or fewer bytes than numbers of so many bytes take */
export function requireBytes({ name, shape, bytes }: StoredTensor, bytesPerNumber: number): void {
  const size = shape.reduce((product, length) => product * length, 1);
  if (bytes.length !== size * bytesPerNumber)
    throw damaged(`“${name.slice(0, 100)}” has more or fewer numbers than its shape`);
}

export interface DecodedSafetensors {
  readonly tensors: readonly NamedArray[];
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * Reads all of an untrusted file as {@link encodeSafetensors} writes it. The arrays are copies. `openSafetensors` reads the files of
 * other programs too.
 *
 * @throws Failure `weights-file-damaged`, also where the numbers are not of single precision, and the metadata not texts;
 *   `reading-stopped`
 */
export function decodeSafetensors(file: Uint8Array, budget = new AllocationBudget()): DecodedSafetensors {
  const { tensors, metadata } = safetensorsParts(file, budget);
  return {
    tensors: tensors.map((tensor) => decodedTensor(tensor, budget)),
    metadata: parsed(v.record(v.string(), v.string()), metadata ?? {}, 'the metadata are not strings'),
  };
}

function decodedTensor(tensor: StoredTensor, budget: AllocationBudget): NamedArray {
  const { name, type, shape, bytes } = tensor;
  if (type !== singlePrecision) throw damaged(`“${name.slice(0, 100)}” is not of single precision`);
  requireBytes(tensor, 4);
  budget.take(bytes.length);
  // Every browser's machine is little-endian, so these bytes are the array.
  return { name, shape, values: new Float32Array(bytes.slice().buffer) };
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

function parseHeader(bytes: Uint8Array, budget: AllocationBudget): Record<string, unknown> {
  return parsed(v.record(v.string(), v.unknown()), parseJson(bytes, budget), 'its header is not an object');
}

/** Where a tensor's numbers are after the header. */
interface TensorPlace extends Omit<StoredTensor, 'bytes'> {
  readonly begin: number;
  readonly end: number;
}

function placeOf(name: string, entry: unknown): TensorPlace {
  const shortName = name.slice(0, 100);
  const reason = `“${shortName}” has no type, shape and place`;
  const { dtype: type, shape, data_offsets: offsets } = parsed(tensorEntry, entry, reason);
  const [begin, end] = offsets;
  if (end < begin) throw damaged(`“${shortName}” ends before it begins`);
  return { name, type, shape, begin, end };
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
