import type { Interruption } from '../../backend/interruption.ts';
import type { TrainingCommand } from './protocol.ts';

/*
 * While a worker computes, no message comes in. So the page counts the commands that it has sent in memory that it shares with the
 * worker, and the worker looks there in the middle of a step. Pages that are not cross-origin isolated share no memory: there a
 * command is heard when the kernels of a step are done.
 */

/** Three counts: of all commands, of the urgent ones among them, and of those that a person has asked for. */
type Counts = Int32Array;
const allWord = 0;
const urgentWord = 1;
const askedWord = 2;
const words = 3;

/** What the page sends before its first command. */
export interface CountsMessage {
  readonly kind: 'countCommands';
  readonly shared: SharedArrayBuffer;
}

/** Commands that need not wait for the end of a step. Others would make a run whose steps are slow begin them again and again. */
function isUrgent({ kind }: TrainingCommand): boolean {
  return kind === 'pauseTraining' || kind === 'stopTraining';
}

/** The page asks about a run that it shows by itself, again and again: that ends nothing else. */
function isAsked(command: TrainingCommand): boolean {
  return command.kind !== 'inspect' || command.question.kind !== 'live';
}

/** The page's side. */
export class SentCommands {
  readonly #counts: Counts | null;
  /** Null where no memory can be shared. */
  readonly message: CountsMessage | null;

  constructor() {
    const isIsolated = typeof crossOriginIsolated !== 'undefined' && crossOriginIsolated;
    const shared = isIsolated ? new SharedArrayBuffer(words * Int32Array.BYTES_PER_ELEMENT) : null;
    this.#counts = shared && new Int32Array(shared);
    this.message = shared && { kind: 'countCommands', shared };
  }

  /** Call this behind each command that was sent. */
  sent(command: TrainingCommand): void {
    if (this.#counts) count(this.#counts, command, 1);
  }
}

/** What takes less is awaited. */
const afterMs = 1_000;
/** A command that does not arrive within this time after it was counted is lost. */
const arrivalMs = 1_000;

/** The worker's side. */
export class HeardCommands {
  #sent: Counts | null = null;
  readonly #received: Counts = new Int32Array(words);
  readonly #executed: Counts = new Int32Array(words);
  readonly #channel = new MessageChannel();

  share({ shared }: CountsMessage): void {
    this.#sent = new Int32Array(shared);
  }

  received(command: TrainingCommand): void {
    count(this.#received, command, 1);
  }

  /** Call this when a command begins to be executed. */
  executed(command: TrainingCommand): void {
    count(this.#executed, command, 1);
  }

  /** It will be executed again, and waits until then. */
  postponed(command: TrainingCommand): void {
    count(this.#executed, command, -1);
  }

  /** Lets commands in that were sent already. */
  async arrival(): Promise<void> {
    const startedAt = performance.now();
    while (this.#isOnItsWay() && performance.now() - startedAt < arrivalMs) await this.#nextTask();
  }

  /**
   * By commands that have not begun to be executed.
   *
   * @param isAlive as in `Interruption`
   */
  interruptionBy(kind: 'urgent' | 'asked', isAlive: Interruption['isAlive']): Interruption {
    const word = kind === 'urgent' ? urgentWord : askedWord;
    return { afterMs, isWanted: () => this.#isWaiting(word), isAlive };
  }

  #isWaiting(word: number): boolean {
    const sent = Math.max(this.#sent ? Atomics.load(this.#sent, word) : 0, this.#received[word] ?? 0);
    return sent > (this.#executed[word] ?? 0);
  }

  #isOnItsWay(): boolean {
    return this.#sent !== null && Atomics.load(this.#sent, allWord) > (this.#received[allWord] ?? 0);
  }

  #nextTask(): Promise<void> {
    const { port1, port2 } = this.#channel;
    return new Promise((resolve) => {
      port1.onmessage = () => resolve();
      port2.postMessage(null);
    });
  }
}

function count(counts: Counts, command: TrainingCommand, change: 1 | -1): void {
  Atomics.add(counts, allWord, change);
  if (isAsked(command)) Atomics.add(counts, askedWord, change);
  if (isUrgent(command)) Atomics.add(counts, urgentWord, change);
}
