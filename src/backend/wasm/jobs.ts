import { Failure } from '../../failure.ts';
import { isInterrupted } from '../interruption.ts';
import { type Kernel, type KernelName, type Kernels, kernelNames } from './kernelModule.ts';

/*
 * A job is a kernel, a record of 32-bit words that the kernel reads, and a number of items. Any free thread claims the next item.
 * All of it is at the bottom of the shared memory:
 *
 * - `ticket`: the job's number (20 bits) and its next item (12 bits). An item is claimed by a compare-and-swap on the value that
 *   was read, which fails if the job is over: a late thread cannot mistake an item of one job for that of another.
 * - `itemCount`, `kernel`: written only while the ticket is closed, that is, while its item has the maximum value.
 * - `doneCount`: items done. The job is over when it reaches `itemCount`, which an interrupted job lowers to the items that are
 *   claimed already.
 */
const ticketWord = 0;
const itemCountWord = 1;
const kernelWord = 2;
const doneCountWord = 3;
const controlWords = 4;

const controlAddress = 1_024;
const recordAddress = 1_088;
const maxRecordWords = 32;
/** The addresses below it are reserved for jobs. */
export const firstFreeAddress = recordAddress + 4 * maxRecordWords;

const itemBits = 12;
const itemMask = (1 << itemBits) - 1;

/** How often a thread polls before it sleeps: waking it takes longer than the pause between two kernels. */
const pollsBeforeSleep = 4_000;

/**
 * The longest that other threads may take to finish an item: a thread that the browser has terminated never finishes its own. It
 * has to elapse twice in a row, because it also elapses while the machine sleeps.
 */
const helperTimeoutMs = 10_000;
const maxSilences = 2;

/** Control words, readable by all threads. A memory that has grown needs a new view. */
function controlOf(memory: WebAssembly.Memory): Int32Array {
  return new Int32Array(memory.buffer, controlAddress, controlWords);
}

/** The thread that issues jobs. It works on them itself; other threads may join in. */
export class JobMaster {
  readonly #memory: WebAssembly.Memory;
  readonly #kernels: readonly Kernel[];
  readonly #scratch: number;
  #jobNumber = 0;

  /** @param scratch address of this thread's own scratch space */
  constructor(memory: WebAssembly.Memory, kernels: Kernels, scratch: number) {
    this.#memory = memory;
    this.#kernels = inOrder(kernels);
    this.#scratch = scratch;
  }

  /**
   * Runs a job to completion, or until the computation is interrupted: its results are worthless then.
   *
   * @throws Failure `worker-died` where another thread has claimed items and does not finish them
   * @param record its words, in the order of the kernel's class in `kernels/`; floating-point numbers as `floatWord`
   */
  run(kernel: KernelName, itemCount: number, record: readonly number[]): void {
    if (isInterrupted()) return;
    if (itemCount > itemMask) throw new RangeError(`${itemCount} items are more than ${itemMask}`);
    const control = controlOf(this.#memory);
    Atomics.store(control, ticketWord, this.#ticket(itemMask));
    new Uint32Array(this.#memory.buffer, recordAddress, record.length).set(record);
    Atomics.store(control, itemCountWord, itemCount);
    Atomics.store(control, kernelWord, kernelNames.indexOf(kernel));
    Atomics.store(control, doneCountWord, 0);
    this.#jobNumber += 1;
    Atomics.store(control, ticketWord, this.#ticket(0));
    Atomics.notify(control, ticketWord);
    claimItems(control, this.#kernels, this.#scratch, isInterrupted);
    awaitOthers(control, isInterrupted() ? closed(control, itemCount) : itemCount);
  }

  #ticket(item: number): number {
    return (this.#jobNumber << itemBits) | item;
  }
}

/** Helps with jobs forever; the thread receives no more messages. */
export function helpWithJobs(memory: WebAssembly.Memory, kernels: Kernels, scratch: number): never {
  const control = controlOf(memory);
  const ordered = inOrder(kernels);
  for (;;) {
    const ticket = claimItems(control, ordered, scratch, () => false);
    if (!hasChanged(control, ticketWord, ticket)) Atomics.wait(control, ticketWord, ticket);
  }
}

/** The single-precision bits of a number, as an integer. */
export function floatWord(value: number): number {
  return new Uint32Array(Float32Array.of(value).buffer)[0] ?? 0;
}

function inOrder(kernels: Kernels): Kernel[] {
  return kernelNames.map((name) => kernels[name]);
}

/** Works until no item is left or wanted, and returns the last ticket. */
function claimItems(
  control: Int32Array,
  kernels: readonly Kernel[],
  scratch: number,
  isOver: () => boolean,
): number {
  for (;;) {
    const ticket = Atomics.load(control, ticketWord);
    const itemCount = Atomics.load(control, itemCountWord);
    const kernel = kernels[Atomics.load(control, kernelWord)];
    const item = ticket & itemMask;
    if (item >= itemCount || !kernel || isOver()) return ticket;
    if (Atomics.compareExchange(control, ticketWord, ticket, ticket + 1) !== ticket) continue;
    kernel(recordAddress, item, scratch);
    const done = Atomics.add(control, doneCountWord, 1) + 1;
    // Read again: the job may have been closed meanwhile.
    if (done === Atomics.load(control, itemCountWord)) Atomics.notify(control, doneCountWord);
  }
}

/** Lets nobody claim further items. Returns how many are claimed. */
function closed(control: Int32Array, itemCount: number): number {
  let ticket = Atomics.load(control, ticketWord);
  for (;;) {
    const found = Atomics.compareExchange(control, ticketWord, ticket, ticket | itemMask);
    if (found === ticket) break;
    ticket = found;
  }
  const claimed = Math.min(ticket & itemMask, itemCount);
  Atomics.store(control, itemCountWord, claimed);
  return claimed;
}

function awaitOthers(control: Int32Array, itemCount: number): void {
  let silences = 0;
  for (;;) {
    const done = Atomics.load(control, doneCountWord);
    if (done === itemCount) return;
    if (hasChanged(control, doneCountWord, done)) silences = 0;
    else if (Atomics.wait(control, doneCountWord, done, helperTimeoutMs) !== 'timed-out') silences = 0;
    else if (++silences === maxSilences) throw lostHelper();
  }
}

/** A half-done item cannot be finished: the run has to start again on fresh threads. */
function lostHelper(): Failure {
  return new Failure({ code: 'worker-died', details: { reason: 'a thread of the WASM backend was lost' } });
}

function hasChanged(control: Int32Array, word: number, value: number): boolean {
  for (let look = 0; look < pollsBeforeSleep; look++) {
    if (Atomics.load(control, word) !== value) return true;
  }
  return false;
}
