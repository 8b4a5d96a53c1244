import { useMemo } from 'react';
import type { Hyperparameters } from '../../configuration/hyperparameters.ts';
import { diagnose } from '../../doctor/diagnose.ts';
import { networkNamed } from '../../network/networks.ts';
import { hasConvolutions } from '../../network/stages.ts';
import { shownRun } from '../../session/state/runState.ts';
import { checkpointSteps, divergedAt } from '../../session/state/selectors.ts';
import { useSessionState } from '../common/sessionContext.ts';
import { findingText } from '../words/findings.ts';
import './doctor.css';

/** What stands out about the run, in a few lines. */
export default function TrainingDoctor() {
  // Its progress changes several times a second, unlike what is used of it.
  const { hyperparameters, network, id, parent = null } = useSessionState(({ run }) => shownRun(run)) ?? {};
  const checkpoints = useSessionState((session) => session.checkpoints);
  const history = useSessionState((session) => session.history);
  const logits = useSessionState((session) => session.logitsHistograms);
  const layers = useSessionState((session) => session.layersPoints);
  const divergence = useSessionState(divergedAt);
  const findings = useMemo(
    () =>
      hyperparameters && network && id
        ? diagnose({
            hyperparameters,
            hasConvolutions: isConvolutional(network, hyperparameters),
            history,
            logits,
            layers,
            divergedAt: divergence,
            checkpointSteps: checkpointSteps({ id, parent }, checkpoints),
          })
        : [],
    [hyperparameters, network, history, logits, layers, divergence, id, parent, checkpoints],
  );
  return (
    <section className="doctor" aria-label="Training doctor">
      <h3>Training doctor</h3>
      {findings.length === 0 ? (
        <p className="quiet">
          {history.training.length === 0
            ? 'What stands out about a run appears here while you train.'
            : 'Nothing stands out.'}
        </p>
      ) : (
        <>
          <ul>
            {findings.map((finding) => (
              <li key={finding.kind}>{findingText(finding)}</li>
            ))}
          </ul>
          <p className="quiet">
            These are rules of thumb, applied to the numbers of this run. They can be wrong.
          </p>
        </>
      )}
    </section>
  );
}

function isConvolutional(network: string, hyperparameters: Hyperparameters): boolean {
  return hasConvolutions(networkNamed(network)?.layers(hyperparameters) ?? []);
}
