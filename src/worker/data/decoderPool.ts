import type { BatchToDecode } from '../../data/decodeBatch.ts';
import type { BatchDecoder } from '../../data/downloadDataset.ts';
import type { VerifiedBatch } from '../../data/importing.ts';
import { Failure } from '../../failure.ts';
import type { DecoderCommand, DecoderEvent } from './decoderProtocol.ts';

type Png = AsyncGenerator<Uint8Array<ArrayBuffer>, void, void>;

const mostWorkers = 4;

/** Decoding workers, as many as there are processors, but two to four: the checksum of one must not hold up the next. */
export class DecoderPool implements BatchDecoder {
  readonly width: number;
  readonly #workers: Worker[];
  readonly #idle: Worker[];
  readonly #waiting: ((worker: Worker) => void)[] = [];

  /** @param processors of this machine */
  constructor(processors: number, startWorker: () => Worker) {
    this.width = Math.min(Math.max(2, processors), mostWorkers);
    this.#workers = Array.from({ length: this.width }, startWorker);
    this.#idle = [...this.#workers];
  }

  async decode(batch: BatchToDecode, png: Png): Promise<VerifiedBatch> {
    const worker = await this.#idleWorker();
    try {
      return await decodeIn(worker, batch, png);
    } finally {
      const next = this.#waiting.shift();
      if (next) next(worker);
      else this.#idle.push(worker);
    }
  }

  /** Whatever they are at is lost. */
  end(): void {
    for (const worker of this.#workers) worker.terminate();
  }

  async #idleWorker(): Promise<Worker> {
    return this.#idle.shift() ?? new Promise((resolve) => this.#waiting.push(resolve));
  }
}

async function decodeIn(worker: Worker, batch: BatchToDecode, png: Png): Promise<VerifiedBatch> {
  let isAnswered = false;
  const send = (command: DecoderCommand, transfer: ArrayBuffer[] = []) =>
    worker.postMessage(command, { transfer });
  const answer = answerOf(worker).finally(() => {
    isAnswered = true;
  });
  send({ kind: 'decodeBatch', batch });
  const feed = async () => {
    try {
      for await (const piece of png) {
        if (isAnswered) break;
        send({ kind: 'pngArrived', piece }, [piece.buffer]);
      }
    } finally {
      send({ kind: 'pngEnded' });
    }
  };
  // What the download fails with says more than what the decoder says of half a file.
  const [fed, answered] = await Promise.allSettled([feed(), answer]);
  if (fed.status === 'rejected') throw fed.reason;
  if (answered.status === 'rejected') throw answered.reason;
  return answered.value;
}

function answerOf(worker: Worker): Promise<VerifiedBatch> {
  const heard = new AbortController();
  const { signal } = heard;
  return new Promise<VerifiedBatch>((resolve, reject) => {
    const onMessage = ({ data: event }: MessageEvent<DecoderEvent>): void => {
      if (event.kind === 'batchDecoded') resolve(event.batch);
      else reject(new Failure(event.failure));
    };
    const onError = ({ message }: ErrorEvent): void => {
      const reason = message || 'a decoding worker could not be loaded';
      reject(new Failure({ code: 'worker-died', details: { reason } }));
    };
    worker.addEventListener('message', onMessage, { signal });
    worker.addEventListener('error', onError, { signal });
  }).finally(() => heard.abort());
}
