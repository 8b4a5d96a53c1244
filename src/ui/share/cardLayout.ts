import { imageSize } from '../../data/cifar10.ts';
import { type AxisScale, shareAt } from '../charts/axisScale.ts';
import type { Curve, CurveColour } from '../charts/curve.ts';
import { thinned } from '../charts/curvePoints.ts';
import type { Plot } from '../charts/plot.ts';
import { axisText, stepTicks, valueTicks } from '../charts/ticks.ts';
import { wholeNumber } from '../words/numbers.ts';
import { type Card, type CardPictures, pageTitle } from './card.ts';
import { type Font, fitText, type Measure } from './fitText.ts';

/** In pixels: what social pages show. */
export const cardSize = { width: 1200, height: 630 } as const;

/** A custom property of `tokens.css`. */
export type Ink = CurveColour | '--background' | '--surface-sunken' | '--line' | '--bad';

type Point = readonly [x: number, y: number];

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** What is drawn, in this order, from back to front. */
export type Drawing =
  | { readonly kind: 'rectangle'; readonly box: Box; readonly colour: Ink }
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly font: Font;
      readonly colour: Ink;
      /** Where the baseline begins or, aligned to the end, ends. */
      readonly at: Point;
      readonly align: 'start' | 'end' | 'center';
    }
  | {
      readonly kind: 'line';
      readonly points: readonly Point[];
      readonly colour: Ink;
      readonly width: number;
      readonly opacity: number;
      readonly dash: readonly number[];
    }
  /** One of the pictures, at a whole multiple of its pixels. */
  | { readonly kind: 'picture'; readonly index: number; readonly at: Point; readonly scale: number };

const margin = 64;
const right = cardSize.width - margin;
const column = 456;
const chart = { left: margin + column + 56, top: 112, bottom: 484 };
const small: Font = { size: 19, weight: 400 };

/** Where everything on the card stands. No text leaves its place, however long it is. */
export function cardLayout(card: Card, measure: Measure): readonly Drawing[] {
  return [
    { kind: 'rectangle', box: { left: 0, top: 0, ...cardSize }, colour: '--background' },
    ...heading(card, measure),
    ...resultLines(card, measure),
    ...(card.pictures ? pictureGrid(card.pictures, measure) : []),
    ...chartDrawings(card.plot, measure),
    ...footer(card, measure),
  ];
}

function heading({ address }: Card, measure: Measure): Drawing[] {
  const title = fitText(pageTitle, { size: 25, weight: 600 }, 25, column, measure);
  const drawings: Drawing[] = [
    { kind: 'text', ...title, colour: '--text', at: [margin, 83], align: 'start' },
  ];
  if (address) {
    const shown = fitText(address, { size: 22, weight: 400 }, 16, right - chart.left, measure);
    drawings.push({ kind: 'text', ...shown, colour: '--text-quiet', at: [right, 83], align: 'end' });
  }
  return drawings;
}

/** Without pictures, the result has their room too. */
function resultLines({ figure, sentence, result, pictures }: Card, measure: Measure): Drawing[] {
  const [size, baseline, lead] = pictures ? [128, 222, 56] : [148, 304, 64];
  const large = fitText(figure, { size, weight: 700 }, 40, column, measure);
  const rest = fitText(sentence, { size: 30, weight: 400 }, 20, column, measure);
  return [
    {
      kind: 'text',
      ...large,
      colour: figureColours[result.kind],
      // A wide figure hangs over the edge that the lines below it have.
      at: [margin - Math.round(large.font.size / 20), baseline],
      align: 'start',
    },
    { kind: 'text', ...rest, colour: '--text', at: [margin, baseline + lead], align: 'start' },
  ];
}

const figureColours = {
  test: '--test',
  validation: '--test',
  batch: '--train',
  diverged: '--bad',
} as const satisfies Record<Card['result']['kind'], Ink>;

const gridTop = 312;
const gridHeight = 136;
const gap = 8;

function pictureGrid({ count, caption }: CardPictures, measure: Measure): Drawing[] {
  const { scale, columns } = gridFor(count);
  const pitch = scale * imageSize + gap;
  const places = Array.from({ length: count }, (_, index): Point => {
    return [margin + (index % columns) * pitch, gridTop + Math.trunc(index / columns) * pitch];
  });
  const told = fitText(caption, small, 15, column, measure);
  return [
    ...places.flatMap(([left, top], index): Drawing[] => [
      {
        kind: 'rectangle',
        box: { left, top, width: scale * imageSize, height: scale * imageSize },
        colour: '--surface-sunken',
      },
      { kind: 'picture', index, at: [left, top], scale },
    ]),
    {
      kind: 'text',
      ...told,
      colour: '--text-quiet',
      at: [margin, gridTop + gridHeight + 32],
      align: 'start',
    },
  ];
}

/** The largest whole multiple at which so many pictures have room, in rows about equally long. */
function gridFor(count: number): { scale: number; columns: number } {
  for (const scale of [4, 3, 2]) {
    const pitch = scale * imageSize + gap;
    const most = Math.floor((column + gap) / pitch);
    const rows = Math.floor((gridHeight + gap) / pitch);
    if (count <= most * rows) return { scale, columns: Math.ceil(count / Math.ceil(count / most)) };
  }
  return { scale: 1, columns: Math.floor((column + gap) / (imageSize + gap)) };
}

