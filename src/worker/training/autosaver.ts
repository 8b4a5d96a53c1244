import type { Autosave } from '../../checkpoint/autosaves.ts';
import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import { encodeCheckpoint } from '../../checkpoint/codec.ts';
import { type FailureData, failureData } from '../../failure.ts';
import type { TrainingEvent } from './protocol.ts';

export interface AutosaveEnvironment {
  /** Stores it. Until the promise settles, the bytes must be neither changed nor transferred. */
  readonly saveAutosave: (autosave: Autosave) => Promise<void>;
  /** Training time between two. */
  readonly autosaveEveryMs: number;
  readonly emit: (event: TrainingEvent, transfer?: ArrayBuffer[]) => void;
}

/** Keeps a recent checkpoint of the run that trains, for the case that the tab, the browser, the worker or the GPU is lost. */
export class Autosaver {
  readonly #environment: AutosaveEnvironment;
  #isWanted = false;
  #dueAt = Number.POSITIVE_INFINITY;

  constructor(environment: AutosaveEnvironment) {
    this.#environment = environment;
  }

  /** The loop begins. @param isWanted whether the run is worth it: the trials of a sweep begin anew */
  begin(isWanted: boolean): void {
    this.#isWanted = isWanted;
    this.#restartClock();
  }

  get isDue(): boolean {
    return performance.now() >= this.#dueAt;
  }

  /** Writing goes on while the run trains; the next autosave is due so long after its end. */
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
    // The page holds the bytes, too: where nothing can be stored, a lost worker is still not a lost run.
    emit({ kind: 'autosaved', autosave, failure }, [autosave.bytes.buffer]);
  }
}
