import { describe, expect, it } from 'vitest';
import { emptyHistory } from '../../../src/history/history.ts';
import { chartRows } from '../../../src/ui/charts/chartRows.ts';
import { CurvePoints } from '../../../src/ui/charts/curvePoints.ts';
import { accuracyCurves, articleCurves, lossCurves } from '../../../src/ui/charts/curves.ts';
import { type Curve, smoothed } from '../../../src/ui/charts/series.ts';
import { thinnedSteps } from '../../../src/ui/charts/thin.ts';
import { withTrueSteps } from '../../../src/ui/charts/trueStepAxis.ts';
import { lossRange } from '../../../src/ui/charts/valueRange.ts';

const points = (...values: [number, number][]): CurvePoints =>
  CurvePoints.of(values.map(([step, value]) => ({ step, value })));

describe('smoothing', () => {
  it('leaves a constant constant from its first point on', () => {
    const flat = points([0, 3], [10, 3], [20, 3]);
    for (const { value } of smoothed(flat, 0.9, 10)) expect(value).toBeCloseTo(3, 12);
  });

  it('at weight 0 changes nothing', () => {
    const curve = points([0, 3], [10, 1], [20, 7]);
    expect(smoothed(curve, 0, 10)).toEqual(curve);
  });

  it('lets the past weigh less where points lie further apart', () => {
    const near = smoothed(points([0, 0], [10, 1]), 0.5, 10).lastValue ?? 0;
    const far = smoothed(points([0, 0], [100, 1]), 0.5, 10).lastValue ?? 0;
    expect(near).toBeCloseTo(2 / 3, 12);
    expect(far).toBeGreaterThan(0.99);
  });
});

describe('thinning', () => {
  it('keeps the ends, and a peak that a single point makes', () => {
    const curve = CurvePoints.of(
      Array.from({ length: 5_000 }, (_, i) => ({ step: 10 * i, value: i === 2_345 ? 99 : 1 })),
    );
    const steps = thinnedSteps(curve, 200);
    expect(steps.length).toBeLessThanOrEqual(200);
    expect(steps[0]).toBe(0);
    expect(steps.at(-1)).toBe(49_990);
    expect(steps).toContain(23_450);
  });
});

describe('chart rows', () => {
  it('give every curve its own true value at every step', () => {
    const rows = chartRows(
      [
        { name: 'a', style: 'train', shape: 'line', points: points([1_000, 1], [1_010, 2]) },
        { name: 'b', style: 'train', shape: 'line', points: points([1_000, 5], [1_020, 7]) },
      ],
      { lastStep: 2_000, top: 10 },
    );
    expect(rows.steps).toEqual([0, 1_000, 1_010, 1_020, 2_000]);
    expect(rows.values).toEqual([
      [null, 1, 2, null, null],
      [null, 5, 6, 7, null],
    ]);
  });

  it('interrupt a curve where a value is not a number', () => {
    const curve = points([0, 1], [10, Number.NaN], [20, 3]);
    expect([0, 5, 10, 20].map((step) => curve.valueAt(step))).toEqual([1, null, null, 3]);
  });

  it('make dashes by leaving values out', () => {
    const { values } = chartRows(
      [{ name: 'a', style: 'train', shape: 'dashes', points: points([0, 1], [100, 1]) }],
      { lastStep: 100, top: 10 },
    );
    const runs = (values[0] ?? []).map((value) => (value === null ? ' ' : '-')).join('');
    expect(runs).toMatch(/^(-+ +){35,}/);
  });

  it('leave no dash out, however long the run', () => {
    for (const lastStep of [812, 837.375, 2_030, 2_740.5]) {
      const level: Curve = {
        name: 'a',
        style: 'article-test',
        shape: 'level',
        points: points([2_000, 0.46]),
      };
      const [values = []] = chartRows([level], { lastStep, top: 1 }).values;
      expect(values.filter((value, index) => value !== null && values[index - 1] === 0.46)).toHaveLength(40);
    }
  });

  it('draw a plus sign for a point that stands for itself, at the right edge too', () => {
    const test: Curve = { name: 'Test', style: 'test', shape: 'marks', points: points([100, 0.5]) };
    const drawn = chartRows([test], { lastStep: 100, top: 1 }).values[0]?.filter((value) => value !== null);
    expect(drawn).toEqual([0.5, 0.5, 0.475, 0.525, 0.5]);
  });

  it('draw no line between two that stand close together', () => {
    const test: Curve = { name: 'Test', style: 'test', shape: 'marks', points: points([50, 0.4], [51, 0.2]) };
    const [values = []] = chartRows([test], { lastStep: 100, top: 1 }).values;
    const drawn = values.map((value) => value ?? Number.NaN);
    const joints = drawn.slice(1).map((value, index) => Math.abs(value - (drawn[index] ?? 0)));
    expect(Math.max(...joints.filter(Number.isFinite))).toBeLessThan(0.1);
  });

  it('draw an upright line from the bottom to the top where a parameter was changed', () => {
    const change: Curve = { name: 'c', style: 'change', shape: 'uprights', points: points([40, 0]) };
    const { steps, values } = chartRows([change], { lastStep: 100, top: 8 });
    expect(values).toEqual([[null, null, 0, 8, null]]);
    expect((steps[3] ?? 0) - (steps[2] ?? 0)).toBeLessThan(0.001);
  });

  it('are handed to tfjs-vis with a series named x, which puts the true steps on its axis', () => {
    const { series, values } = withTrueSteps({ steps: [0, 500, 2_000], values: [[1, null, 3]] });
    expect(series).toEqual(['a', 'x']);
    // As render.linechart builds its rows: the index first, then each series under its name.
    const rows = [0, 1, 2].map((index) => {
      const row: Record<string, number | undefined> = { x: index };
      series.forEach((name, i) => {
        row[name] = values[i]?.[index]?.y;
      });
      return row;
    });
    expect(rows.map(({ x }) => x)).toEqual([0, 500, 2_000]);
    expect(rows.map(({ a }) => a)).toEqual([1, Number.NaN, 3]);
  });
});

