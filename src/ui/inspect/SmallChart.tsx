import { useMemo, useRef } from 'react';
import { CurveSample } from '../charts/CurveSample.tsx';
import { CurvePoints } from '../charts/curvePoints.ts';
import { PointedChart } from '../charts/PointedChart.tsx';
import type { PointingStore } from '../charts/pointing.ts';
import { placeOfStep, type ReadableCurve, type ReadableDrawing } from '../charts/reading.ts';
import { axisText, stepTicks } from '../charts/ticks.ts';
import { useWidth } from '../common/useWidth.ts';
import { wholeNumber } from '../words/numbers.ts';
import { curvePaths, linearAxis, logarithmicAxis } from './valueAxis.ts';

const height = 180;
const margin = { left: 52, right: 12, top: 12, bottom: 36 };
const ends = [height - margin.bottom, margin.top] as const;

/** Something of one layer over the steps. */
export interface LayerCurve {
  readonly name: string;
  /** Ascending by step. */
  readonly points: readonly { readonly step: number; readonly value: number }[];
}

interface SmallChartProps {
  readonly title: string;
  readonly explanation: string;
  readonly curves: readonly LayerCurve[];
  readonly scale: 'linear' | 'logarithmic';
  /** A value that a dotted line stands at. */
  readonly guide?: number;
  readonly format: (value: number) => string;
  /** Shared by charts that are pointed at together. */
  readonly pointing: PointingStore;
}

/** A curve for each layer: told apart by colour, from the first layer to the last, and by dashes. */
export function SmallChart({ title, explanation, curves, scale, guide, format, pointing }: SmallChartProps) {
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  const last = Math.max(1, ...curves.map(({ points }) => points.at(-1)?.step ?? 0));
  const { axis, drawing } = useMemo(() => {
    const values = curves.flatMap(({ points }) => points.map(({ value }) => value));
    const valueAxis = scale === 'linear' ? linearAxis(values, ends) : logarithmicAxis(values, guide, ends);
    const area = {
      left: margin.left,
      top: margin.top,
      width: Math.max(0, width - margin.left - margin.right),
      height: height - margin.top - margin.bottom,
    };
    const steps = { kind: 'linear', from: 0, to: last } as const;
    const readable: ReadableDrawing = { area, steps, values: valueAxis.scale, curves: curves.map(inItsLook) };
    return { axis: valueAxis, drawing: readable };
  }, [curves, scale, guide, width, last]);
  const { place: y, ticks } = axis;
  const x = (step: number) => placeOfStep(drawing, step);
  const latest = curves.map(({ name, points }) => `${name} ${format(points.at(-1)?.value ?? 0)}`);
  return (
    <figure className="inspect-figure">
      <figcaption>
        <h3>{title}</h3>
        <p className="quiet">{explanation}</p>
        <ul className="layer-legend">
          {drawing.curves.map((curve, index) => (
            <li key={curve.key}>
              <CurveSample curve={curve} colour={curve.colour} />
              {latest[index]}
            </li>
          ))}
        </ul>
      </figcaption>
      <PointedChart name={title} drawing={drawing} pointing={pointing} format={format}>
        <div
          ref={frame}
          className="inspect-frame"
          role="img"
          aria-label={`${title} over the steps; at step ${wholeNumber(last)}: ${latest.join(', ')}`}
        >
          {width > 0 && (
            <svg width={width} height={height} aria-hidden="true" className="inspect-drawing">
              {ticks.map((tick) => (
                <g key={tick}>
                  <line
                    className="grid-line"
                    x1={margin.left}
                    x2={width - margin.right}
                    y1={y(tick)}
                    y2={y(tick)}
                  />
                  <text className="tick" x={margin.left - 8} y={y(tick) + 4} textAnchor="end">
                    {scale === 'linear' ? format(tick) : axisText(tick)}
                  </text>
                </g>
              ))}
              {guide !== undefined && (
                <line
                  className="guide"
                  x1={margin.left}
                  x2={width - margin.right}
                  y1={y(guide)}
                  y2={y(guide)}
                />
              )}
              {stepTicks(drawing.steps, width / 90).map((tick) => (
                <g key={tick}>
                  <line
                    className="grid-line"
                    x1={x(tick)}
                    x2={x(tick)}
                    y1={margin.top}
                    y2={height - margin.bottom}
                  />
                  <text className="tick" x={x(tick)} y={height - margin.bottom + 16} textAnchor="middle">
                    {wholeNumber(tick)}
                  </text>
                </g>
              ))}
              {drawing.curves.map(({ key, points, colour, dash = [] }) => {
                const { lines, dots } = curvePaths(
                  [...points].map(({ step, value }) => ({ x: x(step), y: y(value) })),
                );
                return (
                  <g key={key} stroke={colour} strokeDasharray={dash.join(' ')}>
                    {lines.map((path) => (
                      <path key={path} className="layer-curve" d={path} />
                    ))}
                    {dots.map((path) => (
                      <path key={path} className="layer-curve layer-dot" d={path} />
                    ))}
                  </g>
                );
              })}
              <text className="axis-title" x={width / 2} y={height - 4} textAnchor="middle">
                Step
              </text>
            </svg>
          )}
        </div>
      </PointedChart>
    </figure>
  );
}

/** The first layer's curve is solid. */
const dashes = [[], [6, 4], [1, 5], [10, 5, 1, 5]];

/** From the colour of the first layer to that of the last. */
function inItsLook({ name, points }: LayerCurve, index: number, all: readonly LayerCurve[]): ReadableCurve {
  const share = all.length === 1 ? 0 : Math.round((100 * index) / (all.length - 1));
  return {
    key: name,
    name,
    points: CurvePoints.of(points),
    mark: 'line',
    colour: `color-mix(in oklab, var(--overlay-1) ${share}%, var(--train))`,
    dash: dashes[index % dashes.length] ?? [],
  };
}
