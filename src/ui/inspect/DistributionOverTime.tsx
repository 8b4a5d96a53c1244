import { useId, useMemo, useRef } from 'react';
import { axisText, roundTicks, stepTicks } from '../charts/ticks.ts';
import { useWidth } from '../common/useWidth.ts';
import { counted, wholeNumber } from '../words/numbers.ts';
import { linearScale, type Scale } from './axis.ts';
import { percentile } from './buckets.ts';
import type { Quantity } from './quantities.ts';
import type { VisibleRange } from './visibleRange.ts';

const height = 320;
const margin = { left: 64, right: 12, top: 12, bottom: 36 };

/** As in TensorBoard: a normal distribution has these at −∞, −1.5, −1, −0.5, 0, 0.5, 1, 1.5, ∞ standard deviations. */
export const ranks = [0, 0.0668, 0.1587, 0.3085, 0.5, 0.6915, 0.8413, 0.9332, 1];
/** Pairs of ranks that a band lies between, the widest first. */
const bands = [
  [0, 8],
  [1, 7],
  [2, 6],
  [3, 5],
] as const;

interface DistributionProps {
  readonly quantity: Quantity;
  readonly range: VisibleRange;
}

/** Percentiles of a quantity over the steps, as in TensorBoard's Distributions. */
export function DistributionOverTime({ quantity, range }: DistributionProps) {
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  return (
    <figure className="inspect-figure">
      <figcaption>
        <h3>{quantity.title}, distribution</h3>
        <p className="quiet">
          The same data seen from above: the line is the median, and the bands contain 38, 68, 87 and 100 % of
          all values.
        </p>
      </figcaption>
      <div ref={frame} className="inspect-frame" role="img" aria-label={labelOf(quantity)}>
        {width > 0 && <Bands quantity={quantity} range={range} width={width} />}
      </div>
    </figure>
  );
}

interface BandsProps extends DistributionProps {
  readonly width: number;
}

function Bands({ quantity: { points, unit }, range: { from, to }, width }: BandsProps) {
  const clip = useId();
  const lines = useMemo(
    () =>
      points.map(({ step, histogram }) => ({
        step,
        values: ranks.map((rank) => percentile(histogram, rank)),
      })),
    [points],
  );
  const last = Math.max(1, points.at(-1)?.step ?? 1);
  const x = linearScale([0, last], [margin.left, width - margin.right]);
  const y = linearScale([from, to], [height - margin.bottom, margin.top]);
  const drawn = lines.length === 1 ? asColumn(lines, last) : lines;
  return (
    <svg width={width} height={height} aria-hidden="true" className="inspect-drawing">
      {roundTicks(from, to, 6).map((tick) => (
        <g key={tick}>
          <line className="grid-line" x1={margin.left} x2={width - margin.right} y1={y(tick)} y2={y(tick)} />
          <text className="tick" x={margin.left - 8} y={y(tick) + 4} textAnchor="end">
            {axisText(tick)}
          </text>
        </g>
      ))}
      {stepTicks({ kind: 'linear', from: 0, to: last }, width / 90).map((tick) => (
        <text key={tick} className="tick" x={x(tick)} y={height - margin.bottom + 16} textAnchor="middle">
          {wholeNumber(tick)}
        </text>
      ))}
      <clipPath id={clip}>
        <rect
          x={margin.left}
          y={margin.top}
          width={Math.max(0, width - margin.left - margin.right)}
          height={height - margin.top - margin.bottom}
        />
      </clipPath>
      <g clipPath={`url(#${clip})`}>
        {bands.map(([low, high]) => (
          <path key={low} className="band" d={bandPath(drawn, low, high, x, y)} />
        ))}
        <path className="median" d={linePath(drawn, 4, x, y)} />
      </g>
      <text className="axis-title" x={width / 2} y={height - 4} textAnchor="middle">
        Step
      </text>
      <text
        className="axis-title"
        transform={`translate(12, ${(height - margin.bottom + margin.top) / 2}) rotate(-90)`}
        textAnchor="middle"
      >
        {unit}
      </text>
    </svg>
  );
}

type Line = { readonly step: number; readonly values: readonly number[] };

/** A single histogram has no width to be seen by. */
function asColumn(lines: readonly Line[], last: number): Line[] {
  const width = last / 50;
  return lines.flatMap((line) => {
    const start = Math.min(line.step, last - width);
    return [
      { ...line, step: start },
      { ...line, step: start + width },
    ];
  });
}

function linePath(lines: readonly Line[], rank: number, x: Scale, y: Scale): string {
  return `M${pointsOf(lines, rank, x, y).join('L')}`;
}

function bandPath(lines: readonly Line[], low: number, high: number, x: Scale, y: Scale): string {
  const back = pointsOf(lines, low, x, y).reverse();
  return `M${[...pointsOf(lines, high, x, y), ...back].join('L')}Z`;
}

function pointsOf(lines: readonly Line[], rank: number, x: Scale, y: Scale): string[] {
  return lines.map(({ step, values }) => `${x(step).toFixed(1)},${y(values[rank] ?? 0).toFixed(1)}`);
}

function labelOf({ name, points }: Quantity): string {
  const last = points.at(-1);
  if (!last) return `Distribution of ${name}: nothing counted yet`;
  const [low, median, high] = [0.1587, 0.5, 0.8413].map((rank) =>
    percentile(last.histogram, rank).toPrecision(3),
  );
  return `Distribution of ${name} over ${counted(points.length, 'step')}; at step ${last.step} the median is ${median}, and 68 % lie between ${low} and ${high}`;
}
