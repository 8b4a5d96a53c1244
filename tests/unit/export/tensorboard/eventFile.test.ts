import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { unzipSync } from 'fflate';
import { describe, expect, it, type TestContext } from 'vitest';
import { encodeEventFile, type RunLog } from '../../../../src/export/tensorboard/eventFile.ts';
import { encodeGraphDef, graphNodes } from '../../../../src/export/tensorboard/graphDef.ts';
import { zipLogDirectories } from '../../../../src/export/tensorboard/logDirectories.ts';
import { crc32c } from '../../../../src/export/tensorboard/tfRecord.ts';
import { histogramOf } from '../../../../src/history/histogram.ts';
import { twoLayerNetwork } from '../../../../src/network/twoLayerNetwork.ts';
import { randomStream } from '../../../../src/random/random.ts';
import { articleHyperparameters } from '../../../fixtures/articleHyperparameters.ts';
import { pythonFor } from '../../../fixtures/missing.ts';
import { type ReadEvents, readEvents } from '../../../fixtures/readEvents.ts';

const reader = fileURLToPath(new URL('../../../reference/read_events.py', import.meta.url));

const random = randomStream(3, 'logits');
const logits = Array.from({ length: 5 }, (_, i) =>
  Float32Array.from({ length: 4_000 }, () => (random.uniform() - 0.5) * 300 * (i + 1)),
);
const log: RunLog = {
  startedAt: 1_800_000_000.25,
  scalars: [
    {
      tag: 'loss/total',
      description: 'The loss',
      points: Array.from({ length: 201 }, (_, i) => ({
        step: 10 * i,
        wallTime: 1_800_000_000 + i,
        value: 90 / (i + 1),
      })),
    },
    {
      tag: 'accuracy/test',
      description: 'Of a *test*',
      points: [{ step: 70_000, wallTime: 1_800_000_300, value: 0.4633 }],
    },
  ],
  histograms: [
    {
      tag: 'logits',
      description: '',
      points: logits.map((values, i) => ({
        step: 100 * i,
        wallTime: 1_800_000_000 + i,
        value: histogramOf(values),
      })),
    },
  ],
  texts: [
    {
      tag: 'changes',
      description: '',
      points: [
        { step: 0, wallTime: 1_800_000_000, value: '| seed |\n| --- |\n| 1 |' },
        { step: 150, wallTime: 1_800_000_015, value: 'seed: 1 to 2' },
      ],
    },
  ],
  graph: encodeGraphDef(graphNodes(twoLayerNetwork.layers(articleHyperparameters), articleHyperparameters)),
  session: {
    hyperparameters: { network: 'two-layer', seed: 1 },
    endedAt: 1_800_000_400,
    status: 'success',
  },
};

/** What the stand-alone reader in Python makes of it. */
function readWithPython(bytes: Uint8Array, python: string): ReadEvents {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'events-')), 'events.out.tfevents.1');
  writeFileSync(file, bytes);
  const { status, stdout } = spawnSync(python, [reader, file], { encoding: 'utf8', maxBuffer: 1e8 });
  if (status !== 0) throw new Error('the reader refused the file');
  return JSON.parse(stdout);
}

type Reader = (bytes: Uint8Array) => ReadEvents;

/** Given the test that asks for it, which is left out where it cannot run. */
const readers: [string, (test: TestContext) => Reader][] = [
  ['in TypeScript', () => readEvents],
  [
    'in Python',
    (test) => {
      const python = pythonFor(test);
      return (bytes) => readWithPython(bytes, python);
    },
  ],
];

