import { useMemo, useState } from 'react';
import { isBusy, shownRun } from '../../session/state/runState.ts';
import { isBesideArticle } from '../../session/state/selectors.ts';
import { MetricChart } from '../charts/MetricChart.tsx';
import { allSteps, type ChartContents, comparedRuns, usualSmoothing } from '../charts/plot.ts';
import { createPointing } from '../charts/pointing.ts';
import { SpokenValues } from '../charts/SpokenValues.tsx';
import { useChartView } from '../charts/useChartView.ts';
import { InlineChoice } from '../common/InlineChoice.tsx';
import { useSessionState } from '../common/sessionContext.ts';
import { runNames } from '../words/runNames.ts';
import { ShownRun } from './ShownRun.tsx';

const lossScales = [
  { value: 'automatic', label: 'Automatic' },
  { value: 'linear', label: 'Linear' },
  { value: 'logarithmic', label: 'Logarithmic' },
] as const;

const stepScales = [
  { value: 'linear', label: 'Linear' },
  { value: 'logarithmic from 0', label: 'Logarithmic' },
] as const;

/** Loss and accuracy side by side, with what can be chosen about both. */
export default function RunCharts() {
  const [smoothing, setSmoothing] = useState(usualSmoothing);
  const [showsArticle, setShowsArticle] = useState(true);
  const [pointing] = useState(createPointing);
  const isBeside = useSessionState(isBesideArticle);
  const isAtRest = useSessionState(({ run }) => !isBusy(run));
  const runId = useSessionState((state) => shownRun(state.run)?.id);
  const contents = useChartContents({ smoothing, showArticle: isBeside && showsArticle });
  const { view, choose, zoom, toggle } = useChartView(runId);
  const zooming = { whole: allSteps(contents), isZoomed: view.zoom !== null, onZoom: zoom };
  const charts = { contents, view, pointing, zooming, onToggle: toggle, isAtRest };
  return (
    <div className="run-charts">
      <ShownRun />
      <div className="chart-pair">
        <MetricChart kind="loss" {...charts} />
        <MetricChart kind="accuracy" {...charts} />
      </div>
      <SpokenValues pointing={pointing} />
      <div className="row row-quiet">
        <label className="inline-field">
          Smoothing
          <input
            type="range"
            min={0}
            max={0.95}
            step={0.05}
            value={smoothing}
            onChange={(event) => setSmoothing(event.target.valueAsNumber)}
          />
          <output>{smoothing.toFixed(2)}</output>
        </label>
        <InlineChoice
          label="Loss axis"
          options={lossScales}
          value={view.lossScale}
          onChoose={(lossScale) => choose({ lossScale })}
        />
        <InlineChoice
          label="Step axis"
          options={stepScales}
          value={view.stepScale}
          onChoose={(stepScale) => choose({ stepScale })}
        />
        {isBeside && (
          <label className="inline-field">
            <input
              type="checkbox"
              checked={showsArticle}
              onChange={(event) => setShowsArticle(event.target.checked)}
            />
            Show the article’s own run
          </label>
        )}
      </div>
    </div>
  );
}

function useChartContents({
  smoothing,
  showArticle,
}: Pick<ChartContents, 'smoothing' | 'showArticle'>): ChartContents {
  const history = useSessionState((state) => state.history);
  const id = useSessionState((state) => shownRun(state.run)?.id);
  const hyperparameters = useSessionState((state) => shownRun(state.run)?.hyperparameters);
  const target = useSessionState((state) => state.target);
  const shownRuns = useSessionState((state) => state.shownRuns);
  const slots = useSessionState((state) => state.curveSlots);
  const names = useSessionState(({ runs }) => runNames(runs));
  const compared = useMemo(() => comparedRuns(shownRuns, slots, id, names), [shownRuns, slots, id, names]);
  const { maxSteps = 2_000, batchSize = null } = hyperparameters ?? {};
  return useMemo(
    () => ({ history, compared, smoothing, showArticle, target, batchSize, maxSteps }),
    [history, compared, smoothing, showArticle, target, batchSize, maxSteps],
  );
}
