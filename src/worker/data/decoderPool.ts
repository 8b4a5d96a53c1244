import type { BatchToDecode } from '../../data/decodeBatch.ts';
import type { BatchDecoder } from '../../data/downloadDataset.ts';
import type { VerifiedBatch } from '../../data/importing.ts';
import { DecodingWorker } from './decodingWorker.ts';

const maxWorkers = 4;

/**
 * Decoding workers: as many as there are processors, but at least two, so that one's checksum does not delay the next batch, and
 * at most four.
 */
export class DecoderPool implements BatchDecoder {
  readonly width: number;
  readonly #workers: readonly DecodingWorker[];
  readonly #idle: DecodingWorker[];
  readonly #waiting: ((worker: DecodingWorker) => void)[] = [];

  /** @param processors the number of processors of this machine */
  constructor(processors: number, startWorker: () => Worker) {
    this.width = Math.min(Math.max(2, processors), maxWorkers);
    this.#workers = Array.from({ length: this.width }, () => new DecodingWorker(startWorker()));
    this.#idle = [...this.#workers];
  }

  async decode(
    batch: BatchToDecode,
    png: AsyncGenerator<Uint8Array<ArrayBuffer>, void, void>,
  ): Promise<VerifiedBatch> {
    const worker = await this.#idleWorker();
    try {
      return await worker.decode(batch, png);
    } finally {
      const next = this.#waiting.shift();
      if (next) next(worker);
      else this.#idle.push(worker);
    }
  }

  /** Terminates the workers; unfinished batches are lost. */
  end(): void {
    for (const worker of this.#workers) worker.end();
  }

  async #idleWorker(): Promise<DecodingWorker> {
    return this.#idle.shift() ?? new Promise((resolve) => this.#waiting.push(resolve));
  }
}
