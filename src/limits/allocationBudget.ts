import { Failure } from '../failure.ts';
import { maxAllocatedBytes } from './readingLimits.ts';

/**
 * What reading may still allocate. A reader takes from it before it allocates, by what the file states: a small file can state any
 * sizes, and state them often.
 */
export class AllocationBudget {
  readonly limitBytes: number;
  #takenBytes = 0;

  constructor(limitBytes = maxAllocatedBytes) {
    this.limitBytes = limitBytes;
  }

  get takenBytes(): number {
    return this.#takenBytes;
  }

  /** @throws Failure `reading-stopped` where so many bytes are not left; they are not taken then */
  take(bytes: number): void {
    const taken = this.#takenBytes + bytes;
    // What a file states may be no number at all.
    if (!(taken <= this.limitBytes)) {
      const details = { cause: 'memory', limitBytes: this.limitBytes } as const;
      throw new Failure({ code: 'reading-stopped', details });
    }
    this.#takenBytes = taken;
  }
}
