import { IDBFactory } from 'fake-indexeddb';
import { withOwnHyperparameters } from '../../../src/network/networks.ts';
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { histogramOf } from '../../../src/history/histogram.ts';
import type { LayerStatistics } from '../../../src/history/history.ts';
import { bestResult, comparedSettings, settingOf } from '../../../src/runs/compareRuns.ts';
import { runLog } from '../../../src/runs/runLog.ts';
import type { RunRecord, RunSummary } from '../../../src/runs/runRecord.ts';
import { readRunRecord, readRunSummary } from '../../../src/runs/runSchema.ts';
import { openRunStore, type RunStore } from '../../../src/runs/runStore.ts';
import { thinnedPoints } from '../../../src/runs/thinnedPoints.ts';
import { articleHyperparameters } from '../../fixtures/articleHyperparameters.ts';

function summaryOf(id: string, changes: Partial<RunSummary> = {}): RunSummary {
  return {
    id,
    name: id,
    notes: '',
    startedAt: `2026-11-24T12:00:${id}Z`,
    number: null,
    network: 'two-layer',
    hyperparameters: articleHyperparameters,
    backend: 'wasm',
    step: 200,
    epochs: 1.6,
    elapsedSeconds: 8,
    trainAccuracy: 0.4,
    trainLoss: 5.2,
    validationAccuracy: null,
    testAccuracy: 0.39,
    testEvaluations: 1,
    parent: null,
    brokenBy: null,
    ...changes,
  };
}

const counted = histogramOf(Float32Array.of(-0.1, 0, 0.2));
const hidden: LayerStatistics = {
  ...{ name: 'hidden', units: 120, deadUnits: 30, updateRatio: 0.002 },
  ...{ weights: counted, gradients: counted, activations: counted },
};
const output: LayerStatistics = {
  ...{ name: 'output', units: 10, deadUnits: null, updateRatio: 0.001 },
  ...{ weights: counted, gradients: counted, activations: null },
};

function recordWith(summary: RunSummary): RunRecord {
  return {
    summary,
    history: {
      training: [0, 100].map((step) => ({ step, loss: 6, crossEntropy: 1, l2Penalty: 5, accuracy: 0.4 })),
      validation: [],
      test: [{ step: 200, accuracy: 0.39 }],
      changes: [],
    },
    logits: [{ step: 0, histogram: histogramOf(Float32Array.of(-1, 0, 2)) }],
    layers: [{ step: 0, layers: [hidden, output] }],
    log: ['Parameters: batch_size = 400', 'Test accuracy 0.3900'],
  };
}

describe('runs on record', () => {
  let store: RunStore;

  beforeEach(() => {
    globalThis.indexedDB = new IDBFactory();
    store = openRunStore();
  });

  it('are in the order in which they came on record, also where the clock was set back in between', async () => {
    for (const [id, number] of [['30', null], ['40', null], ['20', 1], ['10', 2]] as const) // biome-ignore format: runs
      await store.save(recordWith(summaryOf(id, { number })));
    expect((await store.list()).map(({ id }) => id)).toEqual(['10', '20', '40', '30']);
  });

  it('come back with curves, histograms and log, the newest first in the list', async () => {
    const records = ['01', '02', '03'].map((id) => recordWith(summaryOf(id)));
    for (const record of records) await store.save(record);
    expect((await store.list()).map(({ id }) => id)).toEqual(['03', '02', '01']);
    expect(await store.load('02')).toEqual(records[1]);
  });

  it('keep their curves when they are renamed, and their new name stays', async () => {
    await store.save(recordWith(summaryOf('01')));
    await store.describe('01', { name: 'more units' });
    expect(await openRunStore().load('01')).toEqual(recordWith(summaryOf('01', { name: 'more units' })));
  });

  it('keep what was written about them, and have no notes where an earlier version wrote them', async () => {
    const { notes: _, ...earlier } = summaryOf('01');
    await store.save({ ...recordWith(summaryOf('01')), summary: earlier as RunSummary });
    expect((await store.load('01'))?.summary.notes).toBe('');
    await store.describe('01', { notes: 'wider,\nand slower' });
    expect((await store.list())[0]).toMatchObject({ name: '01', notes: 'wider,\nand slower' });
  });

  it('of a version that did not look into the layers come back without', async () => {
    const { layers: _, ...older } = recordWith(summaryOf('01'));
    await store.save(older as RunRecord);
    expect((await store.load('01'))?.layers).toEqual([]);
  });

  it('of a version that wrote histograms as lists come back as those of today', () => {
    const { summary, ...rest } = recordWith(summaryOf('01'));
    const asLists = (value: object): object =>
      JSON.parse(
        JSON.stringify(value, (_, part) =>
          ArrayBuffer.isView(part) ? Array.from(Object.values(part)) : part,
        ),
      );
    expect(readRunRecord(summary, asLists(rest))).toEqual({ summary, ...rest });
  });

  it('are left out where somebody else wrote them, and are no records', async () => {
    const forged: object = { ...summaryOf('02'), hyperparameters: 'none' };
    await store.save({ ...recordWith(summaryOf('02')), summary: Object.assign(summaryOf('02'), forged) });
    await store.save(recordWith(summaryOf('01')));
    expect((await store.list()).map(({ id }) => id)).toEqual(['01']);
    expect(await store.load('02')).toBeNull();
  });

  it('are gone when they are deleted, and only they', async () => {
    await store.save(recordWith(summaryOf('01')));
    await store.save(recordWith(summaryOf('02')));
    await store.delete('01');
    expect(await store.load('01')).toBeNull();
    expect((await store.list()).map(({ id }) => id)).toEqual(['02']);
  });
});