describe.each(readers)('a TensorBoard event file, read by an independent program %s', (_, readerFor) => {
  let known: ReadEvents | null = null;

  function readBack(test: TestContext): ReadEvents {
    known ??= readerFor(test)(encodeEventFile(log));
    return known;
  }

  it('begins with its version', (test) => {
    const read = readBack(test);
    expect(read.version).toBe('brain.Event:2');
  });

  it('has every scalar of every step, in single precision', (test) => {
    const read = readBack(test);
    for (const { tag, points } of log.scalars) {
      expect(read.scalars[tag]).toEqual(points.map(({ step, value }) => [step, Math.fround(value)]));
    }
  });

  it('has histograms whose counts add up to batch × 10', (test) => {
    const read = readBack(test);
    expect(read.histograms.logits?.map(({ step }) => step)).toEqual([0, 100, 200, 300, 400]);
    for (const { num, counts, limits } of read.histograms.logits ?? []) {
      expect(num).toBe(4_000);
      expect(counts.reduce((total, count) => total + count, 0)).toBe(4_000);
      expect(limits.toSorted((a, b) => a - b)).toEqual(limits);
    }
  });

  it('has texts, the graph, and a description of each tag that has one', (test) => {
    const read = readBack(test);
    expect(read.texts.changes).toEqual([
      [0, '| seed |\n| --- |\n| 1 |'],
      [150, 'seed: 1 to 2'],
    ]);
    const inputs = Object.fromEntries(read.nodes.map((node) => [node.name, node.inputs]));
    expect(inputs['hidden/Add']).toEqual(['hidden/MatMul', 'hidden/biases']);
    expect(inputs['hidden/relu']).toEqual(['hidden/Add']);
    expect(read.descriptions).toEqual({ 'loss/total': 'The loss', 'accuracy/test': 'Of a *test*' });
  });

  it('has steps that ascend over the whole file', (test) => {
    const { steps } = readBack(test);
    expect(steps).toHaveLength(1 + 1 + 2 + 2 + 202 + 5);
    expect(steps).toEqual(steps.toSorted((a, b) => a - b));
  });

  it('is refused by it when a byte is flipped', (test) => {
    const readElsewhere = readerFor(test);
    const bytes = encodeEventFile(log);
    for (const place of [3, 9, 40, bytes.length - 2]) {
      const damaged = bytes.slice();
      damaged[place] = (damaged[place] ?? 0) ^ 1;
      expect(() => readElsewhere(damaged)).toThrow();
    }
  });
});

describe('CRC-32C', () => {
  it('gives the published values (RFC 3720, B.4)', () => {
    expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
    expect(crc32c(new Uint8Array(32).fill(255))).toBe(0x62a8ab43);
    expect(crc32c(new TextEncoder().encode('123456789'))).toBe(0xe3069283);
  });
});

describe('a zip of several runs', () => {
  it('has a directory for each, with names that no file system objects to', () => {
    const zip = zipLogDirectories([
      { name: '2026-11-24_14-05-09', log },
      { name: '../best run: 50 %', log },
      { name: '2026-11-24_14-05-09', log },
    ]);
    expect(Object.keys(unzipSync(zip))).toEqual([
      '2026-11-24_14-05-09/events.out.tfevents.1800000000.tab',
      'best-run-50-/events.out.tfevents.1800000000.tab',
      '2026-11-24_14-05-09-2/events.out.tfevents.1800000000.tab',
    ]);
  });
});

describe('a histogram', () => {
  it('counts every value once, each in its own bucket', () => {
    const values = Float32Array.from([-2, -1e-13, 0, 1e-13, 0.5, 0.5, 3, 1e30]);
    const { bucketLimits, bucketCounts, count, min, max, sum } = histogramOf(values);
    expect([count, min, max]).toEqual([8, -2, Math.fround(1e30)]);
    expect(sum).toBeCloseTo(1e30, -24);
    expect(bucketCounts.reduce((a, b) => a + b)).toBe(8);
    values.forEach((value) => {
      const bucket = bucketLimits.findIndex((limit) => value < limit);
      expect(bucketCounts[bucket]).toBeGreaterThan(0);
    });
  });

  it('leaves out what is not a finite number', () => {
    expect(histogramOf(Float32Array.from([1, Number.NaN, Number.POSITIVE_INFINITY])).count).toBe(1);
  });
});
