import { useEffect, useMemo, useRef, useState } from 'react';
import type { RunHistory } from '../../training/history.ts';
import { useWidth } from '../common/useWidth.ts';
import { accuracyText, lossText, wholeNumber } from '../words/numbers.ts';
import { ChartLegend } from './ChartLegend.tsx';
import { type ChartPainter, chartPainter } from './chartPainter.ts';
import { ChartPointed, type PointedPlace } from './chartPointed.ts';
import { chartRows } from './chartRows.ts';
import { type ChartContents, chartCurves } from './curves.ts';
import { ValuesTable } from './ValuesTable.tsx';
import { accuracyRange, lossRange } from './valueRange.ts';
import './charts.css';

interface MetricChartProps extends ChartContents {
  readonly title: string;
  readonly kind: 'loss' | 'accuracy';
  readonly maxSteps: number;
}

const height = 260;
/** Vega measures the lowest line of text a little too short. */
const axisTitleDescent = 6;

/** A live chart of one quantity over the true steps, with its legend and the values behind it. */
export function MetricChart({
  title,
  kind,
  history,
  overlays,
  smoothing,
  showArticle,
  maxSteps,
}: MetricChartProps) {
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLDivElement>(null);
  const painter = useRef<ChartPainter | null>(null);
  const width = useWidth(frame);
  const [pointed, setPointed] = useState<PointedPlace | null>(null);
  const curves = useMemo(
    () => chartCurves(kind, { history, overlays, smoothing, showArticle }),
    [kind, history, overlays, smoothing, showArticle],
  );
  const lastStep = Math.max(maxSteps, ...[history, ...overlays.map((run) => run.history)].map(lastStepOf));
  const range = useMemo(
    () => (kind === 'loss' ? lossRange(curves, history.training.at(-1)?.step ?? 0) : accuracyRange(curves)),
    [kind, curves, history],
  );
  const isEmpty = overlays.length === 0 && history.training.length === 0 && history.test.length === 0;

  useEffect(() => {
    if (!canvas.current) return;
    painter.current = chartPainter(canvas.current);
    return () => painter.current?.dispose();
  }, []);

  useEffect(() => {
    const { current } = canvas;
    const onPointed = (event: Event) => {
      if (event instanceof ChartPointed) setPointed(event.place);
    };
    current?.addEventListener(ChartPointed.type, onPointed);
    return () => current?.removeEventListener(ChartPointed.type, onPointed);
  }, []);

  useEffect(() => {
    if (isEmpty || width === 0) return;
    painter.current?.request(() => ({
      rows: chartRows(curves, lastStep),
      styles: curves.map(({ style }) => style),
      top: range.top,
      yLabel: title,
      width,
      height,
    }));
  }, [curves, lastStep, range, title, width, isEmpty]);

  return (
    <figure className="metric-chart">
      <figcaption>
        <h3>
          {title}
          {pointed && <span className="quiet"> at step {wholeNumber(pointed.step)}</span>}
        </h3>
        <ChartLegend
          curves={curves}
          format={kind === 'loss' ? lossText : accuracyText}
          step={pointed?.step ?? null}
        />
      </figcaption>
      <div
        ref={frame}
        className="chart-frame"
        style={{ height: height + axisTitleDescent }}
        role="img"
        aria-label={chartLabel(title, kind, history)}
      >
        {/* Its children are tfjs-vis's alone: React would stumble over an element of its own that is gone. */}
        <div ref={canvas} className="chart-canvas" />
        {pointed && <div className="chart-pointer" style={{ left: pointed.left }} />}
        {isEmpty && <p className="chart-empty">{title} appears here with the first steps.</p>}
      </div>
      <p className="quiet chart-note">{hiddenNote(range.hidden)}</p>
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

function hiddenNote(hidden: readonly { readonly step: number; readonly value: number }[]): string {
  const last = hidden.at(-1);
  if (!last) return '';
  const highest = Math.max(...hidden.map(({ value }) => value));
  return `${hidden.length} of the first values, up to step ${wholeNumber(last.step)}, lie above the chart (highest ${lossText(highest)}).`;
}
