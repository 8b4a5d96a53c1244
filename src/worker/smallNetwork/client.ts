import { Failure } from '../../failure.ts';
import type { ClassifyCommand, ClassifyEvent } from './protocol.ts';

/** The page's side of the worker with the small network. */
export interface SmallNetworkClient {
  /**
   * @param pixels [3072], as in the official records
   * @returns [10]: the probability of each class
   * @throws Failure `part-not-loaded`, `unexpected`
   */
  classify(pixels: Uint8Array<ArrayBuffer>): Promise<readonly number[]>;
  /** Terminates the worker; what it was asked for is never answered. The next picture starts another. */
  end(): void;
}

interface Question {
  readonly resolve: (probabilities: readonly number[]) => void;
  readonly reject: (failure: Failure) => void;
}

/** The worker starts with the first picture: only then are its code and the weights fetched. */
export function createSmallNetworkClient(): SmallNetworkClient {
  const questions = new Map<number, Question>();
  let worker: Worker | null = null;
  let lastId = 0;

  function start(): Worker {
    const started = new Worker(new URL('./smallNetwork.worker.ts', import.meta.url), { type: 'module' });
    started.addEventListener('message', ({ data }: MessageEvent<ClassifyEvent>) => answered(data));
    started.addEventListener('error', ({ message }) => {
      died(
        message
          ? new Failure({ code: 'unexpected', details: { reason: message } })
          : new Failure({ code: 'part-not-loaded', details: {} }),
      );
    });
    return started;
  }

  function answered(event: ClassifyEvent): void {
    const question = questions.get(event.id);
    questions.delete(event.id);
    if (event.kind === 'classified') question?.resolve(event.probabilities);
    else question?.reject(new Failure(event.failure));
  }

  function died(failure: Failure): void {
    worker?.terminate();
    worker = null;
    for (const { reject } of questions.values()) reject(failure);
    questions.clear();
  }

  return {
    classify(pixels) {
      worker ??= start();
      const asking = worker;
      lastId += 1;
      const command: ClassifyCommand = { id: lastId, pixels };
      return new Promise((resolve, reject) => {
        questions.set(command.id, { resolve, reject });
        asking.postMessage(command);
      });
    },
    end() {
      worker?.terminate();
      worker = null;
      questions.clear();
    },
  };
}
