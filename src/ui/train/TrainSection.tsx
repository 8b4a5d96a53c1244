import { ResultPanel } from './ResultPanel.tsx';
import { RunCharts } from './RunCharts.tsx';
import { RunControls } from './RunControls.tsx';
import { RunFacts } from './RunFacts.tsx';
import { RunProgress } from './RunProgress.tsx';
import { TrainingLog } from './TrainingLog.tsx';

/** The third stage: the run, from its first step to its result. */
export function TrainSection() {
  return (
    <section id="train" className="section" aria-labelledby="train-title">
      <div className="section-head">
        <h2 id="train-title">Train</h2>
        <RunControls />
      </div>
      <RunProgress />
      <RunFacts />
      <RunCharts />
      <ResultPanel />
      <TrainingLog />
    </section>
  );
}
