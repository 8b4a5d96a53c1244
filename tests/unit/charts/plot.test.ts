import { describe, expect, it } from 'vitest';
import { emptyHistory, type RunHistory } from '../../../src/history/history.ts';
import { type CurveSlots, slotsAfter } from '../../../src/session/state/curveSlots.ts';
import { shareAt } from '../../../src/ui/charts/axisScale.ts';
import type { Curve } from '../../../src/ui/charts/curve.ts';
import { CurvePoints } from '../../../src/ui/charts/curvePoints.ts';
import {
  accuracyCurves,
  articleCurves,
  asDrawn,
  type ChartContents,
  comparedCurves,
  comparedRuns,
  lossCurves,
  plotOf,
  usualView,
} from '../../../src/ui/charts/plot.ts';
import { fittedRange, type LossScale, lossRange } from '../../../src/ui/charts/valueRange.ts';
import { recordOfRun } from '../../fixtures/runRecords.ts';

const points = (...values: [number, number][]): CurvePoints =>
  CurvePoints.of(values.map(([step, value]) => ({ step, value })));

const contentsOf = (history: Partial<RunHistory>): ChartContents => ({
  ...{ history: { ...emptyHistory, ...history }, compared: [], smoothing: 0.6 },
  ...{ showArticle: false, target: null, batchSize: 400, maxSteps: 50 },
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

  it('has a line at the accuracy that is to be beaten, which its axis reaches', () => {
    const target = { measuredOn: 'test', accuracy: 0.905 } as const;
    const { own, values } = plotOf('accuracy', { ...contentsOf({}), target });
    expect(own.at(-1)).toMatchObject({ key: 'target', name: 'To beat, test 0.9050', mark: 'horizontal' });
    expect(values).toMatchObject({ from: 0, to: 1 });
    expect(plotOf('loss', { ...contentsOf({}), target }).own.map(({ key }) => key)).not.toContain('target');
  });
});

