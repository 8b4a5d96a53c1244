import type { BackendChoice } from '../../backend/backendInfo.ts';
import type { StartedBackend } from '../../backend/startedBackend.ts';
import type { Hyperparameters } from '../../configuration/hyperparameters.ts';
import type { PreparedPictures } from '../../input/inputScaling.ts';
import type { TrainingEvent } from './protocol.ts';

/** Which pictures are wanted: the official ones, scaled in one of several ways. */
export type InputChoice = Pick<Hyperparameters, 'inputScaling' | 'whiteningEpsilon'>;

export interface PreparationEnvironment {
  readonly startBackend: (choice: BackendChoice) => Promise<StartedBackend>;
  /** Called with the backend started: whitening computes on it. `onProgress` is told a share in [0, 1]. */
  readonly openPictures: (
    choice: InputChoice,
    onProgress: (share: number) => void,
  ) => Promise<PreparedPictures>;
  readonly emit: (event: TrainingEvent) => void;
}

/** What every computation needs. */
export interface Prepared {
  readonly backend: StartedBackend;
  readonly pictures: PreparedPictures;
}

/** Starts the backend, once, and opens the pictures, again only where others are wanted. */
export class Preparation {
  readonly #environment: PreparationEnvironment;
  #backend: StartedBackend | null = null;
  #pictures: { readonly choice: InputChoice; readonly opened: PreparedPictures } | null = null;

  constructor(environment: PreparationEnvironment) {
    this.#environment = environment;
  }

  /**
   * @param onContextLost called where the GPU is lost at any later time: whatever is waited for then may never come
   * @throws Failure `backend-unavailable`
   */
  async backend(choice: BackendChoice, onContextLost: () => void): Promise<StartedBackend> {
    if (this.#backend) return this.#backend;
    const { emit, startBackend } = this.#environment;
    emit({ kind: 'preparationProgressed', stage: 'backend' });
    const backend = await startBackend(choice);
    this.#backend = backend;
    emit({ kind: 'backendStarted', backend: backend.info });
    void backend.contextLost.then(onContextLost);
    return backend;
  }

  /** Whether the pictures that are open are these, or none are open. */
  canOpen(choice: InputChoice): boolean {
    return this.#pictures === null || isSame(this.#pictures.choice, choice);
  }

  /** @throws Failure `data-missing`, `storage-unavailable`, `storage-failed` */
  async pictures(choice: InputChoice): Promise<PreparedPictures> {
    if (this.#pictures && isSame(this.#pictures.choice, choice)) return this.#pictures.opened;
    const { emit, openPictures } = this.#environment;
    // Two sets at a time would be twice 184 MB.
    this.#pictures = null;
    emit({ kind: 'preparationProgressed', stage: 'data' });
    const opened = await openPictures(choice, (share) =>
      emit({ kind: 'preparationProgressed', stage: 'whitening', share }),
    );
    this.#pictures = { choice, opened };
    return opened;
  }
}

function isSame(a: InputChoice, b: InputChoice): boolean {
  if (a.inputScaling !== b.inputScaling) return false;
  return a.inputScaling !== 'whitened' || a.whiteningEpsilon === b.whiteningEpsilon;
}
