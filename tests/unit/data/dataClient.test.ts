import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createDataClient, type DataClient } from '../../../src/worker/data/client.ts';
import type { DataCommand, DataEvent } from '../../../src/worker/data/protocol.ts';
import { PlayedWorker } from '../../fixtures/playedWorker.ts';

class TestWorker extends PlayedWorker<DataCommand, DataEvent> {
  static started: TestWorker[] = [];

  constructor() {
    super();
    TestWorker.started.push(this);
  }
}

describe('the client of the data worker', () => {
  const download: DataCommand = { kind: 'downloadDataset', baseUrl: 'https://example.org/' };
  let events: DataEvent[];
  let client: DataClient;
  const workerNumber = (number: number): TestWorker => {
    const worker = TestWorker.started[number];
    if (!worker) throw new Error(`no worker ${number}`);
    return worker;
  };

  beforeEach(() => {
    TestWorker.started = [];
    vi.stubGlobal('Worker', TestWorker);
    events = [];
    client = createDataClient((event) => events.push(event));
  });
  afterEach(() => vi.unstubAllGlobals());

  it('starts the worker with the first command, and ends it with the last answer', () => {
    expect(TestWorker.started).toHaveLength(0);
    client.send(download);
    client.send({ kind: 'deleteDataset' });
    const worker = workerNumber(0);
    worker.tell({ kind: 'importCancelled' });
    expect(worker.isEnded).toBe(false);
    worker.tell({ kind: 'datasetDeleted' });
    expect(worker.isEnded).toBe(true);
    client.send(download);
    expect(TestWorker.started).toHaveLength(2);
    expect(events.map(({ kind }) => kind)).toEqual(['importCancelled', 'datasetDeleted']);
  });

  it('starts no worker to cancel nothing', () => {
    client.send({ kind: 'cancelImport' });
    expect(TestWorker.started).toHaveLength(0);
  });

  it('waits for the answer of an import that was cancelled', () => {
    client.send(download);
    client.send({ kind: 'cancelImport' });
    expect(workerNumber(0).received).toEqual([download, { kind: 'cancelImport' }]);
    expect(workerNumber(0).isEnded).toBe(false);
  });

  it('answers for a worker that died, and starts another the next time', () => {
    client.send(download);
    client.send({ kind: 'deleteDataset' });
    workerNumber(0).die('out of memory');
    const failure = { code: 'import-broken-off', details: { reason: 'out of memory' } };
    expect(events).toEqual([
      { kind: 'importFailed', failure },
      { kind: 'deletionFailed', failure },
    ]);
    client.send(download);
    expect(workerNumber(1).received).toEqual([download]);
  });

  it('takes nothing for an answer that a worker said before it was ended', () => {
    client.send(download);
    workerNumber(0).die('out of memory');
    client.send(download);
    workerNumber(0).tell({ kind: 'importFinished' });
    expect(events.map(({ kind }) => kind)).toEqual(['importFailed']);
    workerNumber(1).tell({ kind: 'importFinished' });
    expect(events.map(({ kind }) => kind)).toEqual(['importFailed', 'importFinished']);
  });

  describe('where the worker, or a decoder that it waits for, says nothing any more', () => {
    beforeEach(() => vi.useFakeTimers());
    afterEach(() => vi.useRealTimers());

    it('ends the import after two minutes, and a fresh worker fetches the rest', () => {
      client.send(download);
      vi.advanceTimersByTime(115_000);
      expect(events).toEqual([]);
      vi.advanceTimersByTime(5_000);
      expect(workerNumber(0).isEnded).toBe(true);
      const failure = { code: 'import-hung', details: { seconds: 120 } };
      expect(events).toEqual([{ kind: 'importFailed', failure }]);
      client.send(download);
      expect(workerNumber(1).received).toEqual([download]);
    });

    it('goes on waiting as long as bytes arrive', () => {
      client.send(download);
      const progress = { receivedBytes: 1, totalBytes: 2, bytesPerSecond: null, secondsLeft: null };
      for (let minute = 0; minute < 10; minute += 1) {
        vi.advanceTimersByTime(60_000);
        workerNumber(0).tell({ kind: 'importProgressed', progress });
      }
      expect(workerNumber(0).isEnded).toBe(false);
    });

    it('lets Cancel end it within ten seconds', () => {
      client.send(download);
      client.send({ kind: 'cancelImport' });
      vi.advanceTimersByTime(10_000);
      expect(events).toEqual([{ kind: 'importCancelled' }]);
      expect(workerNumber(0).isEnded).toBe(true);
    });
  });
});
