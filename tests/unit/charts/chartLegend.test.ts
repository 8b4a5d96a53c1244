import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { emptyHistory } from '../../../src/history/history.ts';
import { ChartLegend } from '../../../src/ui/charts/ChartLegend.tsx';
import { accuracyCurves } from '../../../src/ui/charts/curves.ts';

it('a legend’s values, which change several times a second, are not read out at each change', () => {
  const curves = accuracyCurves({ ...emptyHistory, test: [{ step: 100, accuracy: 0.25 }] }, 0);
  const format = (value: number) => value.toFixed(4);
  const legend = renderToStaticMarkup(createElement(ChartLegend, { curves, format, step: null }));
  expect(legend).toContain('0.2500');
  // What a screen reader takes for a live region.
  expect(legend).not.toMatch(/<output|role="status"|aria-live/);
});
