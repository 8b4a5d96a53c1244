import type { NumberKey } from '../../configuration/hyperparameters.ts';
import { expectedTime, secondsFor } from '../../session/state/expectedTime.ts';
import { memoryNeed } from '../../session/state/memoryNeed.ts';
import { rememberedBy } from '../../session/state/rememberedBy.ts';
import { chosenHyperparameters } from '../../session/state/selectors.ts';
import type { SessionState } from '../../session/state/sessionState.ts';
import { timeWarning } from '../../session/state/timeWarning.ts';
import { useSessionState } from '../common/sessionContext.ts';
import { expectedTimeText, timeWarningText, unknownTimeText } from '../words/expectedTimes.ts';

/** How long a run takes, below its number of steps; and a warning below the value that makes it long. */
export default function TimeNote({ parameter }: { readonly parameter: NumberKey }) {
  const { text, warning } = useSessionState(noteOf);
  const isWarned = warning?.key === parameter;
  return (
    <>
      {parameter === 'maxSteps' && !isWarned && text && <p className="quiet">{text}</p>}
      <p className="field-warning" aria-live="polite">
        {isWarned && timeWarningText(warning)}
      </p>
    </>
  );
}

interface Note {
  readonly text: string | null;
  readonly warning: ReturnType<typeof timeWarning>;
}

const nothing: Note = { text: null, warning: null };

const causes = ['network', 'fields', 'backendChoice', 'backend', 'autoBackend', 'timedSteps'] as const;

/** Nothing of a configuration that cannot be trained. Several fields ask at each change of the state, of which few concern them. */
const noteOf = rememberedBy(causes, (state: SessionState): Note => {
  const hyperparameters = chosenHyperparameters(state);
  if (!hyperparameters || memoryNeed(state)?.kind === 'too-much') return nothing;
  const expected = expectedTime(state, state.network, hyperparameters);
  if (!expected) return { text: unknownTimeText, warning: null };
  const seconds = secondsFor(expected, { steps: hyperparameters.maxSteps, hyperparameters });
  return {
    text: expectedTimeText(seconds, expected.isMeasured),
    warning: timeWarning(state, state.network, hyperparameters),
  };
});
