import { type Curve, samplePaths } from './curve.ts';

interface ChartLegendProps {
  readonly label: string;
  readonly curves: readonly Curve[];
  readonly format: (value: number) => string;
  /** The step that is pointed at; null for the latest values. */
  readonly step: number | null;
}

/** What each curve looks like, its name, and the value that was measured last or at a step. */
export function ChartLegend({ label, curves, format, step }: ChartLegendProps) {
  return (
    <ul className="chart-legend" aria-label={label}>
      {curves.map((curve, index) => {
        const value = shownValue(curve, step);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: two runs may have the same name.
          <li key={index}>
            <Sample curve={curve} />
            {curve.name}
            {value !== null && (
              <span className="figures" translate="no">
                {format(value)}
              </span>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function Sample({ curve: { mark, colour, opacity, thickness = 2, dash = [] } }: { readonly curve: Curve }) {
  return (
    <svg
      className={`sample sample-${mark}`}
      viewBox="-1 -1 2 2"
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path
        d={samplePaths[mark]}
        stroke={`var(${colour})`}
        opacity={opacity}
        strokeWidth={thickness}
        strokeDasharray={dash.join(' ')}
      />
    </svg>
  );
}

function shownValue(
  { mark, tellsValue, points, measured = points }: Curve,
  step: number | null,
): number | null {
  if (tellsValue === 'never') return null;
  if (mark === 'plus') return points.lastValue;
  if (step !== null) return measured.valueAt(step);
  return tellsValue === 'pointed at' ? null : measured.lastValue;
}
