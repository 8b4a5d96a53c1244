import { useEffect, useMemo, useRef, useState } from 'react';
import type { RunHistory } from '../../history/history.ts';
import { useSession } from '../common/sessionContext.ts';
import { useColourScheme } from '../common/useColourScheme.ts';
import { useWidth } from '../common/useWidth.ts';
import { accuracyText, lossText, parameterText, wholeNumber } from '../words/numbers.ts';
import { ChartLegend } from './ChartLegend.tsx';
import { type ChartPainter, chartPainter } from './chartPainter.ts';
import { ChartPointed, type PointedPlace } from './chartPointed.ts';
import { chartRows } from './chartRows.ts';
import { type ChartContents, chartCurves } from './curves.ts';
import { ValuesTable } from './ValuesTable.tsx';
import { accuracyRange, lossRange, type ValueRange } from './valueRange.ts';
import './charts.css';

interface MetricChartProps extends ChartContents {
  readonly title: string;
  readonly kind: 'loss' | 'accuracy';
  readonly maxSteps: number;
}

const height = 260;
/** For the mark of the test accuracy after the last step. */
const roomAtEnd = 1.015;

/** A live chart of one quantity over the true steps, with its legend and the values behind it. */
export function MetricChart({
  title,
  kind,
  history,
  overlays,
  smoothing,
  showArticle,
  batchSize,
  maxSteps,
}: MetricChartProps) {
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLDivElement>(null);
  const session = useSession();
  const painter = useRef<ChartPainter | null>(null);
  const width = useWidth(frame);
  const scheme = useColourScheme();
  const [pointed, setPointed] = useState<PointedPlace | null>(null);
  const curves = useMemo(
    () => chartCurves(kind, { history, overlays, smoothing, showArticle, batchSize }),
    [kind, history, overlays, smoothing, showArticle, batchSize],
  );
  const histories = [history, ...overlays.map((run) => run.history)];
  const lastStep = roomAtEnd * Math.max(maxSteps, ...histories.map(lastStepOf));
  const range = useMemo(
    () => (kind === 'loss' ? lossRange(curves, history.training.at(-1)?.step ?? 0) : accuracyRange(curves)),
    [kind, curves, history],
  );
  const step = pointed ? measuredStep(history, pointed.step) : history.training.at(-1)?.step;
  const isEmpty = overlays.length === 0 && history.training.length === 0 && history.test.length === 0;

  useEffect(() => {
    if (!canvas.current) return;
    painter.current = chartPainter(canvas.current, () =>
      session.store.getState().backend?.isSoftware ? 'software' : 'gpu',
    );
    return () => painter.current?.dispose();
  }, [session]);

  useEffect(() => {
    const { current } = canvas;
    const onPointed = (event: Event) => {
      if (event instanceof ChartPointed) setPointed(event.place);
    };
    current?.addEventListener(ChartPointed.type, onPointed);
    return () => current?.removeEventListener(ChartPointed.type, onPointed);
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another width or scheme makes what is drawn wrong.
  useEffect(() => painter.current?.hurry(), [width, scheme]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: colours are read when the chart is drawn, so another scheme is another drawing.
  useEffect(() => {
    if (isEmpty || width === 0) return;
    painter.current?.request(() => ({
      rows: chartRows(curves, { lastStep, top: range.top }),
      styles: curves.map(({ style }) => style),
      top: range.top,
      yLabel: title,
      width,
      height,
    }));
  }, [curves, lastStep, range, title, width, isEmpty, scheme]);

  return (
    <figure className="metric-chart">
      <figcaption>
        <h3>
          {title}
          {step !== undefined && <span className="quiet"> at step {wholeNumber(step)}</span>}
        </h3>
        <ChartLegend
          curves={curves}
          format={kind === 'loss' ? lossText : accuracyText}
          step={pointed && step !== undefined ? step : null}
        />
      </figcaption>
      <div
        ref={frame}
        className="chart-frame"
        style={{ height }}
        role="img"
        aria-label={chartLabel(title, kind, history)}
      >
        {/* Its children are tfjs-vis's alone: React would stumble over an element of its own that is gone. */}
        <div ref={canvas} className="chart-canvas" />
        {pointed && <div className="chart-pointer" style={{ left: pointed.left }} />}
        {isEmpty && <p className="chart-empty">{title} appears here with the first steps.</p>}
      </div>
      <p className="quiet chart-note">{hiddenNote(range)}</p>
      {!isEmpty && <ValuesTable title={title} kind={kind} history={history} />}
    </figure>
  );
}

function lastStepOf({ training }: RunHistory): number {
  return training.at(-1)?.step ?? 0;
}

function chartLabel(title: string, kind: 'loss' | 'accuracy', history: RunHistory): string {
  const last = history.training.at(-1);
  if (!last) return `${title}: nothing measured yet`;
  const value = kind === 'loss' ? lossText(last.loss) : accuracyText(last.accuracy);
  return `${title} over steps: ${value} at step ${wholeNumber(last.step)}`;
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

function hiddenNote({ top, hidden }: ValueRange): string {
  const [first] = hidden;
  if (!first) return '';
  const highest = hidden.reduce((most, point) => (point.value > most.value ? point : most), first);
  const many = hidden.length === 1 ? 'One value' : `${wholeNumber(hidden.length)} values`;
  return `${many} above ${parameterText(top)} ${hidden.length === 1 ? 'is' : 'are'} not drawn, the highest ${lossText(highest.value)} at step ${wholeNumber(highest.step)}.`;
}
