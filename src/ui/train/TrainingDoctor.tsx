import { useMemo } from 'react';
import type { Hyperparameters } from '../../configuration/hyperparameters.ts';
import { diagnose } from '../../doctor/diagnose.ts';
import { networkNamed } from '../../network/networks.ts';
import { hasConvolutions } from '../../network/stages.ts';
import { type RunState, runOf } from '../../session/state/runState.ts';
import { useSessionState } from '../common/sessionContext.ts';
import { findingText } from '../words/findings.ts';
import './doctor.css';

/** What stands out about the run, in a few lines. Nothing before the first measurements. */
export default function TrainingDoctor() {
  const state = useSessionState(({ run }) => run);
  const history = useSessionState((session) => session.history);
  const logits = useSessionState((session) => session.logitsHistograms);
  const layers = useSessionState((session) => session.layersPoints);
  const run = runOf(state);
  const hyperparameters = run?.hyperparameters;
  const network = run?.network;
  const divergedAt = divergenceOf(state);
  const findings = useMemo(
    () =>
      hyperparameters && network
        ? diagnose({
            hyperparameters,
            hasConvolutions: isConvolutional(network, hyperparameters),
            history,
            logits,
            layers,
            divergedAt,
          })
        : [],
    [hyperparameters, network, history, logits, layers, divergedAt],
  );
  if (history.training.length === 0) return null;
  return (
    <section className="doctor" aria-label="Training doctor">
      <h3>Training doctor</h3>
      {findings.length === 0 ? (
        <p className="quiet">Nothing stands out.</p>
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

/** The step at which the loss was no longer a number; null where it is one. */
function divergenceOf(state: RunState): number | null {
  if (state.kind !== 'failed' || state.failure.code !== 'diverged') return null;
  return state.failure.details.step;
}
