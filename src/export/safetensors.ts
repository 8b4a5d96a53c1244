import * as v from 'valibot';
import type { WeightArray } from '../checkpoint/checkpoint.ts';
import { Failure } from '../failure.ts';

/*
 * The safetensors format (https://github.com/huggingface/safetensors): the header's length (8 bytes, little-endian), a JSON
 * header padded with spaces to a multiple of 8 bytes, then the tensors' numbers without gaps. The header maps each name to
 * `{ dtype, shape, data_offsets: [begin, end] }`, and `__metadata__` to strings.
 */

const metadataKey = '__metadata__';
const lengthBytes = 8;
/** The reference implementation's own limit. */
const maxHeaderBytes = 100_000_000;

const wholeNumber = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const tensorEntry = v.object({
  dtype: v.literal('F32'),
  shape: v.array(wholeNumber),
  data_offsets: v.tuple([wholeNumber, wholeNumber]),
});

/** Encodes single-precision tensors in the given order, and string metadata. */
export function encodeSafetensors(
  tensors: readonly WeightArray[],
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

export interface DecodedSafetensors {
  readonly tensors: readonly WeightArray[];
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * Reads a file that anyone may have made. The arrays are copies.
 *
 * @throws Failure `weights-file-damaged`
 */
export function decodeSafetensors(file: Uint8Array): DecodedSafetensors {
  const headerLength = readHeaderLength(file);
  const header = parseHeader(file.subarray(lengthBytes, lengthBytes + headerLength));
  const data = file.subarray(lengthBytes + headerLength);
  const { [metadataKey]: metadata = {}, ...entries } = header;
  const tensors = Object.entries(entries).map(([name, entry]) => readTensor(name, entry, data));
  const totalBytes = tensors.reduce((total, { values }) => total + values.byteLength, 0);
  if (totalBytes !== data.length) throw damaged('the tensors do not fill the file');
  return {
    tensors,
    metadata: parsed(v.record(v.string(), v.string()), metadata, 'the metadata are not strings'),
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
    throw damaged('its header is longer than itself');
  return Number(length);
}

function parseHeader(bytes: Uint8Array): Record<string, unknown> {
  try {
    return v.parse(v.record(v.string(), v.unknown()), JSON.parse(new TextDecoder().decode(bytes)));
  } catch (cause) {
    throw damaged('its header is not JSON', cause);
  }
}

function readTensor(name: string, entry: unknown, data: Uint8Array): WeightArray {
  const { shape, data_offsets: offsets } = parsed(
    tensorEntry,
    entry,
    `“${name}” is not a single-precision tensor`,
  );
  const [begin, end] = offsets;
  const size = shape.reduce((product, length) => product * length, 1);
  if (end > data.length || end - begin !== size * Float32Array.BYTES_PER_ELEMENT) {
    throw damaged(`“${name}” does not lie within the file`);
  }
  return { name, shape, values: new Float32Array(data.slice(begin, end).buffer) };
}

function parsed<Output>(schema: v.GenericSchema<unknown, Output>, value: unknown, reason: string): Output {
  const result = v.safeParse(schema, value);
  if (!result.success) throw damaged(reason);
  return result.output;
}

function damaged(reason: string, cause?: unknown): Failure {
  return new Failure({ code: 'weights-file-damaged', details: { reason } }, { cause });
}
