import { ExportSection } from './export/ExportSection.tsx';
import { InspectSection } from './inspect/InspectSection.tsx';
import { RunsSection } from './runs/RunsSection.tsx';

/** What a run leads to: seeing into the network, comparing runs, taking the weights home. */
export function LaterStages() {
  return (
    <>
      <InspectSection />
      <RunsSection />
      <ExportSection />
    </>
  );
}
