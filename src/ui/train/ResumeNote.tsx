import { isChangeableKey } from '../../configuration/hyperparameters.ts';
import { runOf } from '../../session/state/runState.ts';
import { chosenHyperparameters, differencesFromRun, forks } from '../../session/state/selectors.ts';
import type { SessionState } from '../../session/state/sessionState.ts';
import { useSessionState } from '../common/sessionContext.ts';
import { resumptionText } from '../words/resumption.ts';

/** Says what Resume continues with, before it is pressed. */
export default function ResumeNote() {
  const note = useSessionState(resumeNote);
  return note !== '' && <span>{note}</span>;
}

export function resumeNote(state: SessionState): string {
  const run = runOf(state.run);
  const wanted = chosenHyperparameters(state);
  if (!run || !wanted) return '';
  const differing = differencesFromRun(state);
  const taken = differing.filter(isChangeableKey);
  return resumptionText({
    run,
    isOtherNetwork: run.network !== state.network,
    kept: differing.filter((key) => !isChangeableKey(key)),
    taken,
    wanted,
    makesSecondRun: forks(state, run, wanted),
  });
}
