import { lazy } from 'react';
import { Deferred } from '../common/Deferred.tsx';
import { PartBoundary } from '../common/FaultBoundary.tsx';
import { ChartsToCome } from '../firstMinute/ChartsToCome.tsx';
import { Headline } from './Headline.tsx';
import { OtherTab } from './OtherTab.tsx';
import { RunControls } from './RunControls.tsx';
import { RunProgress } from './RunProgress.tsx';
import { TrainingLog } from './TrainingLog.tsx';
import { WeightsActions } from './WeightsActions.tsx';
import './train.css';

const RunCharts = lazy(() => import('./RunCharts.tsx'));
const CheckpointNotices = lazy(() => import('../checkpoints/CheckpointNotices.tsx'));
const LiveStrip = lazy(() => import('./live/LiveStrip.tsx'));
const OfferedResult = lazy(() => import('./OfferedResult.tsx'));
const UnfinishedRun = lazy(() => import('./UnfinishedRun.tsx'));
const RunFacts = lazy(() => import('./RunFacts.tsx'));
const TrainingDoctor = lazy(() => import('./TrainingDoctor.tsx'));

/** The run, from its first step to its result. */
export function TrainSection() {
  return (
    <section id="train" className="section" aria-labelledby="train-title">
      <div className="train-head">
        <h2 id="train-title">Train</h2>
        <Headline />
        <RunControls />
        <WeightsActions />
      </div>
      <OtherTab />
      <Deferred>
        <CheckpointNotices place="train" />
        <UnfinishedRun />
        <OfferedResult />
      </Deferred>
      <RunProgress />
      <Deferred fallback={<Loading />}>
        <PartBoundary>
          <RunCharts />
        </PartBoundary>
        <div className="live-place">
          <PartBoundary>
            <LiveStrip />
          </PartBoundary>
        </div>
        <RunFacts />
      </Deferred>
      <div className="run-remarks">
        <TrainingLog />
        <Deferred fallback={<div className="doctor" />}>
          <PartBoundary>
            <TrainingDoctor />
          </PartBoundary>
        </Deferred>
      </div>
    </section>
  );
}

/** As high as what comes, so that nothing moves then. */
function Loading() {
  return (
    <>
      <ChartsToCome />
      <div className="live-place">
        <div className="live-strip" />
      </div>
    </>
  );
}
