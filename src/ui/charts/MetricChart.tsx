import { type PointerEvent, useEffect, useMemo, useRef, useState } from 'react';
import type { RunHistory } from '../../history/history.ts';
import { useSession } from '../common/sessionContext.ts';
import { useColourScheme } from '../common/useColourScheme.ts';
import { useWidth } from '../common/useWidth.ts';
import { ArticleCurve } from '../firstMinute/ArticleCurve.tsx';
import { accuracyText, lossText, parameterText, wholeNumber } from '../words/numbers.ts';
import { ChartLegend } from './ChartLegend.tsx';
import { type ChartPainter, chartPainter, type PointedPlace } from './chartPainter.ts';
import { type ChartContents, type ChartKind, comparedCurves, plotOf } from './plot.ts';
import { ValuesTable } from './ValuesTable.tsx';
import type { ValueRange } from './valueRange.ts';
import './charts.css';

interface MetricChartProps {
  readonly kind: ChartKind;
  readonly contents: ChartContents;
  /** Whether nothing trains: what is drawn then is the last, and must not lag behind the legend. */
  readonly isAtRest: boolean;
}

const height = 260;
const formats = { loss: lossText, accuracy: accuracyText };

/** A live chart of one quantity over the true steps, with its legend and the values behind it. */
export function MetricChart({ kind, contents, isAtRest }: MetricChartProps) {
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const painter = useRef<ChartPainter | null>(null);
  const session = useSession();
  const width = useWidth(frame);
  const scheme = useColourScheme();
  const [pointed, setPointed] = useState<PointedPlace | null>(null);
  const { history, smoothing } = contents;
  const compared = useMemo(
    () => comparedCurves(kind, contents.compared, smoothing),
    [kind, contents.compared, smoothing],
  );
  const plot = useMemo(() => plotOf(kind, contents, compared), [kind, contents, compared]);
  const curveNames = [...plot.compared, ...plot.own].map(({ name }) => name).join('\n');
  const last = history.training.at(-1);
  const step = pointed ? measuredStep(history, pointed.step) : last?.step;
  const isEmpty = compared.length === 0 && history.training.length === 0 && history.test.length === 0;
  const legend = { format: formats[kind], step: pointed && step !== undefined ? step : null };

  useEffect(() => {
    if (!frame.current || !canvas.current) return;
    painter.current = chartPainter(frame.current, canvas.current, () =>
      session.store.getState().backend?.isSoftware ? 'software' : 'gpu',
    );
    return () => painter.current?.dispose();
  }, [session]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another width, scheme or curve makes what is drawn wrong.
  useEffect(() => painter.current?.hurry(), [width, scheme, curveNames]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: colours are read when the chart is drawn, so another scheme is another drawing.
  useEffect(() => {
    if (isEmpty || width === 0) return;
    painter.current?.request(() => ({ plot, width, height }), isAtRest);
  }, [plot, width, isEmpty, scheme, isAtRest]);

  const point = ({ clientX, currentTarget }: PointerEvent) =>
    setPointed(painter.current?.placeAt(clientX - currentTarget.getBoundingClientRect().left) ?? null);

  return (
    <figure className="metric-chart">
      <figcaption>
        <h3>
          {plot.title}
          {step !== undefined && <span className="quiet"> at step {wholeNumber(step)}</span>}
        </h3>
        <ChartLegend label={`${plot.title}, curves`} curves={plot.own} {...legend} />
      </figcaption>
      <div
        ref={frame}
        className="chart-frame"
        style={{ height }}
        role="img"
        aria-label={chartLabel(plot.title, kind, history)}
        onPointerMove={point}
        onPointerLeave={() => setPointed(null)}
      >
        <canvas ref={canvas} />
        {pointed && <div className="chart-pointer" style={{ left: pointed.left }} />}
        {isEmpty &&
          (kind === 'accuracy' && contents.showArticle ? (
            <ArticleCurve />
          ) : (
            <p className="chart-empty">{plot.title} appears here with the first steps.</p>
          ))}
      </div>
      <div className="chart-notes">
        {compared.length > 0 && (
          <ChartLegend label={`${plot.title}, compared with`} curves={compared} {...legend} />
        )}
        <p className="quiet">{rangeNote(plot)}</p>
      </div>
      {!isEmpty && <ValuesTable title={plot.title} kind={kind} history={history} />}
    </figure>
  );
}

function chartLabel(title: string, kind: ChartKind, { training }: RunHistory): string {
  const last = training.at(-1);
  if (!last) return `${title}: nothing measured yet`;
  return `${title} over steps: ${formats[kind](last[kind])} at step ${wholeNumber(last.step)}`;
}

/** The nearest step at which the run was measured, so that the legend's values are measured ones; behind its end the step itself. */
function measuredStep({ training }: RunHistory, step: number): number {
  if (step > (training.at(-1)?.step ?? -1)) return step;
  const distance = (measured: number) => Math.abs(measured - step);
  return training.reduce(
    (nearest, point) => (distance(point.step) < distance(nearest) ? point.step : nearest),
    training[0]?.step ?? step,
  );
}

/** 1.5, 4,000, 6.000e+30 */
function topText(top: number): string {
  if (top >= 1e6) return lossText(top);
  return top >= 1_000 ? wholeNumber(top) : parameterText(top);
}

function rangeNote({ bottom, top, hidden }: ValueRange): string {
  if (bottom > 0) return 'The axis is logarithmic: the values differ by more than a factor of 1,000.';
  const [first] = hidden;
  if (!first) return '';
  const highest = hidden.reduce((most, point) => (point.value > most.value ? point : most), first);
  const many = hidden.length === 1 ? 'One value' : `${wholeNumber(hidden.length)} values`;
  return `${many} above ${topText(top)} ${hidden.length === 1 ? 'is' : 'are'} not drawn, the highest ${lossText(highest.value)} at step ${wholeNumber(highest.step)}.`;
}
