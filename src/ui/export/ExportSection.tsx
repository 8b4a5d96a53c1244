import { FailureNotice } from '../common/FailureNotice.tsx';
import { useSessionState } from '../common/sessionContext.ts';
import { CardExport } from './CardExport.tsx';
import { ChartsExport } from './ChartsExport.tsx';
import { MetricsExport } from './MetricsExport.tsx';
import { OpenWeights } from './OpenWeights.tsx';
import { ProgramExport } from './ProgramExport.tsx';
import { ProofExport } from './ProofExport.tsx';
import { WeightsExport } from './WeightsExport.tsx';
import './export.css';

/** The last stage: what was trained and measured leaves the page, in forms that other programs open. */
export default function ExportSection() {
  const failure = useSessionState(({ notices }) => notices.find(({ place }) => place === 'export')?.failure);
  return (
    <section id="export-section" className="section" aria-labelledby="export-title">
      <div className="section-head">
        <h2 id="export-title">Export</h2>
      </div>
      {failure && <FailureNotice failure={failure} />}
      <div className="export-groups">
        <WeightsExport />
        <OpenWeights />
        <MetricsExport />
        <ChartsExport />
        <CardExport />
        <ProofExport />
        <ProgramExport />
      </div>
    </section>
  );
}
