import { Suspense } from 'react';
import { PassingAnswers } from './common/PassingAnswer.tsx';
import { ConfigureSection } from './configure/ConfigureSection.tsx';
import { DataSection } from './data/DataSection.tsx';
import { Header } from './header/Header.tsx';
import {
  CheckpointsSection,
  DeliveredFiles,
  DropTarget,
  ExportSection,
  InspectSection,
  NewVersion,
  RunsSection,
  SweepSection,
} from './lazily.ts';
import { TrainSection } from './train/TrainSection.tsx';

export function App() {
  return (
    <PassingAnswers>
      <Header />
      <main className="page">
        <Suspense>
          <NewVersion />
        </Suspense>
        <DataSection />
        <div className="workbench">
          <ConfigureSection />
          <div className="workbench-main">
            <TrainSection />
            <Suspense
              fallback={
                <p className="quiet">Checkpoints, Inspect, Compare, Search and Export are loading…</p>
              }
            >
              <CheckpointsSection />
              <InspectSection />
              <RunsSection />
              <SweepSection />
              <ExportSection />
            </Suspense>
          </div>
        </div>
      </main>
      <Suspense>
        <DropTarget />
        <DeliveredFiles />
      </Suspense>
    </PassingAnswers>
  );
}