describe('the loss chart', () => {
  const rangeOf = (curve: CurvePoints, scale: LossScale = 'automatic') => lossRange([curve], [curve], scale);

  it('has all that is measured on its axis: a logarithmic one where a linear one would show hardly any of the run', () => {
    const curve = points([0, 90], [10, 140], [20, 60], [100, 8], [150, 6], [200, 5], [300, 4]);
    expect(rangeOf(curve)).toEqual({ kind: 'logarithmic', from: 2, to: 200 });
    const gentle = points([0, 9], [10, 4], [20, 3], [30, 2.5], [40, 2.4]);
    expect(rangeOf(gentle)).toEqual({ kind: 'linear', from: 0, to: 10 });
  });

  it('has the axis that is chosen', () => {
    const curve = points([0, 90], [10, 8], [20, 6], [30, 5], [40, 4]);
    expect(rangeOf(curve, 'linear')).toEqual({ kind: 'linear', from: 0, to: 100 });
    expect(rangeOf(points([0, 3], [10, 2.5]), 'logarithmic')).toEqual({
      kind: 'logarithmic',
      from: 2,
      to: 5,
    });
  });

  it('has a run that diverges on its axis, from its best to its worst', () => {
    const before = Array.from({ length: 30 }, (_, i): [number, number] => [10 * i, 7 + 90 * 0.5 ** i]);
    const after = Array.from({ length: 40 }, (_, i): [number, number] => [300 + 10 * i, 10 ** (i - 3)]);
    const { kind, from, to } = rangeOf(points(...before, ...after));
    expect(kind).toBe('logarithmic');
    expect(from).toBeLessThanOrEqual(1e-3);
    expect(to).toBeGreaterThanOrEqual(1e36);
  });

  it('does not become linear again as a run falls on', () => {
    const fallen = (length: number) =>
      points(...Array.from({ length }, (_, i): [number, number] => [10 * i, 3 + 90 * 0.8 ** i]));
    const kinds = Array.from({ length: 60 }, (_, index) => rangeOf(fallen(index + 1)).kind);
    expect(kinds.lastIndexOf('linear')).toBeLessThan(kinds.indexOf('logarithmic'));
    expect(kinds.at(-1)).toBe('logarithmic');
  });

  it('follows the parts of the sum for three decades below the loss, and no further', () => {
    const loss = points([0, 9], [10, 3]);
    const penalty = points([0, 1e-9], [10, 0.5]);
    expect(lossRange([loss], [loss, penalty], 'logarithmic').from).toBe(0.002);
  });

  it('has an axis where all values are the same, however small or large, and where there is one', () => {
    for (const [value, to] of [
      [0, 1],
      [1e-9, 1.5e-9],
      [Math.LN10, 3],
      [5e30, 6e30],
    ] as const) {
      expect(rangeOf(points([0, value], [10, value], [20, value]))).toEqual({ kind: 'linear', from: 0, to });
      expect(rangeOf(points([0, value])).to).toBe(to);
      const logarithmic = rangeOf(points([0, value]), 'logarithmic');
      expect(logarithmic.from).toBeGreaterThan(0);
      expect(logarithmic.to).toBeGreaterThan(logarithmic.from);
    }
    expect(rangeOf(points()).to).toBe(1);
    expect(lossRange([], [], 'automatic').to).toBe(1);
  });

  it('does not count what is no number', () => {
    const curve = points([0, 2], [10, 2], [20, Number.POSITIVE_INFINITY], [30, Number.NaN]);
    expect(rangeOf(curve)).toEqual({ kind: 'linear', from: 0, to: 3 });
  });

  it('has all of a compared run in sight', () => {
    const own = points([0, 2], [10, 1], [20, 0.9], [30, 0.8]);
    const other = points([0, 90], [10, 9], [20, 5], [30, 4.4]);
    expect(lossRange([own], [own, other], 'automatic')).toEqual({ kind: 'logarithmic', from: 0.5, to: 100 });
  });

  it('zooms in on values between two round numbers', () => {
    expect(fittedRange([points([0, 2.31], [10, 2.48])])).toEqual({ kind: 'linear', from: 2.3, to: 2.5 });
    expect(fittedRange([points([0, 0.5])]).to).toBeGreaterThan(0.5);
    expect(fittedRange([points()])).toEqual({ kind: 'linear', from: 0, to: 1 });
  });

  it('has every curve from its first measured step on, on whichever axis', () => {
    const training = [98, 40, 7.2, 5, 4, 3.5].map((crossEntropy, index) => ({
      ...{ step: 10 * index, loss: crossEntropy + 5, crossEntropy, l2Penalty: 5, accuracy: 0.1 },
    }));
    for (const lossScale of ['automatic', 'linear', 'logarithmic'] as const) {
      const { own, steps, values } = plotOf('loss', contentsOf({ training }), { ...usualView, lossScale });
      for (const { name, points: drawn } of own) {
        expect([steps.from, drawn.steps[0]], name).toEqual([0, 0]);
        expect(Math.min(...drawn.values), name).toBeGreaterThanOrEqual(values.from);
        expect(Math.max(...drawn.values), name).toBeLessThanOrEqual(values.to);
      }
    }
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
    expect(names).toEqual(['Measured', 'Loss, all of it cross-entropy']);
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

describe('the legend', () => {
  const curve = (key: string, ...values: [number, number][]): Curve => ({
    ...{ key, name: key, mark: 'line', colour: '--train', points: points(...values) },
  });
  const lastOf = (now: Curve, drawn: Curve) =>
    asDrawn([now], { own: [drawn], compared: [] }).map(({ points: { lastValue } }) => lastValue);

  it('tells what was drawn last, while more has been measured', () => {
    expect(lastOf(curve('loss', [0, 3], [10, 2], [20, 1]), curve('loss', [0, 3], [10, 2]))).toEqual([2]);
  });

  it('tells what was measured of a curve that is not drawn, or whose drawing shows another run', () => {
    const now = curve('loss', [0, 3], [10, 2]);
    expect(lastOf(now, curve('L2 part', [0, 9]))).toEqual([2]);
    expect(lastOf(now, curve('loss', [0, 3], [300, 0.5]))).toEqual([2]);
    expect(lastOf(now, curve('loss', [0, 4], [10, 1]))).toEqual([2]);
    expect(asDrawn([now], undefined)).toEqual([now]);
  });
});

describe('compared runs', () => {
  const training = [0, 1_000, 2_500].map((step) => ({
    ...{ step, loss: 2, crossEntropy: 2, l2Penalty: 0, accuracy: 0.1 },
  }));
  const runs = Array.from({ length: 31 }, (_, slot) => ({
    ...{ id: `run ${slot}`, name: 'x', history: { ...emptyHistory, training }, slot },
  }));

  it('are told apart by colour and then by dashes, thirty of them, whatever they are called', () => {
    const looks = comparedCurves('loss', runs, 0.6).map(({ colour, dash }) => JSON.stringify([colour, dash]));
    expect(new Set(looks.slice(0, 30)).size).toBe(30);
    expect(looks[30]).toBe(looks[0]);
    expect(new Set(comparedCurves('loss', runs.slice(0, 5), 0.6).map(({ colour }) => colour)).size).toBe(5);
  });

  it('have their test accuracies as plus signs in the same colour, which go and come with the line', () => {
    const tested = { ...emptyHistory, training, test: [{ step: 2_500, accuracy: 0.4582 }] };
    const compared = [{ id: 'a', name: '280 units', history: tested, slot: 1 }];
    const [line, test] = comparedCurves('accuracy', compared, 0);
    expect(test).toMatchObject({
      name: '280 units, test',
      mark: 'plus',
      colour: line?.colour,
      key: line?.key,
    });
    expect(test?.points.lastValue).toBe(0.4582);
    expect(comparedCurves('loss', compared, 0)).toHaveLength(1);
  });

  it('lie behind the run’s own curves, on an axis that reaches to the last step of all', () => {
    const contents: ChartContents = {
      ...{ history: emptyHistory, compared: runs, smoothing: 0 },
      ...{ showArticle: true, target: null, batchSize: 400, maxSteps: 2_000 },
    };
    const plot = plotOf('accuracy', contents);
    expect(plot.compared).toHaveLength(31);
    expect(plot.own.map(({ name }) => name)).toContain('Article, training');
    expect(plot.steps.to).toBeGreaterThan(2_500);
    expect(plotOf('accuracy', { ...contents, compared: [] }).steps.to).toBeLessThan(2_500);
  });

  it('keep their colours while others come and go', () => {
    const coloursOf = (ids: readonly string[], slots: CurveSlots) => {
      const ticked = ids.map((id) => recordOfRun(id, 10));
      const compared = comparedRuns(ticked, slots, 'own', new Map());
      return new Map(compared.map(({ id }, at) => [id, comparedCurves('loss', compared, 0)[at]?.colour]));
    };
    const all = slotsAfter([], ['a', 'own', 'b', 'c']);
    const before = coloursOf(['a', 'own', 'b', 'c'], all);
    const fewer = slotsAfter(all, ['own', 'b', 'c']);
    const after = coloursOf(['own', 'b', 'c'], fewer);
    expect([after.get('b'), after.get('c')]).toEqual([before.get('b'), before.get('c')]);
    expect(after.has('own')).toBe(false);
    expect(slotsAfter(fewer, ['own', 'b', 'c', 'd'])).toEqual(['d', 'own', 'b', 'c']);
    expect(slotsAfter(fewer, [])).toEqual([]);
  });
});

describe('a chart’s view', () => {
  const training = Array.from({ length: 101 }, (_, index) => ({
    ...{ step: 10 * index, loss: 3 - index / 100, crossEntropy: 2.5, l2Penalty: 0.5 - index / 100 },
    accuracy: 0.1 + index / 1_000,
  }));
  const contents = contentsOf({ training });

  it('leaves out what the legend hides, and no other', () => {
    const namesIn = (hidden: readonly string[]) =>
      plotOf('loss', contents, { ...usualView, hidden: new Set(hidden) }).own.map(({ name }) => name);
    expect(namesIn(['loss', 'test'])).toEqual(['Measured', 'Cross-entropy', 'L2 part']);
    expect(namesIn([])).toEqual(['Measured', 'Loss', 'Cross-entropy', 'L2 part']);
  });

  it('has the chosen steps, and the values that are seen there', () => {
    const { steps, values } = plotOf('accuracy', contents, { ...usualView, zoom: { from: 500, to: 600 } });
    expect(steps).toEqual({ kind: 'linear', from: 500, to: 600 });
    expect(values.from).toBeGreaterThan(0.1);
    expect(values.from).toBeLessThanOrEqual(0.15);
    expect(values.to).toBeGreaterThanOrEqual(0.16);
    expect(values.to).toBeLessThan(0.2);
  });

  it('has a place for step 0 where its steps are logarithmic', () => {
    const { steps } = plotOf('loss', contents, { ...usualView, stepScale: 'logarithmic from 0' });
    expect([shareAt(steps, 0), shareAt(steps, steps.to)]).toEqual([0, 1]);
    expect(shareAt(steps, 100)).toBeGreaterThan(0.4);
  });
});

it('validation and test are of one colour, told apart by their marks; the parts of a loss are not of one', () => {
  const history = { ...emptyHistory, validation: [{ step: 10, accuracy: 0.3 }] };
  const of = (curves: readonly Curve[], key: string) => curves.find((curve) => curve.key === key);
  const curves = accuracyCurves(history, 0);
  const [validation, test] = [of(curves, 'validation'), of(curves, 'test')];
  expect([validation?.colour, test?.colour]).toEqual(['--test', '--test']);
  expect(validation?.mark).not.toBe(test?.mark);
  const losses = lossCurves(history, 0);
  const [crossEntropy, penalty] = [of(losses, 'cross-entropy'), of(losses, 'L2 part')];
  expect(crossEntropy?.colour).not.toBe(penalty?.colour);
  expect(crossEntropy?.dash).not.toEqual(penalty?.dash);
});
