/** Bytes processed at once. */
const stride = 4;

/**
 * Remainders by the reversed polynomial 0xEDB88320 (ISO 3309, as in PNG and zip): of every byte, then of every byte followed by
 * one, two and three zero bytes.
 */
const tables = remainders();

/**
 * CRC-32 over several parts, as if they were one. It detects every single-bit error and every burst of up to 32 bits. It need not
 * withstand an attacker, and unlike `crypto.subtle` it is synchronous and available in every context.
 */
export function crc32(...parts: readonly Uint8Array[]): number {
  return ~parts.reduce(remainderAfter, 0xffffffff) >>> 0;
}

/**
 * Processes four bytes at a time, with a table for each (slicing, Kounavis and Berry, 2005), because saving takes time from
 * training.
 */
function remainderAfter(before: number, bytes: Uint8Array): number {
  const [first, second, third, fourth] = tables;
  const wholeEnd = bytes.length - (bytes.length % stride);
  let remainder = before;
  let i = 0;
  for (; i < wholeEnd; i += stride) {
    remainder ^= at(bytes, i) | (at(bytes, i + 1) << 8) | (at(bytes, i + 2) << 16) | (at(bytes, i + 3) << 24);
    remainder =
      at(fourth, remainder & 0xff) ^
      at(third, (remainder >>> 8) & 0xff) ^
      at(second, (remainder >>> 16) & 0xff) ^
      at(first, remainder >>> 24);
  }
  for (; i < bytes.length; i++) {
    remainder = (remainder >>> 8) ^ at(first, (remainder ^ at(bytes, i)) & 0xff);
  }
  return remainder;
}

function remainders(): readonly [Uint32Array, Uint32Array, Uint32Array, Uint32Array] {
  const first = Uint32Array.from({ length: 256 }, (_, byte) => {
    let remainder = byte;
    for (let bit = 0; bit < 8; bit++)
      remainder = remainder & 1 ? (remainder >>> 1) ^ 0xedb88320 : remainder >>> 1;
    return remainder;
  });
  const behindZero = (table: Uint32Array) =>
    table.map((remainder) => (remainder >>> 8) ^ at(first, remainder & 0xff));
  const second = behindZero(first);
  const third = behindZero(second);
  return [first, second, third, behindZero(third)];
}

/** Every index here is in range. */
function at(values: Uint8Array | Uint32Array, index: number): number {
  return values[index] as number;
}
