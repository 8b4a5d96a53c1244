import { useRef } from 'react';
import { useWidth } from '../common/useWidth.ts';
import { wholeNumber } from '../words/numbers.ts';
import { axisText, linearScale, stepTicks } from './axis.ts';
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
}

/** A curve for each layer: told apart by colour, from the first layer to the last, and by dashes. */
export function SmallChart({ title, explanation, curves, scale, guide, format }: SmallChartProps) {
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  const values = curves.flatMap(({ points }) => points.map(({ value }) => value));
  const last = Math.max(1, ...curves.map(({ points }) => points.at(-1)?.step ?? 0));
  const x = linearScale([0, last], [margin.left, width - margin.right]);
  const axis = scale === 'linear' ? linearAxis(values, ends) : logarithmicAxis(values, guide, ends);
  const { place: y, ticks } = axis;
  const latest = curves.map(({ name, points }) => `${name} ${format(points.at(-1)?.value ?? 0)}`);
  return (
    <figure className="inspect-figure">
      <figcaption>
        <h3>{title}</h3>
        <p className="quiet">{explanation}</p>
        <ul className="layer-legend">
          {latest.map((text, index) => (
            <li key={curves[index]?.name}>
              <svg width="24" height="4" aria-hidden="true">
                <line {...lookOf(index, curves.length)} x1="0" x2="24" y1="2" y2="2" />
              </svg>
              {text}
            </li>
          ))}
        </ul>
      </figcaption>
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
            {stepTicks(last, width / 90).map((tick) => (
              <text
                key={tick}
                className="tick"
                x={x(tick)}
                y={height - margin.bottom + 16}
                textAnchor="middle"
              >
                {wholeNumber(tick)}
              </text>
            ))}
            {curves.map(({ name, points }, index) => {
              const look = lookOf(index, curves.length);
              const { lines, dots } = curvePaths(
                points.map(({ step, value }) => ({ x: x(step), y: y(value) })),
              );
              return (
                <g key={name}>
                  {lines.map((path) => (
                    <path key={path} {...look} d={path} />
                  ))}
                  {dots.map((path) => (
                    <path key={path} className="layer-curve layer-dot" style={look.style} d={path} />
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
    </figure>
  );
}

/** The first layer's curve is solid. */
const dashes = [undefined, '6 4', '1 5', '10 5 1 5'] as const;

function lookOf(index: number, count: number) {
  return {
    className: 'layer-curve',
    strokeDasharray: dashes[index % dashes.length],
    style: { '--share': count === 1 ? 0 : index / (count - 1) },
  };
}