describe('the accuracy chart', () => {
  it('shows the article’s run as it was printed', () => {
    const curves = articleCurves(null);
    const article = curves.find(({ name }) => name === 'Article, training');
    expect(article?.points).toHaveLength(20);
    expect([...(article?.points ?? [])][14]).toEqual({ step: 1_400, value: 0.5775 });
    expect([...(curves.find(({ name }) => name.startsWith('Article, test'))?.points ?? [])]).toEqual([
      { step: 2_000, value: 0.4633 },
    ]);
  });

  it('says that the article trained on batches of 400 where the run does not', () => {
    expect(articleCurves(400)[0]?.name).toBe('Article, training');
    expect(articleCurves(200)[0]?.name).toBe('Article, training, by step, batches of 400');
  });

  it('marks a single validation, which no line could show', () => {
    const validation = [{ step: 100, accuracy: 0.4 }];
    const curve = accuracyCurves({ ...emptyHistory, validation }, 0.6).find(
      ({ name }) => name === 'Validation',
    );
    expect(curve?.shape).toBe('marks');
  });
});

describe('the loss chart', () => {
  it('shows what follows the first tenth, and names what lies above', () => {
    const curve = points([0, 90], [10, 140], [20, 60], [100, 8], [150, 6], [200, 5], [300, 4]);
    const range = lossRange([{ name: 'raw', style: 'train-pale', shape: 'line', points: curve }], 300);
    expect(range.top).toBe(10);
    expect(range.hidden.map(({ step }) => step)).toEqual([0, 10, 20]);
  });

  it('keeps the run readable when it diverges, and its top a short number', () => {
    const before = Array.from({ length: 30 }, (_, i): [number, number] => [10 * i, 7 + 90 * 0.5 ** i]);
    const after = Array.from({ length: 40 }, (_, i): [number, number] => [300 + 10 * i, 10 ** (i - 3)]);
    const raw = points(...before, ...after);
    const range = lossRange([{ name: 'raw', style: 'train-pale', shape: 'line', points: raw }], 690);
    expect(range.top).toBeLessThanOrEqual(40);
    expect(range.hidden.at(-1)?.step).toBe(690);
  });

  it('has the lowest value of a compared run in sight', () => {
    const own = points([0, 2], [10, 1], [20, 0.9], [30, 0.8]);
    const other = points([0, 90], [10, 9], [20, 5], [30, 4.4]);
    const range = lossRange(
      [
        { name: 'raw', style: 'train-pale', shape: 'line', points: own },
        { name: 'other', style: 'overlay-1', shape: 'line', points: other },
      ],
      30,
    );
    expect(range.top).toBe(6);
  });

  it('reads values that were measured, whose parts add up, off smoothed lines', () => {
    const training = [
      { step: 0, loss: 9, crossEntropy: 4, l2Penalty: 5, accuracy: 0.1 },
      { step: 10, loss: 7, crossEntropy: 2.5, l2Penalty: 4.5, accuracy: 0.2 },
    ];
    const curves = lossCurves({ ...emptyHistory, training }, 0.6);
    const last = (named: string) => {
      const curve = curves.find(({ name }) => name === named);
      return (curve?.measured ?? curve?.points)?.lastValue ?? Number.NaN;
    };
    expect([last('Loss'), last('Cross-entropy') + last('L2 part')]).toEqual([7, 7]);
    expect(curves.find(({ name }) => name === 'Loss')?.points.lastValue).not.toBe(7);
  });

  it('has no parts where the loss is cross-entropy alone', () => {
    const training = [{ step: 0, loss: 2, crossEntropy: 2, l2Penalty: 0, accuracy: 0.1 }];
    const names = lossCurves({ ...emptyHistory, training }, 0.6).map(({ name }) => name);
    expect(names).toEqual(['Each batch', 'Loss, all of it cross-entropy']);
  });

  it('names a change of a parameter, with its step', () => {
    const changes = [
      { step: 280, key: 'learningRate', from: 0.001, to: 0.003 },
      { step: 280, key: 'maxSteps', from: 2_000, to: 3_000 },
    ] as const;
    const [change] = lossCurves({ ...emptyHistory, changes }, 0.6).slice(-1);
    expect(change?.name).toBe('Learning rate 0.001 → 0.003 at step 280');
  });
});
