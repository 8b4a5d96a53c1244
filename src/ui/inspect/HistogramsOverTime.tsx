import { useMemo, useRef } from 'react';
import type { HistogramPoint } from '../../history/history.ts';
import { axisText, roundTicks } from '../charts/ticks.ts';
import { useWidth } from '../common/useWidth.ts';
import { counted, wholeNumber } from '../words/numbers.ts';
import { evenlyChosen, linearScale } from './axis.ts';
import { evenBins } from './buckets.ts';
import type { Quantity } from './quantities.ts';
import type { VisibleRange } from './visibleRange.ts';

const height = 320;
const margin = { left: 12, right: 64, top: 84, bottom: 36 };
const ridgeLimit = 25;
const binCount = 64;
const stepLabelLimit = 6;

interface HistogramsProps {
  readonly quantity: Quantity;
  readonly range: VisibleRange;
}

/** One ridge for each counted step, the latest in front: how a quantity is spread, as in TensorBoard's Histograms. */
export function HistogramsOverTime({ quantity, range }: HistogramsProps) {
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  return (
    <figure className="inspect-figure">
      <figcaption>
        <h3>{quantity.title}, histogram over time</h3>
        <p className="quiet">{quantity.explanation}</p>
      </figcaption>
      <div ref={frame} className="inspect-frame" role="img" aria-label={labelOf(quantity)}>
        {width > 0 && <Ridges quantity={quantity} range={range} width={width} />}
      </div>
    </figure>
  );
}

interface RidgesProps {
  readonly quantity: Quantity;
  readonly range: VisibleRange;
  readonly width: number;
}

function Ridges({ quantity: { points, unit }, range, width }: RidgesProps) {
  const { ridges, ticks, x, stepLabels } = useMemo(
    () => layOut(points, range, width),
    [points, range, width],
  );
  return (
    <svg width={width} height={height} aria-hidden="true" className="inspect-drawing">
      {ticks.map((tick) => (
        <g key={tick}>
          <line
            className="grid-line"
            x1={x(tick)}
            x2={x(tick)}
            y1={margin.top - 40}
            y2={height - margin.bottom}
          />
          <text className="tick" x={x(tick)} y={height - margin.bottom + 16} textAnchor="middle">
            {axisText(tick)}
          </text>
        </g>
      ))}
      {ridges.map(({ step, path, age }) => (
        <path key={step} className="ridge" d={path} style={{ fillOpacity: 1 - 0.65 * age }} />
      ))}
      {stepLabels.map(({ step, y }) => (
        <text key={step} className="tick" x={width - margin.right + 8} y={y + 4}>
          {wholeNumber(step)}
        </text>
      ))}
      <text className="axis-title" x={(width - margin.right) / 2} y={height - 4} textAnchor="middle">
        {unit}
      </text>
      <text className="axis-title" x={width - margin.right + 8} y={margin.top - 20}>
        Step
      </text>
    </svg>
  );
}

function layOut(points: readonly HistogramPoint[], { from, to }: VisibleRange, width: number) {
  const chosen = evenlyChosen(points, ridgeLimit);
  const right = width - margin.right;
  const x = linearScale([from, to], [margin.left, right]);
  const baseline = linearScale([0, Math.max(1, chosen.length - 1)], [margin.top, height - margin.bottom]);
  const shapes = chosen.map(({ step, histogram }) => ({
    step,
    shares: evenBins(histogram, from, to, binCount),
  }));
  const highest = Math.max(...shapes.flatMap(({ shares }) => shares));
  const ridgeHeight = linearScale([0, highest], [0, margin.top - 4]);
  const binX = linearScale([0, binCount - 1], [margin.left, right]);
  const ridges = shapes.map(({ step, shares }, index) => {
    const y = chosen.length === 1 ? height - margin.bottom : baseline(index);
    const outline = shares.map(
      (share, bin) => `${binX(bin).toFixed(1)},${(y - ridgeHeight(share)).toFixed(1)}`,
    );
    return {
      step,
      y,
      age: (chosen.length - 1 - index) / Math.max(1, chosen.length - 1),
      path: `M${margin.left},${y.toFixed(1)}L${outline.join('L')}L${right},${y.toFixed(1)}Z`,
    };
  });
  return {
    x,
    ridges,
    ticks: roundTicks(from, to, width / 90),
    stepLabels: evenlyChosen(ridges, stepLabelLimit),
  };
}

function labelOf({ name, points }: Quantity): string {
  const last = points.at(-1);
  if (!last) return `Histogram of ${name}: nothing counted yet`;
  const { min, max } = last.histogram;
  return `Histogram of ${name} over ${counted(points.length, 'step')}; at step ${last.step} they lie between ${min.toPrecision(3)} and ${max.toPrecision(3)}`;
}
