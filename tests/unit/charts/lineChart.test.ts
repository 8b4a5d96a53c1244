import type { View } from 'vega';
import { describe, expect, it } from 'vitest';
import type { AxisScale } from '../../../src/ui/charts/axisScale.ts';
import type { Curve } from '../../../src/ui/charts/curve.ts';
import { CurvePoints } from '../../../src/ui/charts/curvePoints.ts';
import type { Plot } from '../../../src/ui/charts/plot.ts';
import { chartsUnderNode } from '../../fixtures/tfjsVis.ts';

const { chartView, newSurface } = await chartsUnderNode();

const size = { width: 640, height: 360 };
/** A file's axes are as large as asked, so that a place in it follows from a step and a value. */
const heading = { title: 'Loss over steps', subtitle: 'first run' };

function line(points: readonly [step: number, value: number][], look: Partial<Curve> = {}): Curve {
  const columns = CurvePoints.of(points.map(([step, value]) => ({ step, value })));
  return { key: 'loss', name: 'Loss', mark: 'line', colour: '--train', points: columns, ...look };
}

function plotWith(own: readonly Curve[], rest: Partial<Plot> = {}): Plot {
  return { title: 'Loss', own, compared: [], steps: linear(0, 200), values: linear(0, 2), ...rest };
}

function linear(from: number, to: number): AxisScale {
  return { kind: 'linear', from, to };
}

/** A colour of its own for each curve, by which to find it. */
function lookOf({ compared, own }: Plot) {
  const colours = [...compared, ...own].map((_, index) => colourOf(index));
  return { font: 'sans-serif', text: 'black', line: 'grey', colours };
}

function colourOf(curve: number): string {
  return `rgb(${curve}, 0, 99)`;
}

async function fileOf(plot: Plot): Promise<string> {
  return (await chartView(plot, { surface: newSurface(), ...size }, lookOf(plot), heading)).toSVG();
}

/** All that an SVG draws, in whatever order, without the numbers that it gives its parts. */
function elementsOf(svg: string): string[] {
  return (svg.match(/<[^>]+>[^<]*/g) ?? []).map((element) => element.replace(/clip\d+/, 'clip')).sort();
}

/** What an SVG draws of a curve, without its sample in the legend. */
function drawnOf(svg: string, curve: number): string {
  const elements = svg.split('role-legend', 1)[0]?.match(/<(path|line) [^>]*>/g) ?? [];
  return elements.filter((element) => element.includes(`stroke="${colourOf(curve)}"`)).join('\n');
}

/** Where the dots of a curve are. */
function dotsOf(svg: string, curve: number): (string | undefined)[] {
  const elements = svg.split('role-legend', 1)[0]?.match(/<path [^>]*>/g) ?? [];
  return elements
    .filter((element) => element.includes(`fill="${colourOf(curve)}"`))
    .map((element) => /translate\(([^)]+)\)/.exec(element)?.[1]);
}

