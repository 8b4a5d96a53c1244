import type { StoreApi } from 'zustand/vanilla';
import { isChanging } from './dataState.ts';
import type { Kept } from './otherTabs.ts';
import type { RunCommands } from './runCommands.ts';
import { runOf } from './runState.ts';
import type { SessionState } from './sessionState.ts';
import type { SweepCommands } from './sweepCommands.ts';
import type { UnfinishedRunCommands } from './unfinishedRun.ts';

interface Readers {
  readonly checkpoints: { refresh(): Promise<void> };
  readonly data: { read(): Promise<void> };
  readonly runs: Pick<RunCommands, 'openList'>;
  readonly sweeps: Pick<SweepCommands, 'openList'>;
  readonly unfinishedRun: Pick<UnfinishedRunCommands, 'find'>;
}

/** Reads again what another tab has written. */
export function createReadingAgain(
  store: StoreApi<SessionState>,
  { checkpoints, data, runs, sweeps, unfinishedRun }: Readers,
): (kept: Kept) => Promise<void> {
  return async (kept) => {
    switch (kept) {
      case 'checkpoints':
        await checkpoints.refresh();
        // Only now can it be told whether a run was cut off: the tab that trained it may have been closed.
        if (runOf(store.getState().run) === null || store.getState().run.kind === 'opened') {
          await unfinishedRun.find();
        }
        return;
      case 'runs':
        return runs.openList();
      case 'sweeps':
        return sweeps.openList();
      case 'data':
        return isChanging(store.getState().data) ? undefined : data.read();
    }
  };
}
