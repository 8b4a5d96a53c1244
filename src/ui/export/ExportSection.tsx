import { useId, useState } from 'react';
import { weightsFormats } from '../../export/weightsFormats.ts';
import { ActionButton } from '../common/ActionButton.tsx';
import { FailureNotice } from '../common/FailureNotice.tsx';
import { useSession, useSessionState } from '../common/sessionContext.ts';
import { useControl } from '../train/useControl.ts';

/** The last stage: the trained weights leave the page as files that other programs open. */
export function ExportSection() {
  const session = useSession();
  const [format, setFormat] = useState(weightsFormats[0]?.id ?? '');
  const failure = useSessionState(({ notices }) => notices.find(({ place }) => place === 'export')?.failure);
  const id = useId();
  const chosen = weightsFormats.find((candidate) => candidate.id === format);
  return (
    <section id="export" className="section" aria-labelledby="export-title">
      <div className="section-head">
        <h2 id="export-title">Export</h2>
      </div>
      {failure && <FailureNotice failure={failure} />}
      <div className="row">
        <label className="inline-field" htmlFor={id}>
          Weights format
          <select id={id} value={format} onChange={(event) => setFormat(event.target.value)}>
            {weightsFormats.map(({ id: value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        </label>
        <ActionButton unavailable={useControl('export')} onPress={() => session.exportWeights(format)}>
          Download weights
        </ActionButton>
      </div>
      {chosen && <p className="quiet">{chosen.description}</p>}
    </section>
  );
}