describe('the comparison of runs', () => {
  const wider = summaryOf('02', {
    hyperparameters: { ...articleHyperparameters, hiddenUnits: 300 },
    testAccuracy: 0.41,
  });
  const softmax = withOwnHyperparameters(summaryOf('03', { network: 'softmax', testAccuracy: null }));

  it('marks the settings that differ, and no other', () => {
    const differing = comparedSettings([summaryOf('01'), wider]).filter(({ differs }) => differs);
    expect(differing.map(({ setting }) => setting)).toEqual(['hiddenUnits']);
  });

  it('knows of a stored run only what its network has, whatever an earlier version recorded', () => {
    const stored = summaryOf('04', { network: 'softmax' });
    expect(stored.hyperparameters.hiddenUnits).toBe(120);
    expect(readRunSummary(stored)?.hyperparameters).not.toHaveProperty('hiddenUnits');
  });

  it('shows no value where a network has no such parameter', () => {
    expect(settingOf(softmax, 'hiddenUnits')).toBeNull();
    expect(settingOf(wider, 'hiddenUnits')).toBe(300);
  });

  it('knows the best test accuracy once two runs have one', () => {
    expect(bestResult([summaryOf('01'), softmax], 'testAccuracy')).toBeNull();
    expect(bestResult([summaryOf('01'), wider, softmax], 'testAccuracy')).toBe(0.41);
  });

  it('calls a loss the best only where all are sums of the same parts, and no accuracy on a batch', () => {
    const lower = summaryOf('04', { trainLoss: 0.9 });
    const hyperparameters = { ...articleHyperparameters, regConstant: 0 };
    expect(bestResult([summaryOf('01'), lower], 'trainLoss')).toBe(0.9);
    expect(bestResult([summaryOf('01'), { ...lower, hyperparameters }], 'trainLoss')).toBeNull();
    const smoothed = { ...articleHyperparameters, labelSmoothing: 0.2 };
    expect(bestResult([summaryOf('01'), { ...lower, hyperparameters: smoothed }], 'trainLoss')).toBeNull();
    const wide = { ...articleHyperparameters, hiddenUnits: 240 };
    expect(bestResult([summaryOf('01'), { ...lower, hyperparameters: wide }], 'trainLoss')).toBeNull();
    expect(bestResult([summaryOf('01'), lower], 'trainAccuracy')).toBeNull();
  });
});

describe('what is kept of a long run’s layers', () => {
  const pointsUpTo = (last: number) =>
    Array.from({ length: last / 100 + 1 }, (_, index) => ({ step: 100 * index }));

  it('is everything of a short one', () => {
    expect(thinnedPoints(pointsUpTo(12_700))).toHaveLength(128);
  });

  it('is few points at even distances, however it grew, and the latest', () => {
    let kept: { step: number }[] = [];
    for (const point of pointsUpTo(100_100)) kept = thinnedPoints([...kept, point]);
    expect(kept.length).toBeLessThanOrEqual(128);
    expect(kept.slice(0, 3).map(({ step }) => step)).toEqual([0, 800, 1_600]);
    expect(kept.slice(-2).map(({ step }) => step)).toEqual([100_000, 100_100]);
  });
});

describe('a run for TensorBoard', () => {
  const log = runLog(recordWith(summaryOf('01')));

  it('has the article’s loss, accuracy and logits, at their true steps', () => {
    const loss = log.scalars.find(({ tag }) => tag === 'loss');
    expect(loss?.points.map(({ step, value }) => [step, value])).toEqual([
      [0, 6],
      [100, 6],
    ]);
    expect(log.scalars.map(({ tag }) => tag)).toContain('accuracy');
    expect(log.histograms.map(({ tag }) => tag)).toContain('logits');
  });

  it('has weights, gradients and activations of each layer, its dead units and the size of its updates', () => {
    expect(log.histograms.map(({ tag }) => tag)).toEqual([
      'logits',
      ...['hidden/weights', 'hidden/activations', 'hidden/gradients', 'output/weights', 'output/gradients'],
    ]);
    const valuesAt0 = new Map(log.scalars.map(({ tag, points }) => [tag, points[0]?.value]));
    expect(valuesAt0.get('hidden/dead_units')).toBe(0.25);
    expect(valuesAt0.get('output/update_ratio')).toBe(0.001);
    expect(valuesAt0.has('output/dead_units')).toBe(false);
  });

  it('spreads its points over the time that the run took', () => {
    const [first, second] = log.scalars[0]?.points ?? [];
    expect((second?.wallTime ?? 0) - (first?.wallTime ?? 0)).toBeCloseTo(4, 5);
  });

  it('names its hyperparameters', () => {
    expect(log.texts[0]?.markdown).toContain('| Hidden units | 120 |');
  });
});
