/**
 * Long computations that a command ends in their middle. A step is submitted by synchronous code, during which a worker receives no
 * message; so the kernels look, between two of them and between the parts of a long one, whether one is wanted
 * (`isInterrupted`). From then on they compute nothing, and what the rest of the step makes is worthless. It is thrown away where
 * every tensor belongs to a `tf.tidy` (`endIfInterrupted`), so that nothing leaks.
 */
export interface Interruption {
  /** What takes less than this is not worth computing twice: it is awaited. */
  readonly afterMs: number;
  /** Called between kernels: it must be cheap. */
  readonly isWanted: () => boolean;
  /** Called every few seconds of a computation that takes long, while it gets on. */
  readonly isAlive: (seconds: number) => void;
}

/** What nothing interrupts. */
export const uninterrupted: Interruption = {
  afterMs: Number.POSITIVE_INFINITY,
  isWanted: () => false,
  isAlive: () => {},
};

/** Thrown in place of a result that was not computed to its end. */
export class Interrupted extends Error {
  constructor() {
    super('the computation was interrupted');
  }
}

const betweenSignsMs = 1_000;
/** Work that takes longer is waited for in pieces. */
const slowMs = 300;

/** A computation in one or several parts, such as the passes of an evaluation; or several such computations in turn. */
export class Interruptible {
  readonly #interruption: Interruption;
  #startedAt = performance.now();
  #signAt = this.#startedAt;
  #isInterrupted = false;
  /** Nothing is known before the first. */
  #isSlow = true;

  constructor(interruption: Interruption) {
    this.#interruption = interruption;
  }

  /** Whether a GPU should be waited for between its draws, so that it is not seconds behind. */
  get isSlow(): boolean {
    return this.#isSlow;
  }

  /** Another computation begins. */
  restart(): void {
    this.#startedAt = performance.now();
    this.#signAt = this.#startedAt;
    this.#isInterrupted = false;
  }

  /** How long work like that to come has taken. */
  noteTime(milliseconds: number): void {
    this.#isSlow = milliseconds > slowMs;
  }

  get isInterrupted(): boolean {
    if (this.#isInterrupted) return true;
    const { afterMs, isWanted } = this.#interruption;
    if (afterMs === Number.POSITIVE_INFINITY) return false;
    const elapsedMs = performance.now() - this.#startedAt;
    if (elapsedMs >= afterMs) this.#isInterrupted = isWanted();
    this.#giveSign(elapsedMs);
    return this.#isInterrupted;
  }

  /**
   * Computes a part. It must call `endIfInterrupted` when its last kernel is done.
   *
   * @throws Interrupted
   */
  part<Result>(work: () => Result): Result {
    const outer = present;
    present = this;
    try {
      return work();
    } finally {
      present = outer;
    }
  }

  #giveSign(elapsedMs: number): void {
    const now = this.#startedAt + elapsedMs;
    if (now - this.#signAt < betweenSignsMs) return;
    this.#signAt = now;
    this.#interruption.isAlive(elapsedMs / 1_000);
  }
}

let present: Interruptible | null = null;

/** For kernels: whether the present computation is interrupted, so that nothing need be computed. */
export function isInterrupted(): boolean {
  return present?.isInterrupted ?? false;
}

/** For backends that accept work faster than they complete it. */
export function isSlow(): boolean {
  return present?.isSlow ?? false;
}

/**
 * To be called where nothing is lost but tensors that are about to be disposed of.
 *
 * @throws Interrupted
 */
export function endIfInterrupted(): void {
  if (isInterrupted()) throw new Interrupted();
}
