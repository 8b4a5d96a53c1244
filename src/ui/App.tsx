import { lazy, Suspense } from 'react';
import { CheckpointsSection } from './checkpoints/CheckpointsSection.tsx';
import { ConfigureSection } from './configure/ConfigureSection.tsx';
import { DataSection } from './data/DataSection.tsx';
import { DropTarget } from './data/DropTarget.tsx';
import { Header } from './header/Header.tsx';
import { TrainSection } from './train/TrainSection.tsx';

// Below the first screen: they come after the first paint, and in one request.
const LaterStages = lazy(async () => ({ default: (await import('./LaterStages.tsx')).LaterStages }));

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
            <CheckpointsSection />
            <Suspense fallback={<p className="quiet">Inspect, Compare and Export are loading…</p>}>
              <LaterStages />
            </Suspense>
          </div>
        </div>
      </main>
      <DropTarget />
    </>
  );
}
