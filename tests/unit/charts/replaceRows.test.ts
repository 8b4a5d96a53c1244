import { parse, View } from 'vega';
import { compile } from 'vega-lite';
import type { TopLevelSpec } from 'vega-lite/build/src/spec/index.js';
import { describe, expect, it } from 'vitest';
import { replaceRows } from '../../../src/ui/charts/replaceRows.ts';

interface Row {
  readonly step: number;
  readonly loss: number;
  readonly curve: string;
}

function rowsUpTo(lastStep: number, count: number): Row[] {
  return Array.from({ length: count }, (_, index) => {
    const step = (index * lastStep) / (count - 1);
    return ['a', 'b'].map((curve) => ({ step, loss: 1 / (1 + step + curve.length * index), curve }));
  }).flat();
}

function chartOf(rows: readonly Row[]): Promise<View> {
  const specification: TopLevelSpec = {
    data: { name: 'rows', values: [...rows] },
    mark: 'line',
    encoding: {
      x: { field: 'step', type: 'quantitative' },
      y: { field: 'loss', type: 'quantitative' },
      color: { field: 'curve', type: 'nominal' },
    },
  };
  return new View(parse(compile(specification).spec), { renderer: 'none' }).runAsync();
}

describe('a chart whose rows are replaced', () => {
  it.each([
    ['as many', 12],
    ['more', 30],
    ['fewer', 5],
  ])('looks like one that was drawn with them from the beginning: %s rows as before', async (_, count) => {
    const chart = await chartOf(rowsUpTo(100, 12));
    const rows = rowsUpTo(900, count);
    await replaceRows(chart, 'rows', rows).runAsync();
    expect(await chart.toSVG()).toBe(await (await chartOf(rows)).toSVG());
  });

  it('keeps the objects that Vega has numbered, so that no drawing leaves anything behind', async () => {
    const chart = await chartOf(rowsUpTo(100, 12));
    const before = chart.data('rows');
    await replaceRows(chart, 'rows', rowsUpTo(900, 12)).runAsync();
    const after = chart.data('rows');
    expect(after).toHaveLength(24);
    for (const [index, tuple] of after.entries()) expect(tuple).toBe(before[index]);
  });
});
