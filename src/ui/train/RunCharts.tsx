import { useMemo, useState } from 'react';
import { isBusy, runOf } from '../../session/state/runState.ts';
import { showsArticlesNetwork } from '../../session/state/selectors.ts';
import { MetricChart } from '../charts/MetricChart.tsx';
import { type ChartContents, comparedRuns, usualSmoothing } from '../charts/plot.ts';
import { useSessionState } from '../common/sessionContext.ts';
import { ShownRun } from './ShownRun.tsx';

/** Loss and accuracy side by side, with what can be chosen about both. */
export default function RunCharts() {
  const [smoothing, setSmoothing] = useState(usualSmoothing);
  const [showsArticle, setShowsArticle] = useState(true);
  const isArticles = useSessionState(showsArticlesNetwork);
  const isAtRest = useSessionState(({ run }) => !isBusy(run));
  const contents = useChartContents({ smoothing, showArticle: isArticles && showsArticle });
  return (
    <div className="run-charts">
      <ShownRun />
      <div className="chart-pair">
        <MetricChart kind="loss" contents={contents} isAtRest={isAtRest} />
        <MetricChart kind="accuracy" contents={contents} isAtRest={isAtRest} />
      </div>
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
        {isArticles && (
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
  const id = useSessionState((state) => runOf(state.run)?.id);
  const hyperparameters = useSessionState((state) => runOf(state.run)?.hyperparameters);
  const shownRuns = useSessionState((state) => state.shownRuns);
  const compared = useMemo(() => comparedRuns(shownRuns, id), [shownRuns, id]);
  const { maxSteps = 2_000, batchSize = null } = hyperparameters ?? {};
  return useMemo(
    () => ({ history, compared, smoothing, showArticle, batchSize, maxSteps }),
    [history, compared, smoothing, showArticle, batchSize, maxSteps],
  );
}
