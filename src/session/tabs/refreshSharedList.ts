import type { StoreApi } from 'zustand/vanilla';
import type { RecordCommands } from '../records/recordCommands.ts';
import type { SweepCommands } from '../records/sweepCommands.ts';
import type { UnfinishedRunCommands } from '../recovery/unfinishedRun.ts';
import { isChanging } from '../state/dataState.ts';
import type { SharedList } from '../state/lockState.ts';
import { runOf } from '../state/runState.ts';
import type { SessionState } from '../state/sessionState.ts';

interface Readers {
  readonly checkpoints: { refresh(): Promise<void> };
  readonly data: { read(): Promise<void> };
  readonly runs: Pick<RecordCommands, 'openList'>;
  readonly sweeps: Pick<SweepCommands, 'openList'>;
  readonly unfinishedRun: Pick<UnfinishedRunCommands, 'find'>;
}

/** Reads again what another tab has written. */
export function createSharedListRefresh(
  store: StoreApi<SessionState>,
  { checkpoints, data, runs, sweeps, unfinishedRun }: Readers,
): (list: SharedList) => Promise<void> {
  return async (list) => {
    switch (list) {
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
