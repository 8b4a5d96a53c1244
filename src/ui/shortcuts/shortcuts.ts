import type { Session } from '../../session/session.ts';
import { runOf } from '../../session/state/runState.ts';
import { isMeantForNewRun } from '../../session/state/selectors.ts';
import type { SessionState } from '../../session/state/sessionState.ts';
import { isForPage } from '../common/whoseEvent.ts';
import { type Control, disabledReason } from '../train/controls.ts';

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
  if (disabledReason('pause', state) === null) return 'pause';
  return disabledReason('resume', state) === null && !isMeantForNewRun(state) ? 'resume' : 'train';
}

const actions: Partial<Record<Control, (session: Session) => void>> = {
  train: (session) => session.startTraining(),
  pause: (session) => session.pauseTraining(),
  resume: (session) => session.resumeTraining(),
  step: (session) => session.trainOneStep(),
  save: (session) => session.saveCheckpoint(),
  evaluate: (session) => session.evaluateTestSet(),
};

/** What a key says instead of replacing the shown run with a new one. */
function newRunText(button: 'Train' | 'Step'): string {
  return `This would replace the shown run with a new one. To do that, press the ${button} button.`;
}

/** Carries out the shortcut, or returns why it cannot. */
export function press({ control }: Shortcut, session: Session): string | null {
  const state = session.store.getState();
  const pressed = control(state);
  const reason = disabledReason(pressed, state);
  if (reason !== null) return reason;
  if (runOf(state.run) !== null) {
    if (pressed === 'train') return newRunText('Train');
    if (pressed === 'step' && state.run.kind !== 'paused') return newRunText('Step');
  }
  actions[pressed]?.(session);
  return null;
}

/** Whether the focused element handles this key itself, such as a text field, a slider, or a button that Space presses. */
export function isTaken(event: KeyboardEvent, key: string): boolean {
  if (!isForPage(event)) return true;
  const { target } = event;
  const keyed = key === ' ' ? 'input, select, button, summary, a' : 'input, select';
  return target instanceof Element && target.closest(keyed) !== null;
}
