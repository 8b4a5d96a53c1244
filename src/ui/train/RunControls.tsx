import { lazy, useState } from 'react';
import { memoryNeed } from '../../session/state/memoryNeed.ts';
import { isBusy, shownRun } from '../../session/state/runState.ts';
import { isMeantForNewRun } from '../../session/state/selectors.ts';
import type { SessionState } from '../../session/state/sessionState.ts';
import { ActionButton } from '../common/ActionButton.tsx';
import { Deferred } from '../common/Deferred.tsx';
import { useSession, useSessionState } from '../common/sessionContext.ts';
import { percentText, wholeNumber } from '../words/numbers.ts';
import { headlineAccuracy } from './headlineAccuracy.ts';
import { useDisabledReason } from './useDisabledReason.ts';

const ResumeNote = lazy(() => import('./ResumeNote.tsx'));

/** Train, Pause or Resume, Step, Stop. On a phone they stay at the bottom edge, below a line of progress. */
export function RunControls() {
  const session = useSession();
  const [refusal, setRefusal] = useState<string | null>(null);
  const disabledReason = {
    train: useDisabledReason('train'),
    pause: useDisabledReason('pause'),
    resume: useDisabledReason('resume'),
    step: useDisabledReason('step'),
    stop: useDisabledReason('stop'),
  };
  const canResume = disabledReason.resume === null;
  // What was said stays until it is no longer so.
  const present = Object.values(disabledReason).find((reason) => reason === refusal);
  const kind = useSessionState(({ run }) => run.kind);
  const isUnusable = useSessionState(isMissingPrerequisite);
  const startsAnew = useSessionState(isMeantForNewRun);
  const isWithoutData = useSessionState(({ data }) => data.kind !== 'ready' && data.kind !== 'checking');
  const isMoving = kind === 'training' || kind === 'pausing' || kind === 'stopping' || kind === 'preparing';

  function pressed(act: () => void): () => void {
    return () => {
      setRefusal(null);
      act();
    };
  }

  return (
    <div className={isWithoutData ? 'run-controls run-controls-early' : 'run-controls'}>
      <PhoneProgress />
      <div className="row">
        <ActionButton
          variant={canResume && !startsAnew ? 'plain' : 'primary'}
          disabledReason={disabledReason.train}
          onRefused={setRefusal}
          onPress={pressed(() => session.startTraining())}
        >
          Train
        </ActionButton>
        {canResume && !isMoving ? (
          <ActionButton
            variant={startsAnew ? 'plain' : 'primary'}
            onPress={pressed(() => session.resumeTraining())}
          >
            Resume
          </ActionButton>
        ) : (
          <ActionButton
            disabledReason={disabledReason.pause}
            onRefused={setRefusal}
            onPress={pressed(() => session.pauseTraining())}
          >
            Pause
          </ActionButton>
        )}
        <ActionButton
          disabledReason={disabledReason.step}
          onRefused={setRefusal}
          onPress={pressed(() => session.trainOneStep())}
        >
          Step
        </ActionButton>
        <ActionButton
          disabledReason={disabledReason.stop}
          onRefused={setRefusal}
          onPress={pressed(() => session.stopTraining())}
        >
          Stop
        </ActionButton>
      </div>
      <p className="run-hint" aria-live="polite">
        {present ?? (isUnusable && disabledReason.train)}
        {!present && canResume && (
          <Deferred>
            <ResumeNote />
          </Deferred>
        )}
      </p>
    </div>
  );
}

/** Repeats, where nothing else of the run may be in sight, how far it has come. */
function PhoneProgress() {
  const run = useSessionState((state) => shownRun(state.run));
  const accuracy = useSessionState(headlineAccuracy);
  if (!run) return null;
  const { step } = run.progress;
  const { maxSteps } = run.hyperparameters;
  return (
    <div className="phone-progress" aria-hidden="true">
      <div style={{ inlineSize: `${(100 * step) / maxSteps}%` }} />
      <p className="figures">
        {wholeNumber(step)} / {wholeNumber(maxSteps)}
        {accuracy && ` · ${percentText(accuracy.value)}`}
      </p>
    </div>
  );
}

/** Whether it is said under the buttons what Train waits for, before anybody presses it. */
function isMissingPrerequisite(state: SessionState): boolean {
  if (state.isStarting) return false;
  if (state.run.kind === 'idle') return true;
  if (isBusy(state.run)) return false;
  const need = memoryNeed(state);
  return need === null || need.kind === 'too-much';
}
