import type { Session } from '../../session/session.ts';
import { runOf } from '../../session/state/runState.ts';
import { isMeantForNewRun } from '../../session/state/selectors.ts';
import type { SessionState } from '../../session/state/sessionState.ts';
import { type Control, whyNot } from '../train/controls.ts';

/** A key that presses a control from anywhere on the page. */
export interface Shortcut {
  /** As `KeyboardEvent.key` gives it, in lower case. */
  readonly key: string;
  readonly keyName: string;
  readonly effect: string;
  readonly control: (state: SessionState) => Control;
}

export const shortcuts: readonly Shortcut[] = [
  { key: ' ', keyName: 'Space', effect: 'Train, pause or resume', control: trainingControl },
  { key: 's', keyName: 'S', effect: 'Train one step', control: () => 'step' },
  { key: 'c', keyName: 'C', effect: 'Save a checkpoint', control: () => 'save' },
  { key: 'e', keyName: 'E', effect: 'Evaluate on the test set', control: () => 'evaluate' },
];

function trainingControl(state: SessionState): Control {
  if (whyNot('pause', state) === null) return 'pause';
  return whyNot('resume', state) === null && !isMeantForNewRun(state) ? 'resume' : 'train';
}

const actions: Partial<Record<Control, (session: Session) => void>> = {
  train: (session) => session.startTraining(),
  pause: (session) => session.pauseTraining(),
  resume: (session) => session.resumeTraining(),
  step: (session) => session.trainOneStep(),
  save: (session) => session.saveCheckpoint(),
  evaluate: (session) => session.evaluateTestSet(),
};

/** What a key says where it would put another run in the place of the one that is shown. */
function newRunText(button: 'Train' | 'Step'): string {
  return `This would start a new run in the place of the one that is shown: press ${button} for that.`;
}

/** Does what the shortcut stands for; where that cannot be, returns why. */
export function press({ control }: Shortcut, session: Session): string | null {
  const state = session.store.getState();
  const pressed = control(state);
  const reason = whyNot(pressed, state);
  if (reason !== null) return reason;
  if (runOf(state.run) !== null) {
    if (pressed === 'train') return newRunText('Train');
    if (pressed === 'step' && state.run.kind !== 'paused') return newRunText('Step');
  }
  actions[pressed]?.(session);
  return null;
}

/** Whether this key belongs to the element at this place: somebody types there, or Space presses it. */
export function isTakenBy(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof Element)) return false;
  if (target.closest('input, textarea, select, dialog, [contenteditable]')) return true;
  return key === ' ' && target.closest('button, summary, a') !== null;
}