describe('a chart', () => {
  it('puts each curve at its own true steps, whatever the steps of the others', async () => {
    const svg = await fileOf(plotWith([line([[0, 2], [50, 1], [200, 0]]), line([[100, 1], [110, 0.5]])])); // biome-ignore format: points
    expect(drawnOf(svg, 0)).toContain('d="M0,0L160,180L640,360"');
    expect(drawnOf(svg, 1)).toContain('d="M320,180L352,270"');
  });

  it('draws any number of curves, each for what it is: the 24th was once named as the axis is', async () => {
    const curves = Array.from({ length: 60 }, (_, index) => line([[index, 1], [100, index / 100]])); // biome-ignore format: points
    const svg = await fileOf(plotWith(curves));
    for (const index of curves.keys()) {
      const [from, to] = [3.2 * index, 360 - 1.8 * index].map((pixels) => Number(pixels.toFixed(3)));
      expect(drawnOf(svg, index)).toContain(`d="M${from},180L320,${to}"`);
    }
  });

  it('breaks a curve where nothing was measured, and draws no number that is none', async () => {
    const gap = line([[0, 2], [50, 1], [100, Number.NaN], [150, 1], [200, 1]]); // biome-ignore format: points
    const svg = await fileOf(plotWith([gap, line([[0, 1]])]));
    expect(svg).not.toContain('NaN');
    expect(drawnOf(svg, 0)).toContain('d="M0,0L160,180M480,180L640,180"');
  });

  it('has a dot where a point is alone: the first of a run, between two gaps, and at the edges', async () => {
    const first = line([[0, 2]]); // biome-ignore format: points
    const gaps = line([[0, 1], [50, Number.NaN], [100, 1], [150, Number.NaN], [200, 0]], { dash: [6, 4] }); // biome-ignore format: points
    const svg = await fileOf(plotWith([gaps], { compared: [first] }));
    expect(dotsOf(svg, 0)).toEqual(['0,0']);
    expect(dotsOf(svg, 1)).toEqual(['0,180', '320,180', '640,360']);
    const isDashed = /stroke-dasharray/;
    expect(drawnOf(svg, 1).split('\n').filter((element) => element.includes('fill="rgb')).some((dot) => isDashed.test(dot))).toBe(false); // biome-ignore format: dots
  });

  it('has no dot where a line leads, nor one outside its axes', async () => {
    const svg = await fileOf(plotWith([line([[0, 1], [10, 1]]), line([[0, 99]])])); // biome-ignore format: points
    expect([...dotsOf(svg, 0), ...dotsOf(svg, 1)]).toEqual([]);
  });

  it('lists no dots in its legend', async () => {
    const svg = await fileOf(plotWith([line([[0, 1]], { name: 'alone' }), line([[0, 2], [9, 2]])])); // biome-ignore format: points
    const legend = svg.slice(svg.indexOf('role-legend'), svg.indexOf('role-title'));
    expect([...legend.matchAll(/>([^<]+)<\/text>/g)].map(([, name]) => name)).toEqual(['alone', 'Loss']);
  });

  it('follows a curve up to the edge where the axis is cut, its dashes as long as anywhere', async () => {
    const steep = line([[0, 90], [10, 2], [200, 1]], { dash: [6, 4] }); // biome-ignore format: points
    const path = drawnOf(await fileOf(plotWith([steep])), 0);
    expect(path).toContain('d="M0,-15840L32,0L640,180"');
    expect(path).toContain('stroke-dasharray="6,4"');
  });

  it('follows a line no further than dashes can be drawn', async () => {
    const steep = line([[0, 1e30], [100, 1], [200, 1]], { dash: [6, 4] }); // biome-ignore format: points
    expect(drawnOf(await fileOf(plotWith([steep])), 0)).toContain('d="M0,-35640L320,180L640,180"');
  });

  it('has an axis of decades where its bottom is not 0, on which 0 is a gap', async () => {
    const growing = line([[0, 1], [100, 100], [200, 1e4]]); // biome-ignore format: points
    const penalty = line([[0, 0], [100, 10], [200, 1e3]]); // biome-ignore format: points
    const svg = await fileOf(
      plotWith([growing, penalty], { values: { kind: 'logarithmic', from: 1, to: 1e4 } }),
    );
    expect(drawnOf(svg, 0)).toContain('d="M0,360L320,180L640,0"');
    expect(drawnOf(svg, 1)).toContain('d="M320,270L640,90"');
    expect(svg).not.toMatch(/NaN|Infinity/);
  });

  it('has a plus sign where a point stands for itself, within the chart’s edges', async () => {
    const svg = await fileOf(plotWith([line([[100, 1.5]], { mark: 'plus' })]));
    expect(drawnOf(svg, 0)).toMatch(
      /transform="translate\(320,90\)" d="M-[\d.]+,0L[\d.]+,0M0,-[\d.]+L0,[\d.]+"/,
    );
  });

  it('has a line from edge to edge at a value, and one from bottom to top at each step that something changed', async () => {
    const level = line([[20, 1]], { mark: 'horizontal', dash: [2, 3] });
    const changes = line([[50, 0], [100, 0]], { mark: 'vertical' }); // biome-ignore format: points
    const svg = await fileOf(plotWith([level, changes]));
    expect(drawnOf(svg, 0)).toMatch(/translate\(640,180\)" x2="-640" y2="0"[^>]* stroke-dasharray="2,3"/);
    expect(drawnOf(svg, 1).match(/translate\((160|320),0\)" x2="0" y2="360"/g)).toHaveLength(2);
  });

  it.each([1, 2, 3, 5, 10, 60])('has whole steps below its axis, each once: of %i', async (lastStep) => {
    const svg = await fileOf(plotWith([line([[0, 1]])], { steps: linear(0, 1.015 * lastStep), values: linear(0.05, 0.95) })); // biome-ignore format: points
    const labels = [...svg.matchAll(/>(\d+)<\/text>/g)].map(([, label]) => Number(label));
    expect(labels).toContain(0);
    expect(labels.length).toBeGreaterThan(1);
    expect(new Set(labels).size).toBe(labels.length);
    expect(Math.max(...labels)).toBeLessThanOrEqual(lastStep);
  });

  it.each([
    [1.5e-9, '1e−9'],
    [2e7, '1e7'],
  ])('has short numbers beside it: up to %d', async (top, label) => {
    const svg = await fileOf(plotWith([line([[0, 0]])], { values: linear(0, top) })); // biome-ignore format: points
    expect(svg).toContain(`>${label}</text>`);
    const labels = [...svg.matchAll(/>([^<]+)<\/text>/g)].map(([, text]) => text ?? '');
    expect(labels.filter((text) => /^[\d.]{9}/.test(text))).toEqual([]);
  });
});

describe('a chart’s file', () => {
  it('stands for itself: on white, with title, run, axes, and every curve by name, the run’s own first', async () => {
    const own = [
      line([[0, 1]], { name: 'Loss' }),
      line([[0, 1]], { name: `Learning rate ${'0.001 → 0.0005, '.repeat(6)}…`, mark: 'vertical' }),
    ];
    const compared = Array.from({ length: 40 }, () => line([[0, 1]], { name: 'one name for all' }));
    const svg = await fileOf(plotWith(own, { compared }));
    expect(svg).toMatch(/^<svg [^>]*xmlns="http:\/\/www.w3.org\/2000\/svg"/);
    expect(svg).toContain('fill="white"');
    for (const text of ['Loss over steps', 'first run', 'Step']) expect(svg).toContain(`>${text}</text>`);
    const legend = svg.slice(svg.indexOf('role-legend'), svg.indexOf('role-title'));
    const names = [...legend.matchAll(/>([^<]+)<\/text>/g)].map(([, name]) => name);
    expect(names[0]).toBe('Loss');
    expect(names.sort()).toEqual([...own, ...compared].map(({ name }) => name).sort());
  });
});

describe('a chart that gets other points', () => {
  const curvesUpTo = (lastStep: number, count: number) =>
    ['a', 'b'].map((name, curve) =>
      line(
        Array.from({ length: count }, (_, index) => {
          const step = (index * lastStep) / (count - 1);
          return [step, 1 / (1 + step + curve * index)];
        }),
        { name },
      ),
    );
  const draw = (surface: HTMLElement, plot: Plot): Promise<View> =>
    chartView(plot, { surface, ...size }, lookOf(plot));

  it.each([
    ['as many', 12],
    ['more', 30],
    ['fewer', 5],
  ])('looks like one that was drawn with them from the beginning: %s points as before', async (_, count) => {
    const surface = newSurface();
    const first = await draw(surface, plotWith(curvesUpTo(100, 12)));
    const after = plotWith(curvesUpTo(900, count), { steps: linear(0, 900), values: linear(0, 0.7) });
    const second = await draw(surface, after);
    expect(second, 'to build a chart anew takes longest').toBe(first);
    const anew = await draw(newSurface(), after);
    expect(elementsOf(await second.toSVG())).toEqual(elementsOf(await anew.toSVG()));
  });

  it('keeps the objects that Vega has numbered, so that no drawing leaves anything behind', async () => {
    const surface = newSurface();
    const before = (await draw(surface, plotWith(curvesUpTo(100, 12)))).data('rows');
    const after = (await draw(surface, plotWith(curvesUpTo(900, 12)))).data('rows');
    expect(after).toHaveLength(12);
    for (const [index, row] of after.entries()) expect(row).toBe(before[index]);
  });

  it('gives way to another where a curve comes or looks otherwise', async () => {
    const surface = newSurface();
    const [a, b] = curvesUpTo(100, 12);
    if (!a || !b) throw new Error('two curves');
    await draw(surface, plotWith([a]));
    const both = plotWith([a, { ...b, dash: [4, 4] }]);
    const svg = await (await draw(surface, both)).toSVG();
    expect(drawnOf(svg, 1)).toContain('stroke-dasharray="4,4"');
    expect(elementsOf(svg)).toEqual(elementsOf(await (await draw(newSurface(), both)).toSVG()));
  });

  it('keeps its view where a curve goes, and where it comes back, which are then drawn at once', async () => {
    const surface = newSurface();
    const [a, b] = curvesUpTo(100, 12).map((curve, index) => ({ ...curve, dash: [index + 1, 2] }));
    if (!a || !b) throw new Error('two curves');
    // The colours of a surface are those of its curves, whichever others there are.
    const drawn = (...curves: Curve[]) => {
      const colours = curves.map((curve) => colourOf(curve === a ? 0 : 1));
      const look = { ...lookOf(plotWith(curves)), colours };
      return chartView(plotWith(curves), { surface, ...size }, look);
    };
    const both = await drawn(a, b);
    const wholeSvg = await both.toSVG();
    const fewer = await drawn(b);
    expect(fewer, 'to build a chart anew takes longest').toBe(both);
    const svg = await fewer.toSVG();
    expect(drawnOf(svg, 0)).not.toMatch(/ d="[^"]/);
    expect(drawnOf(svg, 1)).toBe(drawnOf(wholeSvg, 1));
    expect(await (await drawn(a, b)).toSVG()).toBe(wholeSvg);
  });

  it('shows a part of the steps without another view, and no mark outside it', async () => {
    const surface = newSurface();
    const [a] = curvesUpTo(100, 12);
    if (!a) throw new Error('a curve');
    const test = line([[20, 1], [90, 1.5]], { mark: 'plus' }); // biome-ignore format: points
    const first = await draw(surface, plotWith([a, test]));
    const zoomed = await draw(surface, plotWith([a, test], { steps: linear(60, 100) }));
    expect(zoomed).toBe(first);
    expect(drawnOf(await zoomed.toSVG(), 1).match(/translate/g)).toHaveLength(1);
  });
});

describe('a chart over logarithmic steps', () => {
  it('has step 0 at its left end, and each step at its place', async () => {
    const steps = { kind: 'logarithmic from 0', from: 0, to: 630 } as const;
    const svg = await fileOf(plotWith([line([[0, 2], [70, 1], [630, 0]])], { steps })); // biome-ignore format: points
    expect(drawnOf(svg, 0)).toContain('d="M0,0L320,180L640,360"');
  });
});
