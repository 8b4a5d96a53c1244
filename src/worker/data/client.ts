import type { FailureData } from '../../failure.ts';
import type { DataCommand, DataEvent } from './protocol.ts';

/** The page's side of the data worker. */
export interface DataClient {
  /** Sends a command. The worker starts with the first one, and ends when all are answered. */
  send(command: DataCommand): void;
}

const lookEveryMs = 5_000;
/**
 * Silence is counted in checks rather than in time, because a machine that slept for an hour has checked once. A slow download
 * still reports progress.
 */
const maxSilentChecks = 24;
/** A cancelled import ends at once, unless something that it waits for has died. */
const maxSilentChecksAfterCancel = 2;

export function createDataClient(onEvent: (event: DataEvent) => void): DataClient {
  let worker: Worker | null = null;
  /** Commands that are not answered yet. */
  let unanswered: DataCommand[] = [];
  let silentLooks = 0;
  let isCancelled = false;
  let looking: ReturnType<typeof setInterval> | undefined;

  function start(): Worker {
    const started = new Worker(new URL('./data.worker.ts', import.meta.url), { type: 'module' });
    // Messages from a terminated worker may still arrive, and must not be taken for answers of the next one.
    started.addEventListener('message', ({ data }: MessageEvent<DataEvent>) => {
      if (worker === started) receive(data);
    });
    started.addEventListener('error', (event) => {
      if (worker === started) died(event.message || 'the data worker could not be loaded');
    });
    started.addEventListener('messageerror', () => {
      if (worker === started) died('what it sent could not be read');
    });
    silentLooks = 0;
    looking = setInterval(look, lookEveryMs);
    return started;
  }

  function look(): void {
    silentLooks += 1;
    if (silentLooks < (isCancelled ? maxSilentChecksAfterCancel : maxSilentChecks)) return;
    fail({ code: 'import-hung', details: { seconds: (silentLooks * lookEveryMs) / 1_000 } });
  }

  function receive(event: DataEvent): void {
    silentLooks = 0;
    if (isAnswer(event)) {
      isCancelled = false;
      unanswered.shift();
    }
    if (unanswered.length === 0) end();
    onEvent(event);
  }

  function died(reason: string): void {
    fail({ code: 'import-broken-off', details: { reason } });
  }

  function fail(failure: FailureData): void {
    const lost = unanswered;
    const wasCancelled = isCancelled;
    unanswered = [];
    isCancelled = false;
    end();
    for (const { kind } of lost) {
      if (kind === 'deleteDataset') onEvent({ kind: 'deletionFailed', failure });
      else onEvent(wasCancelled ? { kind: 'importCancelled' } : { kind: 'importFailed', failure });
    }
  }

  function end(): void {
    clearInterval(looking);
    worker?.terminate();
    worker = null;
  }

  return {
    send(command) {
      if (command.kind === 'cancelImport') {
        isCancelled = worker !== null;
        silentLooks = 0;
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
