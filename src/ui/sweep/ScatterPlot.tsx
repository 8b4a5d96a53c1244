import { useMemo } from 'react';
import { parameterLabel } from '../../configuration/parameters.ts';
import type { Dimension } from '../../sweep/sweepPlan.ts';
import type { SweepRecord } from '../../sweep/sweepState.ts';
import { winnerOf } from '../../sweep/sweepState.ts';
import { accuracyText, counted } from '../words/numbers.ts';
import { scatterOf } from './scatter.ts';

const width = 320;
const height = 180;
/** Room for the figures along the axes. */
const margin = { left: 48, right: 14, top: 12, bottom: 22 };

interface ScatterPlotProps {
  readonly dimension: Dimension;
  readonly sweep: SweepRecord;
}

/** Validation accuracy against one of the searched parameters, a dot a trial. The table beside it has the values. */
export function ScatterPlot({ dimension, sweep }: ScatterPlotProps) {
  const { dots, range, ticks } = useMemo(() => scatterOf(dimension, sweep.results), [dimension, sweep]);
  const title = parameterLabel(dimension.key);
  const winner = winnerOf(sweep)?.trial;
  if (dots.length === 0) return null;
  const [least, most] = range.map(accuracyText);
  return (
    <figure className="scatter-plot">
      <figcaption>
        Validation accuracy by {title.toLowerCase()}
        {dimension.kind === 'numeric' && dimension.isLog && <span className="quiet"> logarithmic</span>}
      </figcaption>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={`Validation accuracy against ${title}: ${counted(dots.length, 'trial')}, from ${least} to ${most}`}
      >
        <path d={`M${margin.left},${margin.top}V${yAt(0)}H${width - margin.right}`} />
        <text x={margin.left - 6} y={yAt(1)} textAnchor="end" dominantBaseline="middle">
          {most}
        </text>
        {least !== most && (
          <text x={margin.left - 6} y={yAt(0)} textAnchor="end" dominantBaseline="middle">
            {least}
          </text>
        )}
        {ticks.map(({ x, label }) => (
          <text key={label} x={xAt(x)} y={height - 6} textAnchor={anchorAt(x)}>
            {label}
          </text>
        ))}
        {dots.map(({ trial, x, y }) => (
          <circle
            key={trial}
            className={trial === winner ? 'winner-dot' : undefined}
            cx={xAt(x)}
            cy={yAt(least === most ? 1 : y)}
            r={trial === winner ? 6 : 4}
          />
        ))}
      </svg>
    </figure>
  );
}

function xAt(share: number): number {
  return margin.left + 6 + share * (width - margin.left - margin.right - 12);
}

function yAt(share: number): number {
  return height - margin.bottom - share * (height - margin.top - margin.bottom);
}

/** Figures at the ends stay within the picture. */
function anchorAt(share: number): 'start' | 'middle' | 'end' {
  if (share === 0) return 'start';
  return share === 1 ? 'end' : 'middle';
}
