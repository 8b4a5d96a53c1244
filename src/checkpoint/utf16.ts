/*
 * localStorage counts UTF-16 code units, about five million per origin. Base64 would store 6 bits in each; this encoding stores
 * 15. The sixteenth bit stays 0: code units from 0xD800 on are surrogates, and a lone surrogate does not survive everywhere.
 *
 * The first unit tells how many of the last unit's 15 bits are used, so that the exact length is restored.
 */

const bitsPerUnit = 15;
/** Arguments per call of `fromCharCode`: far below every engine's limit. */
const unitsPerCall = 8_192;

export function bytesToUtf16(bytes: Uint8Array): string {
  const bitCount = bytes.length * 8;
  const units = new Uint16Array(1 + Math.ceil(bitCount / bitsPerUnit));
  units[0] = bitCount % bitsPerUnit || bitsPerUnit;
  let buffer = 0;
  let bits = 0;
  let next = 1;
  for (let i = 0; i < bytes.length; i++) {
    buffer = (buffer << 8) | (bytes[i] as number);
    bits += 8;
    if (bits >= bitsPerUnit) {
      bits -= bitsPerUnit;
      units[next++] = buffer >>> bits;
      buffer &= (1 << bits) - 1;
    }
  }
  if (bits > 0) units[next] = buffer << (bitsPerUnit - bits);
  return textOf(units);
}

/** @throws RangeError where the text was not made by `bytesToUtf16` */
export function utf16ToBytes(text: string): Uint8Array<ArrayBuffer> {
  const lastBits = text.charCodeAt(0);
  const bitCount = text.length === 1 ? 0 : (text.length - 2) * bitsPerUnit + lastBits;
  if (!(lastBits >= 1 && lastBits <= bitsPerUnit) || bitCount % 8 !== 0)
    throw new RangeError('not packed bytes');
  const bytes = new Uint8Array(bitCount / 8);
  let buffer = 0;
  let bits = 0;
  let next = 0;
  for (let i = 1; i < text.length; i++) {
    buffer = (buffer << bitsPerUnit) | text.charCodeAt(i);
    bits += bitsPerUnit;
    while (bits >= 8 && next < bytes.length) {
      bits -= 8;
      bytes[next++] = buffer >>> bits;
      buffer &= (1 << bits) - 1;
    }
  }
  return bytes;
}

function textOf(units: Uint16Array): string {
  const parts: string[] = [];
  for (let start = 0; start < units.length; start += unitsPerCall) {
    parts.push(String.fromCharCode(...units.subarray(start, start + unitsPerCall)));
  }
  return parts.join('');
}

/** No browser gives an origin more localStorage than this, at two bytes per character. */
const localStorageBytes = 10_000_000;

/** The text for localStorage; null where it is too large for any localStorage. */
export function localStorageText(bytes: Uint8Array): string | null {
  return bytes.length > localStorageBytes ? null : bytesToUtf16(bytes);
}
