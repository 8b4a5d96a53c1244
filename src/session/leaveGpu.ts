import type { StoreApi } from 'zustand/vanilla';
import type { BackendChoice } from '../backend/backendInfo.ts';
import { backendLine } from './logLines.ts';
import { runOf } from './runState.ts';
import type { SessionState } from './sessionState.ts';

/** The backend to go on with after too many losses; the log says so. Null where no GPU is in use: there is no better place. */
export function leaveGpu(store: StoreApi<SessionState>): BackendChoice | null {
  const { backend } = store.getState();
  if (backend?.name !== 'webgl' && backend?.name !== 'webgpu') return null;
  store.setState(({ log, run }) => ({
    backendChoice: 'wasm',
    backend: null,
    log: [...log, backendLine(backend.name, 'wasm', runOf(run)?.progress.step ?? 0)],
  }));
  return 'wasm';
}
