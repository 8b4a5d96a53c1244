import { deflateRawSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { batchesInArchive } from '../../../src/data/archive.ts';
import { readWeights } from '../../../src/import/readWeights.ts';
import { AllocationBudget } from '../../../src/limits/allocationBudget.ts';
import { npyFile, outputBiases } from '../../fixtures/foreignNetwork.ts';
import { fuzz } from '../../fixtures/fuzzing.ts';
import { type LyingEntry, lyingZip } from '../../fixtures/lyingZip.ts';
import { inPieces } from '../../fixtures/realCifar10.ts';
import { tarGz } from '../../fixtures/tarGz.ts';

/** Little, so that lies are soon beyond it. */
const limitBytes = 50_000;
const failures = [
  'weights-file-damaged',
  'weights-type-unread',
  'weights-kind-unread',
  'weights-part-missing',
  'weights-unsuitable',
  'reading-stopped',
] as const;

/** Reads every array. What is made of the file must have been taken from the budget before. */
function readAll(
  name: string,
  bytes: Uint8Array,
  others: readonly { name: string; bytes: Uint8Array<ArrayBuffer> }[] = [],
): void {
  const budget = new AllocationBudget(limitBytes);
  const { arrays } = readWeights([{ name, bytes: new Uint8Array(bytes) }, ...others], budget);
  let made = 0;
  for (const { type, read } of arrays) {
    if (type !== null) made += read().byteLength;
    if (made > budget.takenBytes || budget.takenBytes > limitBytes) {
      throw new RangeError(`${made} bytes were made, ${budget.takenBytes} were taken`);
    }
  }
}

const size = fc.oneof(
  fc.nat({ max: 200 }),
  fc.constantFrom(0, 1, 10_000, 2 ** 16, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 53 - 1),
);
const array = npyFile(outputBiases);
const anyArray = fc.oneof(
  fc.constant(array),
  fc
    .record({
      sides: fc.array(size, { maxLength: 4 }),
      isByColumns: fc.boolean(),
      bytes: fc.nat({ max: 300 }),
    })
    .map(({ sides, isByColumns, bytes }) => {
      const order = isByColumns ? 'True' : 'False';
      const header = `{'descr': '|i1', 'fortran_order': ${order}, 'shape': (${sides.join(', ')},), }`;
      return npyFile(outputBiases, header, new Uint8Array(bytes));
    }),
);

/** Files in a zip, most of which are as they say. */
const anyEntries = fc.letrec<{ entries: LyingEntry[]; content: Uint8Array }>((tie) => ({
  content: fc.oneof({ maxDepth: 2 }, anyArray, tie('entries').map(lyingZip)),
  entries: fc.array(
    fc
      .record({
        name: fc.constantFrom('a.npy', 'b.npy', 'c.npy', 'd.npz', 'metadata.json'),
        content: tie('content'),
        isDeflated: fc.boolean(),
        lies: fc.record(
          {
            method: fc.constantFrom(0, 8, 9),
            statedBytes: size,
            statedPackedBytes: size,
            sharedWith: fc.nat({ max: 3 }),
            shift: fc.integer({ min: -300, max: 300 }),
            isWide: fc.boolean(),
          },
          { requiredKeys: [] },
        ),
        isHonest: fc.boolean(),
      })
      .map(({ name, content, isDeflated, lies, isHonest }) => ({
        name,
        packed: isDeflated ? deflateRawSync(content) : content,
        method: isDeflated ? 8 : 0,
        statedBytes: content.length,
        ...(isHonest ? {} : lies),
      })),
    { maxLength: 4 },
  ),
})).entries;

describe('a container that lies about its sizes, and has things in it twice or within each other', () => {
  it('as .npz is read within the limit, or refused', () =>
    fuzz({
      parser: 'lying .npz',
      inputs: anyEntries.map(lyingZip),
      parse: (bytes) => readAll('a.npz', bytes),
      failures,
    }));

  it('as safetensors is read within the limit, or refused', () => {
    const tensor = fc.record({
      dtype: fc.constantFrom('F32', 'I8', 'F64', 'F4'),
      shape: fc.array(size, { maxLength: 3 }),
      data_offsets: fc.tuple(size, size),
    });
    const file = fc
      .record({
        lengths: fc.array(fc.nat({ max: 200 }), { maxLength: 3 }),
        lies: fc.oneof(fc.constant({}), fc.dictionary(fc.constantFrom('0', '1', '2', 'a'), tensor)),
        metadata: fc.oneof(
          fc.constant({}),
          fc.json(),
          fc.nat({ max: 1_000 }).map((count) => Array(count).fill([])),
        ),
        headerLies: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: size }),
      })
      .map(({ lengths, lies, metadata, headerLies }) => {
        let end = 0;
        const honest = lengths.map((length, index) => {
          end += length;
          return [index, { dtype: 'I8', shape: [length], data_offsets: [end - length, end] }];
        });
        const header = { __metadata__: metadata, ...Object.fromEntries(honest), ...lies };
        const text = Buffer.from(JSON.stringify(header));
        const length = Buffer.alloc(8);
        length.writeBigUInt64LE(BigInt(text.length + headerLies));
        return Buffer.concat([length, text, Buffer.alloc(end)]);
      });
    return fuzz({
      parser: 'lying safetensors',
      inputs: file,
      parse: (bytes) => readAll('a.safetensors', bytes),
      failures,
    });
  });

  it('as a model is read within the limit, or refused', () => {
    const weight = fc.record({
      name: fc.constantFrom('one/kernel', 'one/bias'),
      shape: fc.array(size, { maxLength: 3 }),
      dtype: fc.constantFrom('float32', 'uint8', 'string', 'bool'),
    });
    const honest = { name: 'one/kernel', shape: [3], dtype: 'float32' };
    const group = fc.record({
      paths: fc.array(fc.constantFrom('a.bin', 'b.bin', './a.bin'), { maxLength: 100 }),
      weights: fc.array(fc.oneof(fc.constant(honest), weight), { maxLength: 10 }),
    });
    const model = fc.array(group, { maxLength: 10 }).map((weightsManifest) => {
      const layers = [{ class_name: 'Dense', config: { name: 'one' } }];
      return Buffer.from(
        JSON.stringify({ modelTopology: { class_name: 'Sequential', config: { layers } }, weightsManifest }),
      );
    });
    const bins = [
      { name: 'a.bin', bytes: new Uint8Array(12) },
      { name: 'b.bin', bytes: new Uint8Array(3_000) },
    ];
    return fuzz({
      parser: 'lying model',
      inputs: model,
      parse: (json) => readAll('a.json', json, bins),
      failures,
    });
  });

  it('as .tar.gz gives batches, or is refused', () => {
    const entry = fc.record({
      path: fc.constantFrom('a/', 'a', 'data_batch_1.bin', 'x'),
      content: fc.oneof(
        fc.constant(new Uint8Array(600)),
        fc.constant(gzipSync(new Uint8Array(100_000))),
        fc.constant(Buffer.from('18 path=a/b/c.txt\n20 size=99999999999\n')),
      ),
      statedSize: size,
      type: fc.constantFrom('0', '5', 'x', 'g', 'L', 'S'),
    });
    const honest = entry.map(({ path, content }) => ({ path, content }));
    return fuzz({
      parser: 'lying .tar.gz',
      inputs: fc.record({
        entries: fc.array(fc.oneof(honest, entry), { maxLength: 6 }),
        packings: fc.nat({ max: 2 }),
      }),
      parse: async ({ entries, packings }) => {
        let archive: Uint8Array<ArrayBuffer> = tarGz(entries);
        for (let packing = 0; packing < packings; packing++) archive = new Uint8Array(gzipSync(archive));
        for await (const _ of batchesInArchive(inPieces(archive, 1_000), 'a.tar.gz')) {
          throw new RangeError('there is no batch in it');
        }
      },
      failures: ['archive-damaged', 'archive-truncated', 'archive-too-large', 'file-not-cifar10'],
    });
  });
});
