import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { packCheckpoint } from '../../../src/checkpoint/packCheckpoint.ts';
import { Failure } from '../../../src/failure.ts';
import { failureText } from '../../../src/ui/words/failures.ts';
import { read } from '../../../src/worker/reading/client.ts';
import type { ReadingCommand, ReadingEvent, Readings } from '../../../src/worker/reading/protocol.ts';
import { checkpointWith } from '../../fixtures/checkpoints.ts';
import { PlayedWorker } from '../../fixtures/playedWorker.ts';

class TestWorker extends PlayedWorker<ReadingCommand, ReadingEvent> {
  static started: TestWorker[] = [];

  constructor() {
    super();
    TestWorker.started.push(this);
  }
}

describe('files that are read in a worker', () => {
  const asked: Readings['checkpoint']['asked'] = { files: [new File(['a'], 'a.safetensors')] };
  const checkpoint = packCheckpoint(checkpointWith(1, 250));
  const lastWorker = () => {
    const worker = TestWorker.started.at(-1);
    if (!worker) throw new Error('no worker was started');
    return worker;
  };

  beforeEach(() => {
    TestWorker.started = [];
    vi.stubGlobal('Worker', TestWorker);
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  it('have a worker to themselves, which ends with the answer', async () => {
    const reading = read('checkpoint', asked);
    expect(lastWorker().received).toEqual([{ kind: 'checkpoint', asked }]);
    expect(lastWorker().isEnded).toBe(false);
    lastWorker().tell({ kind: 'read', value: checkpoint });
    expect(await reading).toBe(checkpoint);
    expect(lastWorker().isEnded).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
    read('checkpoint', asked).catch(() => {});
    expect(TestWorker.started).toHaveLength(2);
  });

  it('that cannot be read are said to be so', async () => {
    const reading = sentenceOf(read('checkpoint', asked));
    const failure = { code: 'not-a-checkpoint', details: { file: 'a.safetensors' } } as const;
    lastWorker().tell({ kind: 'readingFailed', failure });
    expect(await reading).toBe(failureText(failure));
    expect(lastWorker().isEnded).toBe(true);
  });

  it('that take too long end their worker, which is said in a sentence', async () => {
    const reading = sentenceOf(read('checkpoint', asked));
    vi.advanceTimersByTime(59_000);
    expect(lastWorker().isEnded).toBe(false);
    vi.advanceTimersByTime(1_000);
    expect(lastWorker().isEnded).toBe(true);
    expect(await reading).toBe(
      'a.safetensors could not be opened: reading it took more than 60 seconds. Nothing was changed. Choose another file.',
    );
  });

  it('that end their worker are named', async () => {
    const reading = sentenceOf(read('checkpoint', asked));
    lastWorker().die('out of memory');
    expect(await reading).toBe(
      'a.safetensors could not be opened: reading it ended early (out of memory). Nothing was changed. Choose another file.',
    );
    expect(lastWorker().isEnded).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('are not blamed where the worker’s own code does not arrive', async () => {
    const reading = sentenceOf(read('checkpoint', asked));
    lastWorker().die('');
    expect(await reading).toBe(failureText({ code: 'part-not-loaded', details: {} }));
  });

  it('that would take too much memory are named, too', async () => {
    const reading = sentenceOf(read('checkpoint', asked));
    const details = { cause: 'memory', limitBytes: 600_000_000 } as const;
    lastWorker().tell({ kind: 'readingFailed', failure: { code: 'reading-stopped', details } });
    expect(await reading).toBe(
      'a.safetensors could not be opened: it would take more than 600 MB of memory. Nothing was changed. Choose another file.',
    );
  });
});

async function sentenceOf(reading: Promise<unknown>): Promise<string> {
  try {
    await reading;
  } catch (error) {
    if (error instanceof Failure) return failureText(error.data);
    throw error;
  }
  throw new Error('it did not fail');
}
