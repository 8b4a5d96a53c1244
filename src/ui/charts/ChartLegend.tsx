import { type Curve, valueAt } from './series.ts';

interface ChartLegendProps {
  readonly curves: readonly Curve[];
  readonly format: (value: number) => string;
  /** The step that is pointed at; null for the latest values. */
  readonly step: number | null;
}

/** Names, and the latest values or those at a step; the raw line belongs to the smoothed one and is not named by itself. */
export function ChartLegend({ curves, format, step }: ChartLegendProps) {
  return (
    <ul className="chart-legend">
      {curves
        .filter(({ style }) => style !== 'train-pale')
        .map((curve) => (
          <li key={curve.name}>
            <span className={`swatch swatch-${curve.style} swatch-${curve.shape}`} />
            {curve.name}
            <CurveValue value={shownValue(curve, step)} format={format} />
          </li>
        ))}
    </ul>
  );
}

function shownValue({ style, shape, points }: Curve, step: number | null): number | null {
  // A bar stands for itself; the article's curves have their value only where somebody looks.
  if (step !== null && shape !== 'bars') return valueAt(points, step);
  return style.startsWith('article') ? null : (points.at(-1)?.value ?? null);
}

function CurveValue({ value, format }: { readonly value: number | null } & Pick<ChartLegendProps, 'format'>) {
  return value === null ? null : <output>{format(value)}</output>;
}
