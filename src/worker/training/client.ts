import { SentCommands } from './commandCounts.ts';
import type { TrainingCommand, TrainingEvent } from './protocol.ts';

/** The page's side of the training worker. */
export interface TrainingClient {
  send(command: TrainingCommand): void;
  /** Terminates the worker, with its weights and GPU context. The next command starts a new one. */
  end(): void;
}

/** The worker starts with the first command, so a page without training never loads TensorFlow.js. */
export function createTrainingClient(onEvent: (event: TrainingEvent) => void): TrainingClient {
  let worker: Worker | null = null;
  let commands: SentCommands | null = null;

  function start(): Worker {
    commands = new SentCommands();
    const started = new Worker(new URL('./trainer.worker.ts', import.meta.url), { type: 'module' });
    // Messages from a terminated worker may still arrive.
    started.addEventListener('message', ({ data }: MessageEvent<TrainingEvent>) => {
      if (worker === started) onEvent(data);
    });
    started.addEventListener('error', (event) => {
      if (worker === started) died(event.message || 'the training worker could not be loaded');
    });
    started.addEventListener('messageerror', () => {
      if (worker === started) died('what it sent could not be read');
    });
    if (commands.message) started.postMessage(commands.message);
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
      commands?.sent(command);
    },
    end() {
      worker?.terminate();
      worker = null;
    },
  };
}
