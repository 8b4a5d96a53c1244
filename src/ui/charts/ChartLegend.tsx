import { CurveSample } from './CurveSample.tsx';
import type { Curve } from './curve.ts';

interface ChartLegendProps {
  readonly label: string;
  readonly curves: readonly Curve[];
  readonly format: (value: number) => string;
  /** The keys of curves that are not drawn. */
  readonly hidden: ReadonlySet<string>;
  readonly onToggle: (key: string) => void;
}

/** What each curve looks like, its name, and where it ends. A press hides it, or shows it again. */
export function ChartLegend({ label, curves, format, hidden, onToggle }: ChartLegendProps) {
  return (
    <ul className="chart-legend" aria-label={label}>
      {curves.map((curve) => (
        <li key={curve.key}>
          <button
            type="button"
            className="legend-button"
            aria-pressed={!hidden.has(curve.key)}
            title={hidden.has(curve.key) ? 'Show this curve' : 'Hide this curve'}
            onClick={() => onToggle(curve.key)}
          >
            <CurveSample curve={curve} colour={`var(${curve.colour})`} />
            <span className="legend-name">{curve.name}</span>
          </button>
          {curve.tellsValue === undefined && (
            <span className="figures legend-value" translate="no">
              {curve.points.lastValue !== null && format(curve.points.lastValue)}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
