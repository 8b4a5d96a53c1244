import { lazy, StrictMode, useEffect } from 'react';
import type { Session } from '../session/session.ts';
import { Deferred } from './common/Deferred.tsx';
import { FaultBoundary, PageFault } from './common/FaultBoundary.tsx';
import { SessionContext } from './common/sessionContext.ts';
import { ToastProvider } from './common/Toast.tsx';
import { ConfigureSection } from './configure/ConfigureSection.tsx';
import { DataSection } from './data/DataSection.tsx';
import { DropTarget } from './data/DropTarget.tsx';
import { DeliveredFiles } from './export/DeliveredFiles.tsx';
import { Header } from './header/Header.tsx';
import { TrainSection } from './train/TrainSection.tsx';

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
        <FaultBoundary fallback={(fault) => <PageFault fault={fault} />}>
          <ToastProvider>
            <Header />
            <main className="page">
              <Deferred>
                <NewVersion />
              </Deferred>
              <DataSection />
              <div className="workbench">
                <ConfigureSection />
                <div className="workbench-main">
                  <TrainSection />
                  <Deferred fallback={<LaterSections />}>
                    <CheckpointsSection />
                    <InspectSection />
                    <RunsSection />
                    <SweepSection />
                    <ExportSection />
                  </Deferred>
                </div>
              </div>
            </main>
            <DropTarget />
            <DeliveredFiles />
          </ToastProvider>
        </FaultBoundary>
      </SessionContext>
    </StrictMode>
  );
}

function LaterSections() {
  return <p className="quiet">Checkpoints, Inspect, Compare, Search and Export are loading…</p>;
}
