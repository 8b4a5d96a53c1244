import { useSessionState } from '../common/sessionContext.ts';
import { type Control, whyNot } from './controls.ts';

/** Why the control cannot be used now, or null. */
export function useControl(control: Control): string | null {
  return useSessionState((state) => whyNot(control, state));
}
