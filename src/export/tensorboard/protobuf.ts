import { joined } from '../../tensorFiles/joined.ts';

/*
 * Protocol Buffers' wire format (https://protobuf.dev/programming-guides/encoding/), the part that TensorBoard's messages need: a
 * field is a tag, `number << 3 | wire type` as a varint, and a value.
 */

const varintType = 0;
const fixed64Type = 1;
const lengthDelimitedType = 2;
const fixed32Type = 5;

export type Bytes = Uint8Array<ArrayBuffer>;

/** A message of these fields, one after the other. */
export function message(...fields: readonly Bytes[]): Bytes {
  return joined(fields);
}

/** An int64, int32 or enum that is not negative. */
export function integerField(number: number, value: number): Bytes {
  return message(tag(number, varintType), varint(value));
}

export function doubleField(number: number, value: number): Bytes {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, value, true);
  return message(tag(number, fixed64Type), bytes);
}

export function floatField(number: number, value: number): Bytes {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value, true);
  return message(tag(number, fixed32Type), bytes);
}

export function textField(number: number, text: string): Bytes {
  return messageField(number, new TextEncoder().encode(text));
}

/** Bytes, or a message within a message. */
export function messageField(number: number, bytes: Bytes): Bytes {
  return message(tag(number, lengthDelimitedType), varint(bytes.length), bytes);
}

/** A packed list of doubles. */
export function doublesField(number: number, values: Float64Array | Uint32Array): Bytes {
  const bytes = new Uint8Array(8 * values.length);
  const view = new DataView(bytes.buffer);
  values.forEach((value, index) => {
    view.setFloat64(8 * index, value, true);
  });
  return messageField(number, bytes);
}

function tag(number: number, wireType: number): Bytes {
  return varint(number * 8 + wireType);
}

/** Seven bits per byte, the lowest first; the eighth bit marks that more follow. */
function varint(value: number): Bytes {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 127) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
  return Uint8Array.from(bytes);
}
