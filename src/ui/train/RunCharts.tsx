import { useMemo, useState } from 'react';
import { runOf } from '../../session/state/runState.ts';
import { showsArticlesNetwork } from '../../session/state/selectors.ts';
import { usualSmoothing } from '../charts/curves.ts';
import { MetricChart } from '../charts/MetricChart.tsx';
import { useSessionState } from '../common/sessionContext.ts';
import { ShownRun } from './ShownRun.tsx';

/** Loss and accuracy side by side, with what can be chosen about both. */
export default function RunCharts() {
  const history = useSessionState((state) => state.history);
  const maxSteps = useSessionState((state) => runOf(state.run)?.hyperparameters.maxSteps ?? 2_000);
  const batchSize = useSessionState((state) => runOf(state.run)?.hyperparameters.batchSize ?? null);
  const presentId = useSessionState((state) => runOf(state.run)?.id);
  const shownRuns = useSessionState((state) => state.shownRuns);
  const overlays = useMemo(
    () =>
      shownRuns
        .filter(({ summary }) => summary.id !== presentId)
        .map(({ summary, history: curves }) => ({ name: summary.name, history: curves })),
    [shownRuns, presentId],
  );
  const isArticles = useSessionState(showsArticlesNetwork);
  const [smoothing, setSmoothing] = useState(usualSmoothing);
  const [showsArticle, setShowsArticle] = useState(true);
  return (
    <div className="run-charts">
      <ShownRun />
      <div className="chart-pair">
        <MetricChart
          title="Loss"
          kind="loss"
          history={history}
          overlays={overlays}
          smoothing={smoothing}
          showArticle={false}
          batchSize={batchSize}
          maxSteps={maxSteps}
        />
        <MetricChart
          title="Accuracy"
          kind="accuracy"
          history={history}
          overlays={overlays}
          smoothing={smoothing}
          showArticle={isArticles && showsArticle}
          batchSize={batchSize}
          maxSteps={maxSteps}
        />
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
