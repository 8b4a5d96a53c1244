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
    changes: [],
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
  totals: { weights: 360, activations: 3 },
  ...{ weights: counted, gradients: counted, activations: counted },
};
const output: LayerStatistics = {
  ...{ name: 'output', units: 10, deadUnits: null, updateRatio: 0.001 },
  totals: { weights: 3, activations: null },
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
    times: [{ step: 100, seconds: 1 }],
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

  it('of a version that knew nothing of layers and times come back without', async () => {
    const { layers: _, times: __, ...older } = recordWith(summaryOf('01'));
    await store.save(older as RunRecord);
    expect(await store.load('01')).toMatchObject({ layers: [], times: [] });
  });

  it('of a version that did not count all values of a layer come back without', () => {
    const { summary, layers, ...rest } = recordWith(summaryOf('01'));
    const older = layers.map((point) => ({
      ...point,
      layers: point.layers.map(({ totals: _, ...statistics }) => statistics),
    }));
    expect(readRunRecord(summary, { ...rest, layers: older })?.layers[0]?.layers[0]?.totals).toBeNull();
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

  it('are left out, and counted, where a newer version or somebody else wrote them', async () => {
    const forged: object = { ...summaryOf('02'), hyperparameters: 'none' };
    await store.save({ ...recordWith(summaryOf('02')), summary: Object.assign(summaryOf('02'), forged) });
    await store.save(recordWith(summaryOf('01')));
    const unreadable: number[] = [];
    expect((await store.list((count) => unreadable.push(count))).map(({ id }) => id)).toEqual(['01']);
    expect(await store.load('02')).toBeNull();
    expect(unreadable).toEqual([1]);
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
  const measured = recordWith(
    summaryOf('01', {
      hyperparameters: { ...articleHyperparameters, averageDecay: 0.9, learningRate: 0.002, maxSteps: 200 },
    }),
  );
  const record: RunRecord = {
    ...measured,
    history: {
      ...measured.history,
      validation: [{ step: 125, accuracy: 0.38 }],
      changes: [{ step: 50, key: 'learningRate', from: 0.001, to: 0.002 }],
    },
  };
  const log = runLog(record);

  function pointsOf(name: string): readonly (readonly [step: number, value: number])[] {
    const series = log.scalars.find(({ tag }) => tag === name);
    return series?.points.map(({ step, value }) => [step, value] as const) ?? [];
  }

  function descriptionOf(name: string): string | undefined {
    return [...log.scalars, ...log.histograms].find(({ tag }) => tag === name)?.description;
  }

  it('has all that was measured, at its true steps', () => {
    expect(pointsOf('loss/total')).toEqual([
      [0, 6],
      [100, 6],
    ]);
    expect(pointsOf('loss/cross_entropy')).toHaveLength(2);
    expect(pointsOf('loss/l2_penalty')).toHaveLength(2);
    expect(pointsOf('accuracy/train')).toHaveLength(2);
    expect(pointsOf('accuracy/validation')).toEqual([[125, 0.38]]);
    expect(pointsOf('accuracy/test')).toEqual([[200, 0.39]]);
  });

  it('has the learning rate of each measured step and of each change, and says what was changed', () => {
    expect(pointsOf('learning_rate')).toEqual([
      [0, 0.001],
      [50, 0.002],
      [100, 0.002],
    ]);
    const changes = log.texts.find(({ tag }) => tag === 'changes');
    expect(changes?.points.map(({ step, value }) => [step, value])).toEqual([
      [50, 'learning_rate: 0.001 to 0.002'],
    ]);
  });

  it('has weights, gradients and activations of each layer, its dead units and the size of its updates', () => {
    expect(log.histograms.map(({ tag }) => tag)).toEqual([
      'logits',
      ...['hidden/weights', 'hidden/activations', 'hidden/gradients', 'output/weights', 'output/gradients'],
    ]);
    expect(pointsOf('hidden/dead_units')).toEqual([[0, 0.25]]);
    expect(pointsOf('output/update_ratio')).toEqual([[0, 0.001]]);
    expect(pointsOf('output/dead_units')).toEqual([]);
  });

  it('says of which histograms a sample was counted, and what evaluation does', () => {
    for (const sampled of ['hidden/weights', 'hidden/gradients']) {
      expect(descriptionOf(sampled)).toMatch(/: a sample of 3 of 360 values$/);
    }
    for (const whole of ['logits', 'hidden/activations', 'output/weights', 'output/gradients']) {
      expect(descriptionOf(whole)).toMatch(/^(?!.*sample)/);
    }
    expect(descriptionOf('accuracy/test')).toMatch(/an average of the weights \(average_decay 0.9\)$/);
    expect(descriptionOf('accuracy/train')).toMatch(/^(?!.*average)/);
  });

  it('has its points at the times that were noted', () => {
    const times = log.scalars.flatMap(({ points }) => points.map(({ step, wallTime }) => [step, wallTime]));
    expect(new Map(times.map(([step = 0, time = 0]) => [step, time - log.startedAt]))).toEqual(
      new Map([
        [0, 0],
        [50, 0.5],
        [100, 1],
        [125, 2.75],
        [200, 8],
      ]),
    );
  });

  it('names its hyperparameters, for the Text and the HParams tab', () => {
    expect(log.texts[0]?.points[0]?.value).toContain('| Hidden units | 120 |');
    expect(log.session.hyperparameters).toMatchObject({ network: 'two-layer', hidden_units: 120 });
  });

  it.each([
    ['success', {}],
    ['unknown', { step: 150 }],
    ['failure', { brokenBy: 'divergence' }],
  ] as const)('has the status %s where it came to its end, was not finished, or broke', (status, changes) => {
    expect(runLog({ ...record, summary: { ...record.summary, ...changes } }).session.status).toBe(status);
  });
});
