import { Failure, type FailureData } from '../../failure.ts';
import { maxReadingSeconds } from '../../limits/readingLimits.ts';
import type { Read, ReadingEvent } from './protocol.ts';

const lookEveryMs = 5_000;

/**
 * A worker for these files alone: the worst that they can do is to end it. Time is counted in looks, because a machine that slept
 * for an hour has looked once.
 */
export const read: Read = (kind, asked) =>
  new Promise((resolve, reject) => {
    const file = asked.files.map(({ name }) => name).join(' and ');
    const worker = new Worker(new URL('./reading.worker.ts', import.meta.url), { type: 'module' });
    let seconds = 0;

    function end(): void {
      clearInterval(looking);
      worker.terminate();
    }

    function fail(failure: Failure): void {
      end();
      reject(failure);
    }

    function brokeOff(reason: string): void {
      fail(new Failure({ code: 'reading-stopped', details: { file, cause: 'worker', reason } }));
    }

    const looking = setInterval(() => {
      seconds += lookEveryMs / 1_000;
      if (seconds < maxReadingSeconds) return;
      fail(new Failure({ code: 'reading-stopped', details: { file, cause: 'time', seconds } }));
    }, lookEveryMs);
    worker.addEventListener('message', ({ data }: MessageEvent<ReadingEvent<typeof kind>>) => {
      if (data.kind === 'readingFailed') return fail(new Failure(named(data.failure, file)));
      end();
      resolve(data.value);
    });
    worker.addEventListener('error', ({ message }) => {
      if (message) brokeOff(message);
      else fail(new Failure({ code: 'part-not-loaded', details: {} }));
    });
    worker.addEventListener('messageerror', () => brokeOff('what it sent could not be read'));
    worker.postMessage({ kind, asked });
  });

function named(failure: FailureData, file: string): FailureData {
  if (failure.code !== 'reading-stopped') return failure;
  return { code: failure.code, details: { file, ...failure.details } };
}
