import { useState } from 'react';
import { isBusy } from '../../session/state/runState.ts';
import { chosenHyperparameters, isMeantForNewRun } from '../../session/state/selectors.ts';
import type { SessionState } from '../../session/state/sessionState.ts';
import { ActionButton } from '../common/ActionButton.tsx';
import { useSession, useSessionState } from '../common/sessionContext.ts';
import { ResumeNote } from './ResumeNote.tsx';
import { useControl } from './useControl.ts';

/** Train, Pause or Resume, Step, Stop. On a phone they stay at the bottom edge. */
export function RunControls() {
  const session = useSession();
  const [refusal, setRefusal] = useState<string | null>(null);
  const unavailable = {
    train: useControl('train'),
    pause: useControl('pause'),
    resume: useControl('resume'),
    step: useControl('step'),
    stop: useControl('stop'),
  };
  const canResume = unavailable.resume === null;
  // What was said stays until it is no longer so.
  const present = Object.values(unavailable).find((reason) => reason === refusal);
  const kind = useSessionState(({ run }) => run.kind);
  const isUnusable = useSessionState(needsWhatComesFirst);
  const startsAnew = useSessionState(isMeantForNewRun);
  const isMoving = kind === 'training' || kind === 'pausing' || kind === 'stopping' || kind === 'preparing';

  function pressed(act: () => void): () => void {
    return () => {
      setRefusal(null);
      act();
    };
  }

  return (
    <div className="run-controls">
      <div className="row">
        <ActionButton
          look={canResume && !startsAnew ? 'plain' : 'primary'}
          unavailable={unavailable.train}
          onRefused={setRefusal}
          onPress={pressed(() => session.startTraining())}
        >
          Train
        </ActionButton>
        {canResume && !isMoving ? (
          <ActionButton
            look={startsAnew ? 'plain' : 'primary'}
            onPress={pressed(() => session.resumeTraining())}
          >
            Resume
          </ActionButton>
        ) : (
          <ActionButton
            unavailable={unavailable.pause}
            onRefused={setRefusal}
            onPress={pressed(() => session.pauseTraining())}
          >
            Pause
          </ActionButton>
        )}
        <ActionButton
          unavailable={unavailable.step}
          onRefused={setRefusal}
          onPress={pressed(() => session.trainOneStep())}
        >
          Step
        </ActionButton>
        <ActionButton
          unavailable={unavailable.stop}
          onRefused={setRefusal}
          onPress={pressed(() => session.stopTraining())}
        >
          Stop
        </ActionButton>
      </div>
      <p className="run-hint" aria-live="polite">
        {present ?? (isUnusable && unavailable.train)}
        {!present && canResume && <ResumeNote />}
      </p>
    </div>
  );
}

/** Whether it is said under the buttons what Train waits for, before anybody presses it. */
function needsWhatComesFirst(state: SessionState): boolean {
  return state.run.kind === 'idle' || (!isBusy(state.run) && chosenHyperparameters(state) === null);
}
