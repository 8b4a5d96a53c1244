import { describe, expect, it } from 'vitest';
import { type ChartSheet, chartSvg } from '../../../src/ui/charts/chartSheet.ts';
import { CurvePoints } from '../../../src/ui/charts/curvePoints.ts';

const sheet: ChartSheet = {
  title: 'Loss over steps',
  yLabel: 'Loss',
  curves: [
    {
      name: 'Loss',
      style: 'train',
      shape: 'line',
      points: CurvePoints.of([
        { step: 0, value: 2 },
        { step: 50, value: Number.NaN },
        { step: 100, value: 1 },
      ]),
    },
    {
      name: 'Validation',
      style: 'validation',
      shape: 'dashes',
      points: CurvePoints.of([
        { step: 0, value: 1 },
        { step: 100, value: 0.5 },
      ]),
    },
    { name: 'Test', style: 'test', shape: 'marks', points: CurvePoints.of([{ step: 100, value: 1.5 }]) },
  ],
  colours: ['rgba(1, 2, 3, 1)', 'rgba(4, 5, 6, 1)', 'rgba(7, 8, 9, 1)'],
  top: 2,
  lastStep: 200,
};

describe('a chart as SVG', () => {
  it('stands for itself: on white, with title, axes, legend, and a curve of each shape in its colour', async () => {
    const svg = await chartSvg(sheet);
    expect(svg).toMatch(/^<svg [^>]*xmlns="http:\/\/www.w3.org\/2000\/svg"/);
    expect(svg).toContain('fill="white"');
    for (const text of ['Loss over steps', 'Step', 'Validation', 'Test'])
      expect(svg).toContain(`>${text}</text>`);
    for (const colour of sheet.colours) expect(svg).toContain(`"${colour}"`);
    expect(svg).toContain('stroke-dasharray="7,4"');
  });

  it('breaks a curve where nothing was measured, and draws no number that is none', async () => {
    const svg = await chartSvg(sheet);
    expect(svg).not.toContain('NaN');
    const [path = ''] = /d="[^"]*"[^>]*stroke="rgba\(1, 2, 3, 1\)"/.exec(svg) ?? [];
    expect(path.match(/M/g)).toHaveLength(2);
  });

  it('has an upright line where a parameter was changed, and a level one for the article', async () => {
    const svg = await chartSvg({
      ...sheet,
      curves: [
        {
          name: 'change',
          style: 'change',
          shape: 'uprights',
          points: CurvePoints.of([
            { step: 50, value: 0 },
            { step: 100, value: 0 },
          ]),
        },
        {
          name: 'article',
          style: 'article-test',
          shape: 'level',
          points: CurvePoints.of([{ step: 200, value: 1 }]),
        },
      ],
      colours: ['rgba(1, 2, 3, 1)', 'rgba(4, 5, 6, 1)'],
    });
    expect(svg).toContain('d="M160,360L160,0M320,360L320,0"');
    expect(svg).toContain('d="M0,180L640,180"');
  });
});
