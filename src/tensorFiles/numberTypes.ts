/** How a file holds each number of an array. */
export interface NumberForm {
  readonly type: NumberTypeName;
  readonly isLittleEndian: boolean;
}

interface NumberType {
  /** Of one number. */
  readonly bytes: number;
  readonly isInteger: boolean;
  /** The number at that byte. 64-bit integers are rounded to double precision. */
  readonly at: (view: DataView, place: number, isLittleEndian: boolean) => number;
}

/** The types of numbers that convert to single precision. */
export const numberTypes = {
  bfloat16: floating(2, (view, place, isLittleEndian) =>
    singleOfBits(view.getUint16(place, isLittleEndian) * 0x1_0000),
  ),
  float16: floating(2, (view, place, isLittleEndian) => halfOfBits(view.getUint16(place, isLittleEndian))),
  float32: floating(4, (view, place, isLittleEndian) => view.getFloat32(place, isLittleEndian)),
  float64: floating(8, (view, place, isLittleEndian) => view.getFloat64(place, isLittleEndian)),
  int8: integers(1, (view, place) => view.getInt8(place)),
  int16: integers(2, (view, place, isLittleEndian) => view.getInt16(place, isLittleEndian)),
  int32: integers(4, (view, place, isLittleEndian) => view.getInt32(place, isLittleEndian)),
  int64: integers(8, (view, place, isLittleEndian) => Number(view.getBigInt64(place, isLittleEndian))),
  uint8: integers(1, (view, place) => view.getUint8(place)),
  uint16: integers(2, (view, place, isLittleEndian) => view.getUint16(place, isLittleEndian)),
  uint32: integers(4, (view, place, isLittleEndian) => view.getUint32(place, isLittleEndian)),
  uint64: integers(8, (view, place, isLittleEndian) => Number(view.getBigUint64(place, isLittleEndian))),
} as const;

export type NumberTypeName = keyof typeof numberTypes;

/** The numbers, rounded to single precision; those that are too large for it become infinite. */
export function inSinglePrecision(
  bytes: Uint8Array,
  { type, isLittleEndian }: NumberForm,
): Float32Array<ArrayBuffer> {
  // Every browser's machine is little-endian, so these bytes are the array.
  if (type === 'float32' && isLittleEndian) return new Float32Array(bytes.slice().buffer);
  const { bytes: width, at } = numberTypes[type];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = new Float32Array(bytes.length / width);
  for (let index = 0; index < values.length; index++) values[index] = at(view, index * width, isLittleEndian);
  return values;
}

/** The first number that is not finite in single precision, as the file has it; null where there is none. */
export function firstUnfit(bytes: Uint8Array, { type, isLittleEndian }: NumberForm): number | null {
  const { bytes: width, at } = numberTypes[type];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let place = 0; place < bytes.length; place += width) {
    const value = at(view, place, isLittleEndian);
    if (!Number.isFinite(Math.fround(value))) return value;
  }
  return null;
}

function floating(bytes: number, at: NumberType['at']): NumberType {
  return { bytes, isInteger: false, at };
}

function integers(bytes: number, at: NumberType['at']): NumberType {
  return { bytes, isInteger: true, at };
}

const scratch = new DataView(new ArrayBuffer(4));

function singleOfBits(bits: number): number {
  scratch.setUint32(0, bits);
  return scratch.getFloat32(0);
}

/** A sign, five bits of exponent, ten of fraction (IEEE 754 binary16). */
function halfOfBits(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >>> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
