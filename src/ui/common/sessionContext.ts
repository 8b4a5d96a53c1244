import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { Session } from '../../session/session.ts';
import type { SessionState } from '../../session/state/sessionState.ts';

export const SessionContext = createContext<Session | null>(null);

/** The commands of the session that the page was mounted with. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('the page was mounted without a session');
  return session;
}

/** A part of the session's state; the component is drawn again when that part changes. */
export function useSessionState<Part>(select: (state: SessionState) => Part): Part {
  return useStore(useSession().store, select);
}
