import type { StoreApi } from 'zustand/vanilla';
import type { RunEvent } from '../machine/event.ts';
import type { RunCommand } from '../machine/outcome.ts';
import { afterRunEvent } from '../machine/runMachine.ts';
import type { SessionState } from '../state/sessionState.ts';

/**
 * Runs the machine: an event changes the store, then its commands are performed. Events that listeners of the store cause meanwhile
 * wait until that is done.
 */
export function driveRun(
  store: StoreApi<SessionState>,
  perform: (command: RunCommand) => void,
): (event: RunEvent) => void {
  const waiting: RunEvent[] = [];
  let isWorking = false;

  function follow(event: RunEvent): void {
    const [state, commands] = afterRunEvent(store.getState(), event);
    store.setState(state);
    commands.forEach(perform);
  }

  return (event) => {
    waiting.push(event);
    if (isWorking) return;
    isWorking = true;
    try {
      for (let next = waiting.shift(); next; next = waiting.shift()) follow(next);
    } finally {
      isWorking = false;
    }
  };
}
