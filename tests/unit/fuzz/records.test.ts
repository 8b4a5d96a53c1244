import fc from 'fast-check';
import { describe, it } from 'vitest';
import { parseHyperparameters, textsOf } from '../../../src/configuration/parseHyperparameters.ts';
import { histogramOf } from '../../../src/history/histogram.ts';
import { linkQuery, readLinkQuery } from '../../../src/network/configurationLink.ts';
import { networkNamed } from '../../../src/network/networks.ts';
import { metricsFiles } from '../../../src/runs/metricsFiles.ts';
import { zipRunLogs } from '../../../src/runs/runLog.ts';
import type { RunRecord } from '../../../src/runs/runRecord.ts';
import { readRunRecord } from '../../../src/runs/runSchema.ts';
import { nextTrial, trialTotal } from '../../../src/sweep/nextTrial.ts';
import { readSweepRecord } from '../../../src/sweep/sweepSchema.ts';
import type { SweepRecord } from '../../../src/sweep/sweepState.ts';
import { ignoredNamesText, linkProblems } from '../../../src/ui/words/links.ts';
import { articleHyperparameters } from '../../fixtures/articleHyperparameters.ts';
import { checkpointWith } from '../../fixtures/checkpoints.ts';
import { anyBytesLike, anyStructureLike, fuzz } from '../../fixtures/fuzzing.ts';
import { planWith } from '../../fixtures/sweeps.ts';

const counted = histogramOf(Float32Array.of(-1, 0, 2));
const record: RunRecord = {
  summary: {
    ...{
      id: 'a',
      name: 'a',
      startedAt: '2026-11-24T12:00:00Z',
      number: 3,
      network: 'two-layer',
      backend: 'wasm',
    },
    ...{ hyperparameters: articleHyperparameters, step: 200, epochs: 1.6, elapsedSeconds: 8 },
    changes: checkpointWith(1, 1).history.changes,
    ...{ trainAccuracy: 0.4, trainLoss: 5, validationAccuracy: null, testAccuracy: 0.39, testEvaluations: 1 },
    notes: 'wider',
    parent: { runId: 'b', step: 100 },
    brokenBy: 'divergence',
  },
  history: checkpointWith(1, 1).history,
  logits: [{ step: 0, histogram: counted }],
  layers: [
    {
      step: 0,
      layers: [
        {
          ...{ name: 'hidden', units: 120, weights: counted, gradients: counted, activations: counted },
          ...{ deadUnits: 30, updateRatio: 0.002, totals: { weights: 368_640, activations: 48_000 } },
        },
      ],
    },
  ],
  times: [{ step: 100, seconds: 4 }],
  log: ['Parameters: batch_size = 400'],
};

describe('the record of a run, whoever wrote it', () => {
  it('is read, and then good for files of events and of metrics, or is none', () => {
    const { summary, ...rest } = record;
    return fuzz({
      parser: 'run record',
      inputs: fc.record({
        summary: fc.oneof(fc.constant(summary), anyStructureLike(summary)),
        rest: fc.oneof(fc.constant(rest), anyStructureLike(rest)),
      }),
      parse: (stored) => {
        const read = readRunRecord(stored.summary, stored.rest);
        return read && [zipRunLogs([read]), metricsFiles([read], 'csv'), metricsFiles([read], 'json')];
      },
      failures: [],
    });
  });
});

describe('the record of a sweep, whoever wrote it', () => {
  const sweep: SweepRecord = {
    plan: planWith({
      method: 'halving',
      dimensions: [
        { kind: 'numeric', key: 'learningRate', from: 1e-4, to: 1e-2, isLog: true },
        { kind: 'choice', key: 'optimizer', options: ['sgd', 'adam'] },
      ],
    }),
    number: 3,
    results: [0, 1].map((trial) => ({
      ...{ trial, hyperparameters: articleHyperparameters, runId: 'a', validationAccuracy: 0.4 },
      ...{ step: 20, seconds: 1 },
    })),
  };

  it('is read, and then says which trial comes next, or is none', () =>
    fuzz({
      parser: 'sweep record',
      inputs: anyStructureLike(sweep),
      parse: (stored) => {
        const read = readSweepRecord(stored);
        return read && [nextTrial(read), trialTotal(read)];
      },
      failures: [],
    }));
});

describe('a link from anywhere', () => {
  const link = linkQuery({
    network: 'two-layer',
    texts: textsOf({ ...articleHyperparameters, optimizer: 'adam' }),
  });
  const piece = fc.oneof(
    fc.string(),
    fc.constantFrom(
      'network',
      'two-layer',
      'seed',
      'optimizer',
      '1e999',
      '2.000',
      '__proto__',
      '%',
      '&',
      '=',
    ),
  );

  it('is read to possible values, or is none, and what is wrong with it has words', () =>
    fuzz({
      parser: 'configuration link',
      inputs: fc.oneof(
        anyBytesLike(new Uint8Array(Buffer.from(link))).map((bytes) => Buffer.from(bytes).toString('latin1')),
        fc.array(fc.tuple(piece, piece)).map((pairs) => `?network=two-layer&${new URLSearchParams(pairs)}`),
        fc.array(piece, { maxLength: 2_000 }).map((pieces) => pieces.join('')),
      ),
      parse: (search) => {
        const reading = readLinkQuery(search);
        linkProblems(reading.findings);
        ignoredNamesText(reading.findings);
        if (reading.kind !== 'read') return;
        const { network, texts } = reading.configuration;
        const seeded = { ...texts, seed: texts.seed.trim() === '' ? '1' : texts.seed };
        const keys = networkNamed(network)?.parameters ?? [];
        if (!parseHyperparameters(seeded, keys)) throw new RangeError('it was read, and is not possible');
      },
      failures: [],
    }));
});