function chartDrawings(plot: Plot, measure: Measure): Drawing[] {
  const box = {
    left: chart.left,
    top: chart.top,
    width: right - chart.left,
    height: chart.bottom - chart.top,
  };
  const curves = plot.own.filter(({ points }) => points.length > 0);
  const legend = legendDrawings(curves, box, measure);
  const ticks = valueTicks(plot.values, 5);
  const labels = Math.max(...ticks.map((tick) => measure(axisText(tick), small)));
  const left = box.left + Math.ceil(labels) + 12;
  const top = legend.bottom + 22;
  const area: Box = { left, top, width: right - left, height: chart.bottom - 36 - top };
  return [
    ...legend.drawings,
    ...axes(plot, area, ticks),
    ...curves.flatMap((curve) => curveDrawings(curve, plot, area)),
  ];
}

const rowHeight = 30;
const sampleWidth = 26;

/** A sample and a name of each curve, in as many rows as they take. */
function legendDrawings(
  curves: readonly Curve[],
  { left, top, width }: Box,
  measure: Measure,
): { drawings: Drawing[]; bottom: number } {
  const title = fitText('Accuracy', { ...small, weight: 600 }, small.size, width, measure);
  const drawings: Drawing[] = [
    { kind: 'text', ...title, colour: '--text', at: [left, top + 18], align: 'start' },
  ];
  let x = left + Math.ceil(measure(title.text, title.font)) + 20;
  let baseline = top + 18;
  // The raw curve lies behind that of the training, in its colour.
  for (const curve of curves.filter(({ key }) => key !== 'measured')) {
    const name = fitText(curve.name, small, 15, width - sampleWidth - 8, measure);
    const needed = sampleWidth + 8 + Math.ceil(measure(name.text, name.font));
    if (x + needed > left + width) {
      x = left;
      baseline += rowHeight;
    }
    const middle = baseline - 6;
    drawings.push(
      ...(curve.mark === 'plus'
        ? plusAt([x + sampleWidth / 2, middle], curve.colour)
        : [lineOf(curve, [x, middle], [x + sampleWidth, middle])]),
      { kind: 'text', ...name, colour: '--text', at: [x + sampleWidth + 8, baseline], align: 'start' },
    );
    x += needed + 18;
  }
  return { drawings, bottom: baseline };
}

function axes({ steps, values }: Plot, area: Box, ticks: readonly number[]): Drawing[] {
  const bottom = area.top + area.height;
  const ofValues = ticks.flatMap((tick): Drawing[] => {
    const y = Math.round(placeOn(values, tick, bottom, -area.height));
    return [
      {
        ...{ kind: 'line', colour: '--line', width: 1, opacity: 1, dash: [] },
        points: [
          [area.left, y + 0.5],
          [area.left + area.width, y + 0.5],
        ],
      },
      {
        ...{ kind: 'text', text: axisText(tick), font: small, colour: '--text-quiet', align: 'end' },
        at: [area.left - 12, y + 7],
      },
    ];
  });
  const ofSteps = stepTicks(steps, 4).map((tick): Drawing => {
    const x = Math.round(placeOn(steps, tick, area.left, area.width));
    const align = tick === 0 ? 'start' : x > area.left + area.width - 40 ? 'end' : 'center';
    const text = tick === 0 ? 'Step 0' : wholeNumber(tick);
    const at: Point = [align === 'end' ? area.left + area.width : x, bottom + 30];
    return { kind: 'text', text, font: small, colour: '--text-quiet', align, at };
  });
  return [...ofValues, ...ofSteps];
}

/** More points than a curve has pixels cost time, and show nothing. */
const mostPoints = 400;
const plusSize = 9;

function curveDrawings(curve: Curve, { steps, values }: Plot, area: Box): Drawing[] {
  const bottom = area.top + area.height;
  const at = (step: number, value: number): Point => [
    clamped(placeOn(steps, step, area.left, area.width), area.left, area.left + area.width),
    clamped(placeOn(values, value, bottom, -area.height), area.top, bottom),
  ];
  const points = [...thinned(curve.points, mostPoints)].filter(({ value }) => Number.isFinite(value));
  switch (curve.mark) {
    case 'plus':
      return points.flatMap(({ step, value }) => plusAt(at(step, value), curve.colour));
    case 'horizontal':
      return points.map(({ value }) => {
        const [, y] = at(steps.from, value);
        return lineOf(curve, [area.left, y], [area.left + area.width, y]);
      });
    case 'line':
      return [lineOf(curve, ...points.map(({ step, value }) => at(step, value)))];
    case 'vertical':
      return [];
  }
}

function lineOf({ key, colour, dash = [], opacity = 1 }: Curve, ...points: readonly Point[]): Drawing {
  const width = key === 'measured' ? 1.5 : 3;
  return { kind: 'line', points, colour, width, opacity, dash: dash.map((length) => 1.5 * length) };
}

function plusAt([x, y]: Point, colour: Ink): Drawing[] {
  const arms: readonly (readonly [Point, Point])[] = [
    [
      [x - plusSize, y],
      [x + plusSize, y],
    ],
    [
      [x, y - plusSize],
      [x, y + plusSize],
    ],
  ];
  return arms.map((points) => ({ kind: 'line', points, colour, width: 4, opacity: 1, dash: [] }));
}

function placeOn(axis: AxisScale, value: number, start: number, length: number): number {
  return start + length * shareAt(axis, value);
}

function clamped(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}

function footer({ network, training }: Card, measure: Measure): Drawing[] {
  const width = right - margin;
  const first = fitText(network, { size: 26, weight: 600 }, 18, width, measure);
  const second = fitText(training, { size: 24, weight: 400 }, 16, width, measure);
  return [
    {
      ...{ kind: 'line', colour: '--line', width: 1, opacity: 1, dash: [] },
      points: [
        [margin, 518.5],
        [right, 518.5],
      ],
    },
    { kind: 'text', ...first, colour: '--text', at: [margin, 560], align: 'start' },
    { kind: 'text', ...second, colour: '--text-quiet', at: [margin, 595], align: 'start' },
  ];
}
