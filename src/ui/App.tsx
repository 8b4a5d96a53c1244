import { Suspense } from 'react';
import { ConfigureSection } from './configure/ConfigureSection.tsx';
import { DataSection } from './data/DataSection.tsx';
import { DropTarget } from './data/DropTarget.tsx';
import { Header } from './header/Header.tsx';
import { CheckpointsSection, ExportSection, InspectSection, RunsSection } from './lazily.ts';
import { TrainSection } from './train/TrainSection.tsx';

export function App() {
  return (
    <>
      <Header />
      <main className="page">
        <DataSection />
        <div className="workbench">
          <ConfigureSection />
          <div className="workbench-main">
            <TrainSection />
            <Suspense
              fallback={<p className="quiet">Checkpoints, Inspect, Compare and Export are loading…</p>}
            >
              <CheckpointsSection />
              <InspectSection />
              <RunsSection />
              <ExportSection />
            </Suspense>
          </div>
        </div>
      </main>
      <DropTarget />
    </>
  );
}
