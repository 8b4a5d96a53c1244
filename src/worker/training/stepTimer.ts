/** Long enough for a steady figure, short enough to follow changes. */
const windowMs = 3_000;

/**
 * The time of a step, as a mean over the last seconds, or over the last step where that took longer. The first step does not count:
 * programs are compiled and caches filled with it.
 */
export class StepTimer {
  #isWarm = false;
  readonly #steps: number[] = [];
  #total = 0;

  /** Takes the time of a step, in ms. */
  note(milliseconds: number): void {
    if (!this.#isWarm) {
      this.#isWarm = true;
      return;
    }
    this.#steps.push(milliseconds);
    this.#total += milliseconds;
    while (this.#total - (this.#steps[0] ?? 0) >= windowMs) this.#total -= this.#steps.shift() ?? 0;
  }

  /** Null until a step is timed. */
  get msPerStep(): number | null {
    return this.#steps.length === 0 ? null : this.#total / this.#steps.length;
  }
}
