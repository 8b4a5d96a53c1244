import { Suspense } from 'react';
import { OtherTab, RunCharts, TrainingDoctor, UnfinishedRun } from '../lazily.ts';
import { ResultPanel } from './ResultPanel.tsx';
import { RunControls } from './RunControls.tsx';
import { RunFacts } from './RunFacts.tsx';
import { RunProgress } from './RunProgress.tsx';
import { TrainingLog } from './TrainingLog.tsx';
import './train.css';

/** The third stage: the run, from its first step to its result. */
export function TrainSection() {
  return (
    <section id="train" className="section" aria-labelledby="train-title">
      <div className="section-head">
        <h2 id="train-title">Train</h2>
        <RunControls />
      </div>
      <Suspense>
        <OtherTab />
        <UnfinishedRun />
      </Suspense>
      <RunProgress />
      <RunFacts />
      <Suspense fallback={<div className="run-charts-loading" />}>
        <RunCharts />
        <TrainingDoctor />
      </Suspense>
      <ResultPanel />
      <TrainingLog />
    </section>
  );
}
