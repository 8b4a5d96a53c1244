import { useState } from 'react';
import { networkNamed } from '../../network/networks.ts';
import { FailureNotice } from '../common/FailureNotice.tsx';
import { useSessionState } from '../common/sessionContext.ts';
import { SweepForm } from './SweepForm.tsx';
import { SweepPanel } from './SweepPanel.tsx';
import './sweep.css';

/** Many runs, to find out which hyperparameters are best. */
export default function SweepSection() {
  const sweeps = useSessionState((state) => state.sweeps);
  const network = useSessionState((state) => state.network);
  const activeSweep = useSessionState((state) => state.activeSweep);
  const failure = useSessionState(({ notices }) => notices.find(({ place }) => place === 'sweep')?.failure);
  const [chosen, setChosen] = useState<string | null>(null);
  /** Those that there were when the latest was started here; null where none was. */
  const [before, setBefore] = useState<typeof sweeps | null>(null);
  const wanted = activeSweep ?? chosen;
  const shown = sweeps.find(({ plan }) => plan.id === wanted) ?? sweeps[0];
  return (
    <section id="search-section" className="section" aria-labelledby="search-title">
      <div className="section-head">
        <h2 id="search-title">Search</h2>
        {sweeps.length > 1 && shown && (
          <label className="inline-field">
            Shown sweep
            <select
              value={shown.plan.id}
              disabled={activeSweep !== null}
              onChange={(event) => setChosen(event.target.value)}
            >
              {sweeps.map(({ plan }) => (
                <option key={plan.id} value={plan.id}>
                  {plan.id}
                </option>
              ))}
            </select>
          </label>
        )}
      </div>
      {failure && <FailureNotice failure={failure} />}
      <p className="quiet">
        A sweep trains many runs, its trials, with different values of the parameters that you choose here.
        All else is as in Configure: {networkNamed(network)?.title.toLowerCase() ?? network}.
      </p>
      <div className="search">
        <SweepForm
          onStarted={() => {
            setChosen(null);
            setBefore(sweeps);
          }}
        />
        {shown && (
          <SweepPanel
            key={shown.plan.id}
            sweep={shown}
            isJustStarted={before !== null && !before.some(({ plan }) => plan.id === shown.plan.id)}
          />
        )}
      </div>
    </section>
  );
}
