import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { decodeCheckpoint, encodeCheckpoint } from '../../../src/checkpoint/codec.ts';
import { bytesToUtf16, utf16ToBytes } from '../../../src/checkpoint/utf16.ts';
import { checkpointFromFile } from '../../../src/export/checkpointFile.ts';
import { randomStream } from '../../../src/random/random.ts';
import { crc32 } from '../../../src/tensorFiles/crc32.ts';
import { decodeSafetensors, encodeSafetensors } from '../../../src/tensorFiles/safetensors.ts';
import { checkpointOfSchema, checkpointsOfNetworks, checkpointWith } from '../../fixtures/checkpoints.ts';
import { failureOf } from '../../fixtures/importing.ts';
import { trained } from '../../fixtures/weightsFiles.ts';
import { failureWithoutMemory } from '../../fixtures/withoutMemory.ts';

const asyncFailureOf = (work: () => unknown) => failureOf((async () => work())());

describe('a checkpoint as bytes', () => {
  const checkpoint = checkpointWith(7, 250);

  it.each(checkpointsOfNetworks)('comes back as it was, every bit of every weight: %s', (_, ofNetwork) => {
    const saved = trained(ofNetwork);
    expect(decodeCheckpoint(encodeCheckpoint(saved), 'id')).toEqual(saved);
  });

  it('is a safetensors file that other programs open', () => {
    const { tensors } = decodeSafetensors(encodeCheckpoint(checkpoint));
    expect(tensors.map(({ name, shape }) => [name, shape])).toEqual([
      ['hidden/weights', [3072, 7]],
      ['hidden/biases', [7]],
      ['output/weights', [7, 10]],
      ['output/biases', [10]],
    ]);
  });

  it('is refused with any one bit flipped, wherever it is', async () => {
    const bytes = encodeCheckpoint(checkpoint);
    const random = randomStream(1, 'flips');
    for (let i = 0; i < 200; i++) {
      const damaged = bytes.slice();
      const place = i < 100 ? random.below(3_000) : random.below(bytes.length);
      damaged[place] = (damaged[place] ?? 0) ^ (1 << random.below(8));
      const failure = await asyncFailureOf(() => decodeCheckpoint(damaged, 'id'));
      expect(failure).toMatchObject({ code: expect.stringMatching(/^checkpoint-(damaged|too-new)$/) });
    }
  });

  it('is refused when it is cut short', async () => {
    const bytes = encodeCheckpoint(checkpoint);
    for (const length of [0, 7, 8, 100, bytes.length - 1]) {
      const failure = await asyncFailureOf(() => decodeCheckpoint(bytes.slice(0, length), 'id'));
      expect(failure).toEqual({ code: 'checkpoint-damaged', details: { id: 'id' } });
    }
  });

  it.each(Object.entries(checkpointOfSchema))(
    'of schema %s, as it was written when that was new, still opens',
    async (schema, expected) => {
      const file = new URL(`../../fixtures/checkpoint-schema-${schema}.safetensors`, import.meta.url);
      const restored = decodeCheckpoint(new Uint8Array(await readFile(file)), 'id');
      expect(restored).toEqual(expected);
    },
  );

  it('is not called damaged where there is no memory to open it', async () => {
    const bytes = encodeCheckpoint(checkpoint);
    const failure = await failureWithoutMemory(Uint8Array, async () => decodeCheckpoint(bytes, 'id'));
    expect(failure).toEqual({ code: 'out-of-memory', details: {} });
  });

  it('of a later version says so', async () => {
    const { tensors, metadata } = decodeSafetensors(encodeCheckpoint(checkpoint));
    const later = encodeSafetensors(tensors, { ...metadata, schema: '999' });
    expect(await asyncFailureOf(() => decodeCheckpoint(later, 'id'))).toEqual({
      code: 'checkpoint-too-new',
      details: { id: 'id', schema: '999' },
    });
  });
});

describe('a file that is chosen as a checkpoint', () => {
  const whole = encodeCheckpoint(checkpointWith(7, 250));
  const chosen = (content: BlobPart) => checkpointFromFile(new File([content], 'notes.txt'));

  it('is taken where it is one', async () => {
    expect((await chosen(whole)).summary.step).toBe(250);
  });

  it('is called damaged where it was one', async () => {
    const failure = await failureOf(chosen(whole.subarray(0, whole.length - 1)));
    expect(failure).toEqual({ code: 'checkpoint-damaged', details: { id: 'notes.txt' } });
  });

  it.each([
    ['nothing', ''],
    ['text', 'Learning rate 0.001 was best.'],
    ['weights alone', encodeSafetensors([], { format: 'pt' })],
  ])('is named as none where it holds %s', async (_, content) => {
    const failure = await failureOf(chosen(content));
    expect(failure).toEqual({ code: 'not-a-checkpoint', details: { file: 'notes.txt' } });
  });
});

describe('bytes packed into UTF-16', () => {
  it('come back exactly at every length', () => {
    const random = randomStream(2, 'bytes');
    for (let length = 0; length < 130; length++) {
      const bytes = Uint8Array.from({ length }, () => random.below(256));
      expect(utf16ToBytes(bytesToUtf16(bytes))).toEqual(bytes);
    }
  });

  it('use no surrogates, and 15 bits of each code unit', () => {
    const bytes = new Uint8Array(150_000).fill(255);
    const text = bytesToUtf16(bytes);
    expect(text.length).toBe(1 + 80_000);
    expect(/[\ud800-\udfff]/.test(text)).toBe(false);
  });
});

describe('CRC-32', () => {
  it('gives the published check value, also in parts', () => {
    const bytes = new TextEncoder().encode('123456789');
    expect(crc32(bytes)).toBe(0xcbf43926);
    expect(crc32(bytes.subarray(0, 4), bytes.subarray(4))).toBe(0xcbf43926);
  });
});
