import type { Curve } from './series.ts';

interface ChartLegendProps {
  readonly curves: readonly Curve[];
  readonly format: (value: number) => string;
  /** The step that is pointed at; null for the latest values. */
  readonly step: number | null;
}

/** Names, and the values that were measured last or at a step; the raw line belongs to the smoothed one and is not named by itself. */
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

function shownValue({ style, shape, points, measured = points }: Curve, step: number | null): number | null {
  switch (shape) {
    case 'level':
    case 'uprights':
      // Their names say all.
      return null;
    case 'marks':
      return points.lastValue;
    case 'line':
    case 'dashes':
      if (step !== null) return measured.valueAt(step);
      // The article's curve has its value only where somebody looks.
      return style === 'article-train' ? null : measured.lastValue;
  }
}

function CurveValue({ value, format }: { readonly value: number | null } & Pick<ChartLegendProps, 'format'>) {
  return value === null ? null : <span className="figures">{format(value)}</span>;
}
