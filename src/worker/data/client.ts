import type { FailureData } from '../../failure.ts';
import type { DataCommand, DataEvent } from './protocol.ts';

/** The page's side of the data worker. */
export interface DataClient {
  /** The worker starts with a command, and ends when all are answered. */
  send(command: DataCommand): void;
}

export function createDataClient(onEvent: (event: DataEvent) => void): DataClient {
  let worker: Worker | null = null;
  /** Commands that an event will answer. */
  let unanswered: DataCommand[] = [];

  function start(): Worker {
    const started = new Worker(new URL('./data.worker.ts', import.meta.url), { type: 'module' });
    started.addEventListener('message', ({ data }: MessageEvent<DataEvent>) => receive(data));
    started.addEventListener('error', (event) => {
      const reason = event.message || 'the data worker could not be loaded';
      fail({ code: 'worker-died', details: { reason } });
    });
    started.addEventListener('messageerror', () => {
      fail({ code: 'worker-died', details: { reason: 'what it sent could not be read' } });
    });
    return started;
  }

  function receive(event: DataEvent): void {
    if (isAnswer(event)) unanswered.shift();
    if (unanswered.length === 0) end();
    onEvent(event);
  }

  function fail(failure: FailureData): void {
    const lost = unanswered;
    unanswered = [];
    end();
    for (const { kind } of lost) {
      onEvent({ kind: kind === 'deleteDataset' ? 'deletionFailed' : 'importFailed', failure });
    }
  }

  function end(): void {
    worker?.terminate();
    worker = null;
  }

  return {
    send(command) {
      if (command.kind === 'cancelImport') {
        worker?.postMessage(command);
        return;
      }
      worker ??= start();
      unanswered.push(command);
      worker.postMessage(command);
    },
  };
}

/** Every command but `cancelImport` is answered once, in the order in which they were sent. */
function isAnswer({ kind }: DataEvent): boolean {
  return kind !== 'importProgressed' && kind !== 'batchStored';
}
