import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  batchWithChecksumOf,
  requireChecksums,
  sha256Hex,
  verifyBatch,
} from '../../../src/data/checksums.ts';
import { failureOf } from '../../fixtures/importing.ts';
import { realBatch } from '../../fixtures/realCifar10.ts';

afterEach(() => vi.unstubAllGlobals());

describe('checksums', () => {
  it('are those of FIPS 180', async () => {
    expect(await sha256Hex(new TextEncoder().encode('abc'))).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });

  it('tell a batch from another, and from a damaged one', async () => {
    const batch = await realBatch('data_batch_3');
    await verifyBatch('data_batch_3', batch);
    expect(await batchWithChecksumOf(batch)).toBe('data_batch_3');
    const mismatch = (name: string) => ({ code: 'checksum-mismatch', details: { batch: name } });
    expect(await failureOf(verifyBatch('data_batch_4', batch))).toEqual(mismatch('data_batch_4'));
    const damaged = batch.slice();
    damaged[30_729_999] = 1 + (damaged[30_729_999] ?? 0);
    expect(await failureOf(verifyBatch('data_batch_3', damaged))).toEqual(mismatch('data_batch_3'));
    expect(await batchWithChecksumOf(damaged)).toBeNull();
  });

  it('are not to be had on a page from an insecure origin', () => {
    vi.stubGlobal('crypto', { subtle: undefined });
    expect(requireChecksums).toThrow('insecure-context');
  });
});
