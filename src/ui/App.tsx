import { CheckpointsSection } from './checkpoints/CheckpointsSection.tsx';
import { ConfigureSection } from './configure/ConfigureSection.tsx';
import { DataSection } from './data/DataSection.tsx';
import { DropTarget } from './data/DropTarget.tsx';
import { ExportSection } from './export/ExportSection.tsx';
import { Header } from './header/Header.tsx';
import { RunsSection } from './runs/RunsSection.tsx';
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
            <CheckpointsSection />
            <RunsSection />
            <ExportSection />
          </div>
        </div>
      </main>
      <DropTarget />
    </>
  );
}
