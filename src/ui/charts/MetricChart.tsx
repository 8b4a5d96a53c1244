import { useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { RunHistory } from '../../history/history.ts';
import { useSession } from '../common/sessionContext.ts';
import { useColourScheme } from '../common/useColourScheme.ts';
import { useWidth } from '../common/useWidth.ts';
import { ArticleCurve } from '../firstMinute/ArticleCurve.tsx';
import { accuracyText, lossText, wholeNumber } from '../words/numbers.ts';
import { ChartLegend } from './ChartLegend.tsx';
import { type ChartPainter, chartPainter, type Drawn } from './chartPainter.ts';
import { PointedChart, type Zooming } from './PointedChart.tsx';
import {
  asDrawn,
  type ChartContents,
  type ChartKind,
  type ChartView,
  chartCurves,
  chartTitles,
  comparedCurves,
  plotOf,
} from './plot.ts';
import type { PointingStore } from './pointing.ts';
import type { ReadableDrawing } from './reading.ts';
import { ValuesTable } from './ValuesTable.tsx';

interface MetricChartProps {
  readonly kind: ChartKind;
  readonly contents: ChartContents;
  readonly view: ChartView;
  readonly pointing: PointingStore;
  readonly zooming: Zooming;
  /** Hides a curve, or shows it again. */
  readonly onToggle: (key: string) => void;
  /** Whether nothing trains: what is drawn then is the last, and must not lag behind the legend. */
  readonly isAtRest: boolean;
}

const height = 220;
const formats = { loss: lossText, accuracy: accuracyText };

/** A live chart of one quantity over the true steps, with its legend and the values behind it. */
export function MetricChart({
  kind,
  contents,
  view,
  pointing,
  zooming,
  onToggle,
  isAtRest,
}: MetricChartProps) {
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const painter = useRef<ChartPainter | null>(null);
  const session = useSession();
  const width = useWidth(frame);
  const scheme = useColourScheme();
  const [drawn, setDrawn] = useState<Drawn | null>(null);
  const { history, smoothing } = contents;
  const compared = useMemo(
    () => comparedCurves(kind, contents.compared, smoothing),
    [kind, contents.compared, smoothing],
  );
  const curves = useMemo(() => chartCurves(kind, contents, compared), [kind, contents, compared]);
  const plot = useMemo(() => plotOf(kind, contents, view, curves), [kind, contents, view, curves]);
  const drawing = useMemo(() => (drawn ? readable(drawn) : null), [drawn]);
  const curveNames = [...curves.compared, ...curves.own].map(({ name }) => name).join('\n');
  const title = chartTitles[kind];
  const isEmpty = compared.length === 0 && history.training.length === 0 && history.test.length === 0;
  const legend = { format: formats[kind], pointing, hidden: view.hidden, onToggle };
  const legendCurves = useMemo(() => asDrawn(curves.own, drawn?.plot), [curves, drawn]);
  const legendOfCompared = useMemo(() => asDrawn(compared, drawn?.plot), [compared, drawn]);
  const step = legendCurves[0]?.points.steps.at(-1);

  useEffect(() => {
    if (!frame.current || !canvas.current) return;
    const drawerNow = () => (session.store.getState().backend?.isSoftware ? 'software' : 'gpu');
    painter.current = chartPainter(frame.current, canvas.current, drawerNow, setDrawn);
    return () => painter.current?.dispose();
  }, [session]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: colours are read when the chart is drawn, so another scheme is another drawing.
  useEffect(() => {
    if (isEmpty || width === 0) return;
    painter.current?.request(() => ({ plot, width, height }), isAtRest);
  }, [plot, width, isEmpty, scheme, isAtRest]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another width, scheme, curve or view makes what is drawn wrong.
  useEffect(() => painter.current?.hurry(), [width, scheme, curveNames, view, smoothing]);

  return (
    <figure className="metric-chart">
      <figcaption>
        <div className="chart-title">
          <h3>
            {title}
            {step !== undefined && (
              <StepOfValues last={step} isSmoothed={smoothing > 0} pointing={pointing} />
            )}
          </h3>
          {plot.values.kind === 'logarithmic' && <p className="quiet">The axis is logarithmic.</p>}
          {zooming.isZoomed && (
            <button type="button" className="link quiet" onClick={() => zooming.onZoom(null)}>
              Show all steps
            </button>
          )}
        </div>
        <ChartLegend label={`${title}, curves`} curves={legendCurves} {...legend} />
      </figcaption>
      <PointedChart
        name={title}
        drawing={isEmpty ? null : drawing}
        pointing={pointing}
        format={formats[kind]}
        zooming={zooming}
      >
        <div
          ref={frame}
          className="chart-frame"
          style={{ height }}
          role="img"
          aria-label={chartLabel(title, kind, history)}
        >
          <canvas ref={canvas} />
          {(isEmpty || drawn === null) &&
            (kind === 'accuracy' && contents.showArticle ? (
              <ArticleCurve />
            ) : (
              <p className="chart-empty">{title} appears here with the first steps.</p>
            ))}
        </div>
      </PointedChart>
      <div className="chart-notes">
        {compared.length > 0 && (
          <ChartLegend label={`${title}, compared with`} curves={legendOfCompared} {...legend} />
        )}
      </div>
      <div className="chart-values">
        {!isEmpty && <ValuesTable title={title} kind={kind} history={history} />}
      </div>
    </figure>
  );
}

interface StepOfValuesProps {
  readonly last: number;
  readonly isSmoothed: boolean;
  readonly pointing: PointingStore;
}

/** The step whose values the legend has: the one that is pointed at, or else the last. */
function StepOfValues({ last, isSmoothed, pointing }: StepOfValuesProps) {
  const step = useStore(pointing, ({ at }) => at?.step ?? last);
  return (
    <span className="quiet">
      {' '}
      at step {wholeNumber(step)}
      {isSmoothed && ', smoothed'}
    </span>
  );
}

function readable({ plot: { steps, values, own, compared }, area }: Drawn): ReadableDrawing {
  const inColour = [...own, ...compared].map((curve) => ({ ...curve, colour: `var(${curve.colour})` }));
  return { area, steps, values, curves: inColour };
}

function chartLabel(title: string, kind: ChartKind, { training }: RunHistory): string {
  const last = training.at(-1);
  if (!last) return `${title}: nothing measured yet`;
  return `${title} over steps: ${formats[kind](last[kind])} at step ${wholeNumber(last.step)}`;
}
