import { lazy, StrictMode, useEffect } from 'react';
import type { Session } from '../session/session.ts';
import { Deferred } from './common/Deferred.tsx';
import { PageBoundary, PartBoundary, SectionBoundary } from './common/FaultBoundary.tsx';
import { SessionContext } from './common/sessionContext.ts';
import { ToastProvider } from './common/Toast.tsx';
import { ConfigureSection } from './configure/ConfigureSection.tsx';
import { DataSection } from './data/DataSection.tsx';
import { DropTarget } from './data/DropTarget.tsx';
import { DeliveredFiles } from './export/DeliveredFiles.tsx';
import { Header } from './header/Header.tsx';
import { TrainSection } from './train/TrainSection.tsx';

const LostStorage = lazy(() => import('./lostStorage/LostStorage.tsx'));
const NewVersion = lazy(() => import('./newVersion/NewVersion.tsx'));
const CheckpointsSection = lazy(() => import('./checkpoints/CheckpointsSection.tsx'));
const InspectSection = lazy(() => import('./inspect/InspectSection.tsx'));
const RunsSection = lazy(() => import('./runs/RunsSection.tsx'));
const SweepSection = lazy(() => import('./sweep/SweepSection.tsx'));
const ExportSection = lazy(() => import('./export/ExportSection.tsx'));

interface AppProps {
  readonly session: Session;
  /** Called when what was prerendered answers to presses. */
  readonly onHydrated?: () => void;
}

/** The whole page. What it renders first is the same for everybody, so that it can be prerendered: see `prerender.tsx`. */
export function App({ session, onHydrated }: AppProps) {
  useEffect(() => {
    onHydrated?.();
  }, [onHydrated]);
  return (
    <StrictMode>
      <SessionContext value={session}>
        <PageBoundary>
          <ToastProvider>
            <PartBoundary>
              <Header />
            </PartBoundary>
            <main className="page">
              <Deferred>
                <NewVersion />
                <LostStorage />
              </Deferred>
              <SectionBoundary id="data" title="Data">
                <DataSection />
              </SectionBoundary>
              <div className="workbench">
                <SectionBoundary id="configure" title="Configure">
                  <ConfigureSection />
                </SectionBoundary>
                <div className="workbench-main">
                  <SectionBoundary id="train" title="Train">
                    <TrainSection />
                  </SectionBoundary>
                  <Deferred fallback={<LaterSections />}>
                    <SectionBoundary id="checkpoints" title="Checkpoints">
                      <CheckpointsSection />
                    </SectionBoundary>
                    <SectionBoundary id="inspect" title="Inspect">
                      <InspectSection />
                    </SectionBoundary>
                    <SectionBoundary id="compare" title="Compare">
                      <RunsSection />
                    </SectionBoundary>
                    <SectionBoundary id="search" title="Search">
                      <SweepSection />
                    </SectionBoundary>
                    <SectionBoundary id="export" title="Export">
                      <ExportSection />
                    </SectionBoundary>
                  </Deferred>
                </div>
              </div>
            </main>
            <PartBoundary>
              <DropTarget />
              <DeliveredFiles />
            </PartBoundary>
          </ToastProvider>
        </PageBoundary>
      </SessionContext>
    </StrictMode>
  );
}

function LaterSections() {
  return <p className="quiet">Checkpoints, Inspect, Compare, Search and Export are loading…</p>;
}
