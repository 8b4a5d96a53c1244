import { lazy } from 'react';
import { articleParameters } from '../../configuration/parameters.ts';
import { networkNamed } from '../../network/networks.ts';
import { Deferred } from '../common/Deferred.tsx';
import { useSessionState } from '../common/sessionContext.ts';
import { disabledReason } from '../train/controls.ts';
import { BackendChoice } from './BackendChoice.tsx';
import { BackendMeasurement } from './BackendMeasurement.tsx';
import { ConfigurationLink } from './ConfigurationLink.tsx';
import { MoreSettings } from './MoreSettings.tsx';
import { NetworkChoice } from './NetworkChoice.tsx';
import { ParameterField } from './ParameterField.tsx';
import { PresetChoice } from './PresetChoice.tsx';
import { ResetButton } from './ResetButton.tsx';
import './fields.css';

const LinkNotice = lazy(() => import('./LinkNotice.tsx'));

/** Network and hyperparameters, with the article's values to start from. */
export function ConfigureSection() {
  const network = useSessionState((state) => state.network);
  const hasFindings = useSessionState(({ link }) => link.findings.length > 0);
  const keys = networkNamed(network)?.parameters ?? [];
  return (
    <section id="configure" className="section" aria-labelledby="configure-title">
      <div className="section-head">
        <h2 id="configure-title">Configure</h2>
        <ResetButton />
      </div>
      {hasFindings && (
        // The place is kept, so that the page says so where the code does not arrive.
        <Deferred fallback={<span />}>
          <LinkNotice />
        </Deferred>
      )}
      <div className="fields">
        <PresetChoice />
        <NetworkChoice />
        {articleParameters
          .filter((key) => keys.includes(key))
          .map((key) => (
            <ParameterField key={key} parameter={key} />
          ))}
      </div>
      <MoreSettings keys={keys} />
      <BackendChoice />
      <BackendMeasurement />
      <ConfigurationLink />
      <ChangesNote />
    </section>
  );
}

/** Says when changes take effect, while there is a run that they may apply to. */
function ChangesNote() {
  const isTraining = useSessionState(({ run }) => run.kind === 'training');
  const isMeant = useSessionState(
    (state) => state.activeSweep === null && (isTraining || disabledReason('resume', state) === null),
  );
  const moment = isTraining ? 'at the next step' : 'on Resume';
  return (
    <p className="quiet changes-note">
      {isMeant &&
        `Learning rate, regularization constant and max steps take effect ${moment}; everything else with the next Train.`}
    </p>
  );
}
