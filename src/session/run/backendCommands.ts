import type { StoreApi } from 'zustand/vanilla';
import type { BackendChoice } from '../../backend/backendInfo.ts';
import type { PageEvent } from '../machine/event.ts';
import type { SessionState } from '../state/sessionState.ts';
import type { Notices } from './notices.ts';

export interface BackendCommands {
  /**
   * Moves the present run with exactly the same weights; a run that trains is resumed. Where the backend cannot be
   * had, everything stays as it was, and a notice says why.
   */
  chooseBackend(choice: BackendChoice): Promise<void>;
}

interface BackendEnvironment {
  readonly dispatch: (event: PageEvent) => void;
  readonly notices: Notices;
  readonly findAdapter: () => Promise<object | null>;
}

export function createBackendCommands(
  store: StoreApi<SessionState>,
  { dispatch, notices, findAdapter }: BackendEnvironment,
): BackendCommands {
  return {
    async chooseBackend(choice) {
      if (choice === store.getState().backendChoice) return;
      notices.say('backend', null);
      if (choice === 'webgpu' && !(await findAdapter())) {
        notices.say('backend', { code: 'backend-unavailable', details: { backend: choice } });
      } else dispatch({ kind: 'backendChosen', choice });
    },
  };
}
