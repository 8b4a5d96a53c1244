import type { BackendChoice } from '../../backend/backendInfo.ts';
import type { StartedBackend } from '../../backend/startedBackend.ts';
import type { Hyperparameters } from '../../configuration/hyperparameters.ts';
import type { PreparedPictures } from '../../input/inputScaling.ts';
import type { TrainingEvent } from './protocol.ts';

/** How the official pictures are scaled. */
export type InputChoice = Pick<Hyperparameters, 'inputScaling' | 'whiteningEpsilon'>;

export interface PreparationEnvironment {
  readonly startBackend: (choice: BackendChoice) => Promise<StartedBackend>;
  /**
   * Called after the backend has started, because whitening computes on it. `onProgress` gets the share that is done, in [0, 1].
   */
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

/** Starts the backend once, and opens the pictures, again only when their scaling changes. */
export class Preparation {
  readonly #environment: PreparationEnvironment;
  #backend: StartedBackend | null = null;
  #pictures: { readonly choice: InputChoice; readonly opened: PreparedPictures } | null = null;

  constructor(environment: PreparationEnvironment) {
    this.#environment = environment;
  }

  /**
   * @param onContextLost called if the GPU is lost at any later time; pending work on it may then never finish
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

  /** Whether the open pictures have this scaling, or none are open. */
  canOpen(choice: InputChoice): boolean {
    return this.#pictures === null || isSame(this.#pictures.choice, choice);
  }

  /** @throws Failure `data-missing`, `storage-unavailable`, `storage-failed` */
  async pictures(choice: InputChoice): Promise<PreparedPictures> {
    if (this.#pictures && isSame(this.#pictures.choice, choice)) return this.#pictures.opened;
    const { emit, openPictures } = this.#environment;
    // Releases the old set first: two sets would take twice 184 MB.
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
