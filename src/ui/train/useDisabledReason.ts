import { useSessionState } from '../common/sessionContext.ts';
import { type Control, disabledReason } from './controls.ts';

/** Why the control cannot be used now, or null. */
export function useDisabledReason(control: Control): string | null {
  return useSessionState((state) => disabledReason(control, state));
}
