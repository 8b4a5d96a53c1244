import type { BackendInfo } from './backendInfo.ts';
import type { Pace } from './pace.ts';

/** A backend that is ready to compute. */
export interface StartedBackend {
  readonly info: BackendInfo;
  readonly pace: Pace;
  /** Resolves if the GPU context is lost. Nothing computed afterwards can be trusted, and reads may never return. */
  readonly contextLost: Promise<void>;
}
