import type { StoreApi } from 'zustand/vanilla';
import { type FailureData, failureData } from '../../failure.ts';
import { type Notice, type SessionState, withNotice } from '../state/sessionState.ts';

/** The notices of the page, one per place. */
export interface Notices {
  /** Takes the place of what was said there before; null says nothing any more. */
  say(place: Notice['place'], failure: FailureData | null): void;
  /** Does it, and says in this place what went wrong. What was said there before is gone. */
  attempt(place: Notice['place'], work: () => Promise<void>): Promise<void>;
}

export function createNotices(store: StoreApi<SessionState>): Notices {
  function say(place: Notice['place'], failure: FailureData | null): void {
    store.setState(({ notices }) => ({ notices: withNotice(notices, place, failure) }));
  }

  return {
    say,
    async attempt(place, work) {
      say(place, null);
      try {
        await work();
      } catch (error) {
        say(place, failureData(error));
      }
    },
  };
}
