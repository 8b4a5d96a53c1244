import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it, vi } from 'vitest';
import { emptyHistory } from '../../../src/history/history.ts';
import { ChartLegend } from '../../../src/ui/charts/ChartLegend.tsx';
import { accuracyCurves, comparedCurves } from '../../../src/ui/charts/plot.ts';
import { createPointing } from '../../../src/ui/charts/pointing.ts';

it('a legend’s values, which change several times a second, are not read out at each change', () => {
  const curves = accuracyCurves({ ...emptyHistory, test: [{ step: 100, accuracy: 0.25 }] }, 0);
  const format = (value: number) => value.toFixed(4);
  const legend = renderToStaticMarkup(
    createElement(ChartLegend, {
      label: 'Accuracy',
      curves,
      format,
      pointing: createPointing(),
      hidden: new Set<string>(),
      onToggle: vi.fn(),
    }),
  );
  expect(legend).toContain('0.2500');
  // What a screen reader takes for a live region.
  expect(legend).not.toMatch(/<output|role="status"|aria-live/);
});

it('a legend shows what each curve looks like on the chart, dashes included', () => {
  const runs = Array.from({ length: 12 }, (_, slot) => ({
    ...{ id: `run ${slot}`, name: 'a run', history: emptyHistory, slot },
  }));
  const curves = comparedCurves('loss', runs, 0);
  const legend = renderToStaticMarkup(
    createElement(ChartLegend, {
      label: 'Loss',
      curves,
      format: String,
      pointing: createPointing(),
      hidden: new Set<string>(),
      onToggle: vi.fn(),
    }),
  );
  const samples = [...legend.matchAll(/<path [^>]*>/g)].map(([path]) => path);
  expect(new Set(samples).size).toBe(12);
  expect(samples[6]).toContain('stroke="var(--overlay-2)"');
  expect(samples[6]).toContain('stroke-dasharray="8 3"');
});
