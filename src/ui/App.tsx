import { lazy, StrictMode, useEffect } from 'react';
import type { Session } from '../session/session.ts';
import { Deferred } from './common/Deferred.tsx';
import { PageBoundary, PartBoundary, SectionBoundary } from './common/FaultBoundary.tsx';
import { SessionContext } from './common/sessionContext.ts';
import { ToastProvider } from './common/Toast.tsx';
import { ConfigureSection } from './configure/ConfigureSection.tsx';
import { DataSection } from './data/DataSection.tsx';
import { DropTarget } from './data/DropTarget.tsx';
import { Header } from './header/Header.tsx';
import { Tabs } from './tabs/Tabs.tsx';
import { TrainSection } from './train/TrainSection.tsx';

const Confirmations = lazy(() => import('./common/Confirmations.tsx'));
const LostStorage = lazy(() => import('./lostStorage/LostStorage.tsx'));
const NewVersion = lazy(() => import('./newVersion/NewVersion.tsx'));

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
              {/* Train comes first, for the keyboard and on a phone; on a wide screen, Configure stands to its left. */}
              <div className="workbench">
                <SectionBoundary id="train" title="Train">
                  <TrainSection />
                </SectionBoundary>
                <SectionBoundary id="configure" title="Configure">
                  <ConfigureSection />
                </SectionBoundary>
              </div>
              <Tabs />
            </main>
            <PartBoundary>
              <DropTarget />
              <Deferred>
                <Confirmations />
              </Deferred>
            </PartBoundary>
          </ToastProvider>
        </PageBoundary>
      </SessionContext>
    </StrictMode>
  );
}
