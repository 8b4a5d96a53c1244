import type { Curve } from './series.ts';

interface ChartLegendProps {
  readonly curves: readonly Curve[];
  readonly format: (value: number) => string;
}

/** Names and latest values; the raw line belongs to the smoothed one and is not named by itself. */
export function ChartLegend({ curves, format }: ChartLegendProps) {
  return (
    <ul className="chart-legend">
      {curves
        .filter(({ style }) => style !== 'train-pale')
        .map(({ name, style, shape, points }) => (
          <li key={name}>
            <span className={`swatch swatch-${style} swatch-${shape}`} />
            {name}
            {!style.startsWith('article') && <LatestValue value={points.at(-1)?.value} format={format} />}
          </li>
        ))}
    </ul>
  );
}

function LatestValue({
  value,
  format,
}: { readonly value: number | undefined } & Pick<ChartLegendProps, 'format'>) {
  return value === undefined ? null : <output>{format(value)}</output>;
}
