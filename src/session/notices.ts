import type { StoreApi } from 'zustand/vanilla';
import { failureData } from '../failure.ts';
import type { Notice, SessionState } from './sessionState.ts';

/** What the person should know, a notice a place. */
export interface Notices {
  show(notice: Notice): void;
  clear(place: Notice['place']): void;
  /** Does it, and says in this place what went wrong. What was said there before is gone. */
  attempt(place: Notice['place'], work: () => Promise<void>): Promise<void>;
}

export function createNotices(store: StoreApi<SessionState>): Notices {
  function show(added: Notice): void {
    store.setState(({ notices }) => ({
      notices: [...notices.filter(({ place }) => place !== added.place), added],
    }));
  }

  function clear(cleared: Notice['place']): void {
    store.setState(({ notices }) => ({ notices: notices.filter(({ place }) => place !== cleared) }));
  }

  return {
    show,
    clear,
    async attempt(place, work) {
      clear(place);
      try {
        await work();
      } catch (error) {
        show({ place, failure: failureData(error) });
      }
    },
  };
}
