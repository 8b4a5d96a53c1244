/**
 * Carries out commands one after the other, each when the one before has ended. A command that takes long can have those carried
 * out in between that came after it, where that does no harm.
 */
export class CommandQueue<Command> {
  readonly #execute: (command: Command) => Promise<void>;
  readonly #failed: (command: Command, error: unknown) => void;
  readonly #waiting: Command[] = [];
  #isWorking = false;

  /** @param failed told what `execute` has thrown; the commands after it are carried out all the same */
  constructor(
    execute: (command: Command) => Promise<void>,
    failed: (command: Command, error: unknown) => void,
  ) {
    this.#execute = execute;
    this.#failed = failed;
  }

  /** Takes a command. Where none is under way, it resolves when the queue is empty again; otherwise at once. */
  async take(command: Command): Promise<void> {
    this.#waiting.push(command);
    if (this.#isWorking) return;
    this.#isWorking = true;
    await this.drain();
    this.#isWorking = false;
  }

  /** Carries out what waits by now. To be called within a command, by whoever wants to be interrupted. */
  async drain(): Promise<void> {
    for (let command = this.#waiting.shift(); command !== undefined; command = this.#waiting.shift()) {
      try {
        await this.#execute(command);
      } catch (error) {
        this.#failed(command, error);
      }
    }
  }
}
