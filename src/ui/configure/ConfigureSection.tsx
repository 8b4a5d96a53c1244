import { parameterSpecs } from '../../configuration/parameterSpecs.ts';
import { presets } from '../../configuration/presets.ts';
import { networkNamed } from '../../model/networks.ts';
import { isBusy, runOf } from '../../session/runState.ts';
import { ActionButton } from '../common/ActionButton.tsx';
import { useSession, useSessionState } from '../common/sessionContext.ts';
import { BackendChoice } from './BackendChoice.tsx';
import { BackendMeasurement } from './BackendMeasurement.tsx';
import { NetworkChoice } from './NetworkChoice.tsx';
import { ParameterField } from './ParameterField.tsx';
import { PresetChoice } from './PresetChoice.tsx';
import { SeedButton } from './SeedButton.tsx';

/** The second stage: network and hyperparameters, with the article's values to start from. */
export function ConfigureSection() {
  const session = useSession();
  const network = useSessionState((state) => state.network);
  const keys = networkNamed(network)?.parameters ?? [];
  const preset = presets.find((candidate) => candidate.network === network);
  return (
    <section id="configure" className="section" aria-labelledby="configure-title">
      <div className="section-head">
        <h2 id="configure-title">Configure</h2>
        <ActionButton
          label="Reset to the article’s values"
          onPress={() => preset && session.choosePreset(preset)}
        >
          Reset
        </ActionButton>
      </div>
      <div className="fields">
        <PresetChoice />
        <NetworkChoice />
        {parameterSpecs
          .filter(({ key }) => keys.includes(key))
          .map((spec) => (
            <ParameterField key={spec.key} spec={spec}>
              {spec.key === 'seed' && <SeedButton />}
            </ParameterField>
          ))}
      </div>
      <BackendChoice />
      <BackendMeasurement />
      <ChangesNote />
    </section>
  );
}

/** When changes take effect, said only while there is a run that they could be meant for. */
function ChangesNote() {
  const hasRun = useSessionState(({ run }) => runOf(run) !== null);
  const busy = useSessionState(({ run }) => isBusy(run));
  if (!hasRun) return null;
  return (
    <p className="quiet">
      {busy ? 'Changes wait until the run is paused. ' : ''}
      Learning rate, regularization constant and max steps take effect on Resume; the others with the next
      Train.
    </p>
  );
}
