/**
 * Executes commands one after the other. A long command can call `drain` to let later commands run at points where that is safe.
 */
export class CommandQueue<Command> {
  readonly #execute: (command: Command) => Promise<void>;
  readonly #failed: (command: Command, error: unknown) => void;
  readonly #waiting: Command[] = [];
  #isWorking = false;

  /** @param failed called with what `execute` throws; later commands are executed all the same */
  constructor(
    execute: (command: Command) => Promise<void>,
    failed: (command: Command, error: unknown) => void,
  ) {
    this.#execute = execute;
    this.#failed = failed;
  }

  /** Adds a command. If none is running, resolves when the queue is empty again; otherwise at once. */
  async take(command: Command): Promise<void> {
    this.#waiting.push(command);
    if (this.#isWorking) return;
    this.#isWorking = true;
    await this.drain();
    this.#isWorking = false;
  }

  /** Executes the waiting commands, and says whether there were any. To be called from within a command. */
  async drain(): Promise<boolean> {
    const isAny = this.#waiting.length > 0;
    for (let command = this.#waiting.shift(); command !== undefined; command = this.#waiting.shift()) {
      try {
        await this.#execute(command);
      } catch (error) {
        this.#failed(command, error);
      }
    }
    return isAny;
  }
}
