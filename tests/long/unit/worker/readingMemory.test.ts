import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { deflateRawSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundleWorker } from '../../../../commands/bundleWorker.mjs';
import { encodeCheckpoint } from '../../../../src/checkpoint/codec.ts';
import { maxAllocatedBytes } from '../../../../src/limits/readingLimits.ts';
import type { ReadingKind } from '../../../../src/worker/reading/protocol.ts';
import { checkpointWith } from '../../../fixtures/checkpoints.ts';
import { type LyingEntry, lyingZip, npzBomb } from '../../../fixtures/lyingZip.ts';
import { temporaryFolder } from '../../../fixtures/temporaryFolder.ts';
import { centredRecipe, filesOf } from '../../../fixtures/weightsFiles.ts';

const host = new URL('../../../../src/worker/reading/readingHost.ts', import.meta.url);
const checkpoint = checkpointWith(1, 250);

/** Reads the files as the page's worker does, and says with what, and how much memory its process had at most. */
const program = `
  import { readFileSync } from 'node:fs';
  import { basename } from 'node:path';
  import { answerTo } from './readingHost.mjs';
  const [kind, ...paths] = process.argv.slice(2);
  const files = paths.map((path) => new File([readFileSync(path)], basename(path)));
  const environment = { pixelMean: new Float32Array(3072), runId: 'a', now: new Date() };
  const { failure = null } = await answerTo({ kind, asked: { files, environment } });
  console.log(JSON.stringify({ code: failure?.code, peakBytes: 1024 * process.resourceUsage().maxRSS }));
`;

interface Chosen {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A safetensors file with this text in the place of its header. */
function headerOnly(header: string): Chosen[] {
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  return [{ name: 'a.safetensors', bytes: Buffer.concat([length, Buffer.from(header)]) }];
}

function npz(bytes: Uint8Array): Chosen[] {
  return [{ name: 'a.npz', bytes }];
}

const zeros = { bytes: 24_000_000, packed: deflateRawSync(new Uint8Array(24_000_000)) };
const ofZeros: LyingEntry = { name: 'a.npy', packed: zeros.packed, method: 8, statedBytes: zeros.bytes };

function distinctObjects(count: number): string {
  return Array.from({ length: count }, (_, index) => `{"${index.toString(36)}":0}`).join();
}

/** A model whose file of weights is named a hundred times. */
function repeatedModel(): Chosen[] {
  const [json, bin] = filesOf('tfjs', checkpoint, centredRecipe);
  if (!json || !bin) throw new Error('there are no two files');
  const path = `"${bin.name}"`;
  const text = Buffer.from(json.bytes).toString().replace(path, Array(100).fill(path).join());
  return [
    { name: 'a.json', bytes: Buffer.from(text) },
    { name: bin.name, bytes: new Uint8Array(90_000_000) },
  ];
}

const cases: readonly [string, ReadingKind, () => readonly Chosen[], string][] = [
  ['8 MB named 250 times', 'weights', () => npz(npzBomb(250, 8_000_000)), 'weights-file-damaged'],
  ['8 MB named 1,000 times', 'weights', () => npz(npzBomb(1_000, 8_000_000)), 'weights-file-damaged'],
  [
    'as much as may be packed',
    'weights',
    () => npz(lyingZip([1, 2, 3, 4].map((number) => ({ ...ofZeros, name: `${number}.npy` })))),
    'weights-file-damaged',
  ],
  [
    'more than it states',
    'weights',
    () => npz(lyingZip([{ ...ofZeros, statedBytes: 1_000 }])),
    'weights-file-damaged',
  ],
  [
    'a header of millions of lists',
    'weights',
    () => headerOnly(`{"__metadata__":[${'[],'.repeat(6_600_000)}0]}`),
    'reading-stopped',
  ],
  [
    'a header of nearly as many objects as are allowed, no two alike',
    'weights',
    () => headerOnly(`{"__metadata__":[${distinctObjects(1_600_000)}]}`),
    'weights-part-missing',
  ],
  [
    'a header of ten million levels',
    'weights',
    () => headerOnly('['.repeat(10_000_000) + ']'.repeat(10_000_000)),
    'weights-file-damaged',
  ],
  ['a file of weights named 100 times', 'weights', repeatedModel, 'weights-part-missing'],
  [
    'a checkpoint with a history of millions of lists',
    'checkpoint',
    () => {
      const forged = { ...checkpoint.history, changes: Array(6_000_000).fill([]) };
      return [{ name: 'a.safetensors', bytes: encodeCheckpoint({ ...checkpoint, history: forged }) }];
    },
    'reading-stopped',
  ],
];

describe('reading takes less than three times the memory that is its limit', () => {
  const folder = temporaryFolder();

  beforeAll(async () => {
    await writeFile(join(folder, 'readingHost.mjs'), await bundleWorker(host.pathname));
    await writeFile(join(folder, 'program.mjs'), program);
  });

  it.each(cases)('%s', async (_, kind, filesToRead, code) => {
    const paths: string[] = [];
    for (const { name, bytes } of filesToRead()) {
      paths.push(join(folder, name));
      await writeFile(join(folder, name), bytes);
    }
    const { stdout } = await promisify(execFile)(process.execPath, [
      join(folder, 'program.mjs'),
      kind,
      ...paths,
    ]);
    const answer: { readonly code: string; readonly peakBytes: number } = JSON.parse(stdout);
    expect(answer.code).toBe(code);
    expect(answer.peakBytes).toBeLessThan(3 * maxAllocatedBytes);
  });
});
