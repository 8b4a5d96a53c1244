import type { TrainingCommand, TrainingEvent } from './protocol.ts';

/** The page's side of the training worker. */
export interface TrainingClient {
  send(command: TrainingCommand): void;
  /** Ends the worker; weights and GPU context go with it. The next command starts a fresh one. */
  end(): void;
}

/** The worker starts with the first command: a page that only looks at data never loads TensorFlow.js. */
export function createTrainingClient(onEvent: (event: TrainingEvent) => void): TrainingClient {
  let worker: Worker | null = null;

  function start(): Worker {
    const started = new Worker(new URL('./trainer.worker.ts', import.meta.url), { type: 'module' });
    // What a worker said before it was ended may arrive after its end.
    started.addEventListener('message', ({ data }: MessageEvent<TrainingEvent>) => {
      if (worker === started) onEvent(data);
    });
    started.addEventListener('error', (event) => {
      if (worker === started) died(event.message || 'the training worker could not be loaded');
    });
    started.addEventListener('messageerror', () => {
      if (worker === started) died('what it sent could not be read');
    });
    return started;
  }

  function died(reason: string): void {
    worker?.terminate();
    worker = null;
    onEvent({ kind: 'trainingFailed', failure: { code: 'worker-died', details: { reason } } });
  }

  return {
    send(command) {
      worker ??= start();
      worker.postMessage(command);
    },
    end() {
      worker?.terminate();
      worker = null;
    },
  };
}
