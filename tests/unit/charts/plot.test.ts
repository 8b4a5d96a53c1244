import { describe, expect, it } from 'vitest';
import { emptyHistory } from '../../../src/history/history.ts';
import { CurvePoints } from '../../../src/ui/charts/curvePoints.ts';
import {
  articleCurves,
  type ChartContents,
  comparedCurves,
  lossCurves,
  plotOf,
} from '../../../src/ui/charts/plot.ts';
import { lossRange } from '../../../src/ui/charts/valueRange.ts';

const points = (...values: [number, number][]): CurvePoints =>
  CurvePoints.of(values.map(([step, value]) => ({ step, value })));

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
});

describe('the loss chart', () => {
  it('shows what follows the first tenth, and names what lies above', () => {
    const curve = points([0, 90], [10, 140], [20, 60], [100, 8], [150, 6], [200, 5], [300, 4]);
    const range = lossRange(curve, []);
    expect(range.top).toBe(10);
    expect(range.hidden.map(({ step }) => step)).toEqual([0, 10, 20]);
  });

  it('keeps the run readable when it diverges, and its top a short number', () => {
    const before = Array.from({ length: 30 }, (_, i): [number, number] => [10 * i, 7 + 90 * 0.5 ** i]);
    const after = Array.from({ length: 40 }, (_, i): [number, number] => [300 + 10 * i, 10 ** (i - 3)]);
    const raw = points(...before, ...after);
    const range = lossRange(raw, []);
    expect(range.top).toBeLessThanOrEqual(40);
    expect(range.hidden.at(-1)?.step).toBe(690);
    expect(range.bottom).toBe(0);
  });

  it('has a logarithmic axis where the loss grows from the beginning, and all of it on the axis', () => {
    const values = [85, 240, 3e3, 8e5, 2e9, 4e15, Number.NaN];
    const curve = points(...values.map((value, index): [number, number] => [10 * index, value]));
    expect(lossRange(curve, [])).toEqual({ bottom: 10, top: 1e16, hidden: [] });
  });

  it('has a linear axis where the loss falls, by however many decades', () => {
    const falling = points(
      ...Array.from({ length: 40 }, (_, i): [number, number] => [10 * i, 90 * 0.7 ** i]),
    );
    expect(lossRange(falling, []).bottom).toBe(0);
  });

  it('has an axis where all values are the same, however small or large, and where there is one', () => {
    for (const [value, top] of [
      [0, 1],
      [1e-9, 1.5e-9],
      [Math.LN10, 3],
      [5e30, 6e30],
    ] as const) {
      // biome-ignore format: values
      expect(lossRange(points([0, value], [10, value], [20, value]), [])).toEqual({ bottom: 0, top, hidden: [] });
      expect(lossRange(points([0, value]), []).top).toBe(top);
    }
    expect(lossRange(points(), []).top).toBe(1);
  });

  it('does not count what is no number among the values that it does not draw', () => {
    const curve = points([0, 2], [10, 2], [20, Number.POSITIVE_INFINITY], [30, Number.NaN]);
    expect(lossRange(curve, [])).toEqual({ bottom: 0, top: 3, hidden: [] });
  });

  it('has the lowest value of a compared run in sight', () => {
    const own = points([0, 2], [10, 1], [20, 0.9], [30, 0.8]);
    const other = points([0, 90], [10, 9], [20, 5], [30, 4.4]);
    const range = lossRange(own, [other]);
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

describe('compared runs', () => {
  const training = [0, 1_000, 2_500].map((step) => ({
    ...{ step, loss: 2, crossEntropy: 2, l2Penalty: 0, accuracy: 0.1 },
  }));
  const runs = Array.from({ length: 31 }, () => ({ name: 'x', history: { ...emptyHistory, training } }));

  it('are told apart by colour and then by dashes, thirty of them, whatever they are called', () => {
    const looks = comparedCurves('loss', runs, 0.6).map(({ colour, dash }) => JSON.stringify([colour, dash]));
    expect(new Set(looks.slice(0, 30)).size).toBe(30);
    expect(looks[30]).toBe(looks[0]);
    expect(new Set(comparedCurves('loss', runs.slice(0, 5), 0.6).map(({ colour }) => colour)).size).toBe(5);
  });

  it('lie behind the run’s own curves, on an axis that reaches to the last step of all', () => {
    const contents: ChartContents = {
      ...{ history: emptyHistory, compared: runs, smoothing: 0 },
      ...{ showArticle: true, batchSize: 400, maxSteps: 2_000 },
    };
    const plot = plotOf('accuracy', contents);
    expect(plot.compared).toHaveLength(31);
    expect(plot.own.map(({ name }) => name)).toContain('Article, training');
    expect(plot.lastStep).toBeGreaterThan(2_500);
    expect(plotOf('accuracy', { ...contents, compared: [] }).lastStep).toBeLessThan(2_500);
  });
});
