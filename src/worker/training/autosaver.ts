import type { Autosave } from '../../checkpoint/autosaves.ts';
import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import { encodeCheckpoint } from '../../checkpoint/codec.ts';
import { type FailureData, failureData } from '../../failure.ts';
import type { TrainingEvent } from './protocol.ts';

export interface AutosaveEnvironment {
  /** Stores an autosave. Until the promise settles, the bytes must be neither changed nor transferred. */
  readonly saveAutosave: (autosave: Autosave) => Promise<void>;
  /** Training time between two autosaves. */
  readonly autosaveEveryMs: number;
  readonly emit: (event: TrainingEvent, transfer?: ArrayBuffer[]) => void;
}

/** Keeps a recent checkpoint of the running training, in case the tab, the browser, the worker or the GPU is lost. */
export class Autosaver {
  readonly #environment: AutosaveEnvironment;
  #isWanted = false;
  #dueAt = Number.POSITIVE_INFINITY;

  constructor(environment: AutosaveEnvironment) {
    this.#environment = environment;
  }

  /** The loop begins. @param isWanted whether to autosave; trials of a sweep start again instead */
  begin(isWanted: boolean): void {
    this.#isWanted = isWanted;
    this.#restartClock();
  }

  get isDue(): boolean {
    return performance.now() >= this.#dueAt;
  }

  /** Writes while the run continues to train; the interval to the next autosave starts when the write ends. */
  keep(checkpoint: Checkpoint): void {
    this.#dueAt = Number.POSITIVE_INFINITY;
    void this.#store({ summary: checkpoint.summary, bytes: encodeCheckpoint(checkpoint) });
  }

  #restartClock(): void {
    this.#dueAt = this.#isWanted
      ? performance.now() + this.#environment.autosaveEveryMs
      : Number.POSITIVE_INFINITY;
  }

  async #store(autosave: Autosave): Promise<void> {
    const { saveAutosave, emit } = this.#environment;
    const failure = await saveAutosave(autosave).then(
      () => null,
      (error: unknown): FailureData => failureData(error),
    );
    this.#restartClock();
    // The page has the bytes as well, so a lost worker is not a lost run even where nothing can be stored.
    emit({ kind: 'autosaved', autosave, failure }, [autosave.bytes.buffer]);
  }
}
