import { useStore } from 'zustand';
import { CurveSample } from './CurveSample.tsx';
import type { Curve } from './curve.ts';
import type { PointingStore } from './pointing.ts';
import { readingsAt } from './reading.ts';

interface ChartLegendProps {
  readonly label: string;
  readonly curves: readonly Curve[];
  readonly format: (value: number) => string;
  readonly pointing: PointingStore;
  /** The keys of curves that are not drawn. */
  readonly hidden: ReadonlySet<string>;
  readonly onToggle: (key: string) => void;
}

/**
 * What each curve looks like, its name, and its value: at the step that is pointed at, or else its last. A press hides it, or shows it
 * again.
 */
export function ChartLegend({ label, curves, format, pointing, hidden, onToggle }: ChartLegendProps) {
  return (
    <ul className="chart-legend" aria-label={label}>
      {curves.map((curve) => (
        <li key={`${curve.key} ${curve.mark}`}>
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
            <LegendValue curve={curve} format={format} pointing={pointing} />
          )}
        </li>
      ))}
    </ul>
  );
}

interface LegendValueProps extends Pick<ChartLegendProps, 'format' | 'pointing'> {
  readonly curve: Curve;
}

function LegendValue({ curve, format, pointing }: LegendValueProps) {
  const step = useStore(pointing, ({ at }) => at?.step ?? null);
  const value = step === null ? curve.points.lastValue : valueAt(curve, step);
  return (
    <span className="figures legend-value" translate="no">
      {value !== null && format(value)}
    </span>
  );
}

/** Where its line crosses the step. */
function valueAt(curve: Curve, step: number): number | null {
  const [reading] = readingsAt([curve], step);
  return reading ? (reading.smoothed ?? reading.value) : null;
}
