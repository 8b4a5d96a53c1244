import { type Bytes, message } from './protobuf.ts';

/*
 * TFRecord, the container format of TensorFlow's event files (tensorflow/core/lib/io/record_writer.h): the length (8 bytes,
 * little-endian), a masked CRC-32C of these 8 bytes, the data, a masked CRC-32C of the data.
 */

export function tfRecord(data: Bytes): Bytes {
  const length = new Uint8Array(8);
  new DataView(length.buffer).setBigUint64(0, BigInt(data.length), true);
  return message(length, maskedCrc(length), data, maskedCrc(data));
}

/** The CRC is masked, because a CRC over data that contain CRCs is weak. */
function maskedCrc(data: Bytes): Bytes {
  const crc = crc32c(data);
  const masked = (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, masked, true);
  return bytes;
}

/** Remainders of every byte by Castagnoli's polynomial, reversed (RFC 3720, appendix B.4). */
const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++)
    remainder = remainder & 1 ? (remainder >>> 1) ^ 0x82f63b78 : remainder >>> 1;
  return remainder;
});

export function crc32c(data: Uint8Array): number {
  let remainder = 0xffffffff;
  for (const byte of data) remainder = (remainder >>> 8) ^ (table[(remainder ^ byte) & 0xff] as number);
  return ~remainder >>> 0;
}
