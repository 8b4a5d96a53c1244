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
    started.addEventListener('message', ({ data }: MessageEvent<TrainingEvent>) => onEvent(data));
    started.addEventListener('error', (event) => {
      started.terminate();
      worker = null;
      const reason = event.message || 'the training worker could not be loaded';
      onEvent({ kind: 'trainingFailed', failure: { code: 'worker-died', details: { reason } } });
    });
    return started;
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
