import {
  Activity,
  type ComponentType,
  type KeyboardEvent,
  lazy,
  useState,
  useSyncExternalStore,
} from 'react';
import { Deferred } from '../common/Deferred.tsx';
import { SectionBoundary } from '../common/FaultBoundary.tsx';
import { chosenTab, followTab, type TabName, tabNames } from './chosenTab.ts';
import './tabs.css';

const sections: Readonly<Record<TabName, ComponentType>> = {
  inspect: lazy(() => import('../inspect/InspectSection.tsx')),
  runs: lazy(() => import('../runs/RunsSection.tsx')),
  search: lazy(() => import('../sweep/SweepSection.tsx')),
  export: lazy(() => import('../export/ExportSection.tsx')),
};

const titles: Readonly<Record<TabName, string>> = {
  inspect: 'Inspect',
  runs: 'Runs',
  search: 'Search',
  export: 'Export',
};

/** What is not needed while a network trains: https://www.w3.org/WAI/ARIA/apg/patterns/tabs/ */
export function Tabs() {
  const chosen = useSyncExternalStore(followTab, chosenTab, () => 'inspect' as const);
  const [opened, setOpened] = useState<readonly TabName[]>([chosen]);
  // A tab that was opened once keeps what was typed and unfolded in it; while it is hidden, nothing in it is updated.
  if (!opened.includes(chosen)) setOpened([...opened, chosen]);
  return (
    <div className="tabs">
      <div role="tablist" aria-label="More about the network" className="tab-list" onKeyDown={moveFocus}>
        {tabNames.map((name) => (
          <a
            key={name}
            id={`tab-${name}`}
            role="tab"
            href={`#${name}`}
            aria-selected={name === chosen}
            aria-controls={`panel-${name}`}
            tabIndex={name === chosen ? 0 : -1}
          >
            {titles[name]}
          </a>
        ))}
      </div>
      {tabNames.map((name) => (
        <div
          key={name}
          id={`panel-${name}`}
          role="tabpanel"
          aria-labelledby={`tab-${name}`}
          hidden={name !== chosen}
        >
          {opened.includes(name) && (
            <Activity mode={name === chosen ? 'visible' : 'hidden'}>
              <Deferred fallback={<p className="quiet tab-loading">{titles[name]} is loading…</p>}>
                <Panel name={name} />
              </Deferred>
            </Activity>
          )}
        </div>
      ))}
    </div>
  );
}

function Panel({ name }: { readonly name: TabName }) {
  const Section = sections[name];
  return (
    <SectionBoundary id={`${name}-section`} title={titles[name]}>
      <Section />
    </SectionBoundary>
  );
}

/** The arrow keys, Home and End move to another tab and open it. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const tabs = [...event.currentTarget.querySelectorAll<HTMLAnchorElement>('[role=tab]')];
  const present = tabs.findIndex((tab) => tab.matches(':focus'));
  const targets: Record<string, number> = {
    ArrowRight: (present + 1) % tabs.length,
    ArrowLeft: (present - 1 + tabs.length) % tabs.length,
    Home: 0,
    End: tabs.length - 1,
  };
  const target = tabs[targets[event.key] ?? -1];
  if (!target || present < 0 || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  target.focus();
  target.click();
}
