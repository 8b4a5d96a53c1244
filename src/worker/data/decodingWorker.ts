import type { BatchToDecode } from '../../data/decodeBatch.ts';
import type { VerifiedBatch } from '../../data/importing.ts';
import { Failure } from '../../failure.ts';
import type { DecoderCommand, DecoderEvent } from './decoderProtocol.ts';

type Png = AsyncGenerator<Uint8Array<ArrayBuffer>, void, void>;

/** Once the whole file has arrived, a batch takes seconds. */
const decodingTimeoutMs = 60_000;

/** The data worker's side of a decoding worker. */
export class DecodingWorker {
  readonly #worker: Worker;
  /** Listened for from the start: a worker that fails to load says so before its first command. */
  readonly #death: Promise<never>;

  constructor(worker: Worker) {
    this.#worker = worker;
    this.#death = new Promise((_, reject) => {
      worker.addEventListener('error', ({ message }) => {
        const reason = message || 'a decoding worker could not be loaded';
        reject(new Failure({ code: 'import-broken-off', details: { reason } }));
      });
    });
    // It may die while idle; the next `decode` reports it.
    this.#death.catch(() => {});
  }

  /**
   * Does what `decodeBatch` does; one batch at a time.
   *
   * @throws Failure as `decodeBatch`, and `import-broken-off`; whatever `png` itself fails with
   */
  async decode(batch: BatchToDecode, png: Png): Promise<VerifiedBatch> {
    let isAnswered = false;
    const silence = afterTooLong();
    const answer = Promise.race([this.#answer(), this.#death, silence.failure]).finally(() => {
      isAnswered = true;
      silence.end();
    });
    this.#send({ kind: 'decodeBatch', batch });
    const feeding = this.#feed(png, () => isAnswered).finally(() => {
      if (!isAnswered) silence.begin();
    });
    // The download's failure is more informative than the decoder's complaint about half a file.
    const [fed, answered] = await Promise.allSettled([feeding, answer]);
    if (fed.status === 'rejected') throw fed.reason;
    if (answered.status === 'rejected') throw answered.reason;
    return answered.value;
  }

  end(): void {
    this.#worker.terminate();
  }

  async #feed(png: Png, isAnswered: () => boolean): Promise<void> {
    try {
      for await (const piece of png) {
        if (isAnswered()) break;
        this.#send({ kind: 'pngArrived', piece }, [piece.buffer]);
      }
    } finally {
      this.#send({ kind: 'pngEnded' });
    }
  }

  #answer(): Promise<VerifiedBatch> {
    return new Promise((resolve, reject) => {
      const listener = ({ data: event }: MessageEvent<DecoderEvent>): void => {
        if (event.kind === 'batchDecoded') resolve(event.batch);
        else reject(new Failure(event.failure));
      };
      this.#worker.addEventListener('message', listener, { once: true });
    });
  }

  #send(command: DecoderCommand, transfer: ArrayBuffer[] = []): void {
    this.#worker.postMessage(command, { transfer });
  }
}

/** A worker that the browser has terminated does not always report it. */
function afterTooLong() {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let fail: (failure: Failure) => void = () => {};
  const failure = new Promise<never>((_, reject) => {
    fail = reject;
  });
  const reason = 'a decoding worker does not answer';
  return {
    failure,
    begin() {
      timer = setTimeout(
        () => fail(new Failure({ code: 'import-broken-off', details: { reason } })),
        decodingTimeoutMs,
      );
    },
    end() {
      clearTimeout(timer);
    },
  };
}
