import { Failure } from '../failure.ts';
import { type BatchName, batchNames, batchSha256 } from './cifar10.ts';

/**
 * Fails before a long download, rather than after it, where checksums are not available: browsers offer them only to pages from
 * https or localhost.
 *
 * @throws Failure `insecure-context`
 */
export function requireChecksums(): void {
  if (!globalThis.crypto?.subtle) throw new Failure({ code: 'insecure-context', details: {} });
}

/**
 * SHA-256 in lower-case hexadecimal digits.
 *
 * @throws Failure `insecure-context`
 */
export async function sha256Hex(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  requireChecksums();
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * Checks a batch in the official layout against its published SHA-256.
 *
 * @throws Failure `checksum-mismatch`, `insecure-context`
 */
export async function verifyBatch(name: BatchName, records: Uint8Array<ArrayBuffer>): Promise<void> {
  if ((await sha256Hex(records)) !== batchSha256[name]) {
    throw new Failure({ code: 'checksum-mismatch', details: { batch: name } });
  }
}

/**
 * Which batch these bytes are, whatever their file name; null where they are none.
 *
 * @throws Failure `insecure-context`
 */
export async function batchWithChecksumOf(records: Uint8Array<ArrayBuffer>): Promise<BatchName | null> {
  const sha256 = await sha256Hex(records);
  return batchNames.find((name) => batchSha256[name] === sha256) ?? null;
}
