import { parameterSpecs } from '../../configuration/parameterSpecs.ts';
import { isBusy, runOf } from '../../session/runState.ts';
import { ActionButton } from '../common/ActionButton.tsx';
import { useSession, useSessionState } from '../common/sessionContext.ts';
import { ParameterField } from './ParameterField.tsx';
import { SeedButton } from './SeedButton.tsx';

/** The second stage: every hyperparameter, with the article's values to start from. */
export function ConfigureSection() {
  const session = useSession();
  return (
    <section id="configure" className="section" aria-labelledby="configure-title">
      <div className="section-head">
        <h2 id="configure-title">Configure</h2>
        <ActionButton label="Reset to the article’s values" onPress={() => session.resetFields()}>
          Reset
        </ActionButton>
      </div>
      <NetworkSentence />
      <div className="fields">
        {parameterSpecs.map((spec) => (
          <ParameterField key={spec.key} spec={spec}>
            {spec.key === 'seed' && <SeedButton />}
          </ParameterField>
        ))}
      </div>
      <ChangesNote />
    </section>
  );
}

function NetworkSentence() {
  const hiddenUnits = useSessionState(({ fields }) => fields.hiddenUnits);
  return (
    <p className="quiet">
      3,072 colour values → {hiddenUnits} hidden units with ReLU → 10 class scores. Plain gradient descent.
    </p>
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
