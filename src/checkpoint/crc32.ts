/** Remainders of every byte by the reversed polynomial 0xEDB88320 (ISO 3309, as in PNG and zip). */
const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++)
    remainder = remainder & 1 ? (remainder >>> 1) ^ 0xedb88320 : remainder >>> 1;
  return remainder;
});

/**
 * CRC-32 over several parts, as if they were one. It finds every flipped bit and every burst of up to 32; nothing here has to
 * withstand an attacker, and unlike `crypto.subtle` it is there in every context and needs no waiting.
 */
export function crc32(...parts: readonly Uint8Array[]): number {
  let remainder = 0xffffffff;
  for (const part of parts) {
    for (let i = 0; i < part.length; i++) {
      remainder = (remainder >>> 8) ^ (table[(remainder ^ (part[i] as number)) & 0xff] as number);
    }
  }
  return ~remainder >>> 0;
}
