import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { VerifiedBatch } from '../../../src/data/importing.ts';
import { Failure } from '../../../src/failure.ts';
import { DecoderPool } from '../../../src/worker/data/decoderPool.ts';
import type { DecoderCommand, DecoderEvent } from '../../../src/worker/data/decoderProtocol.ts';
import { Pieces } from '../../../src/worker/data/pieces.ts';
import { failureOf } from '../../fixtures/importing.ts';
import { PlayedWorker } from '../../fixtures/playedWorker.ts';
import { promisesFollowed } from '../../fixtures/promisesFollowed.ts';

class TestWorker extends PlayedWorker<DecoderCommand, DecoderEvent> {}

describe('the decoding workers', () => {
  const batch = { name: 'data_batch_1', labels: new Uint8Array(3) } as const;
  const decoded: VerifiedBatch = {
    records: new Blob(['1']),
    summary: {
      name: 'data_batch_1',
      sha256: '',
      imageCount: 1,
      pixelSums: Uint32Array.of(2),
      classCounts: [1],
      samples: [],
    },
  };
  const damage = { code: 'png-damaged', details: { file: 'data_batch_1.png' } } as const;
  let workers: TestWorker[];
  const poolOf = (processors: number) =>
    new DecoderPool(processors, () => {
      const worker = new TestWorker();
      workers.push(worker);
      return worker;
    });
  const workerNumber = (number: number): TestWorker => {
    const worker = workers[number];
    if (!worker) throw new Error(`no worker ${number}`);
    return worker;
  };

  beforeEach(() => {
    workers = [];
  });

  it.each([
    [1, 2],
    [2, 2],
    [3, 3],
    [16, 4],
  ])('on %i processors are %i', (processors, width) => {
    expect(poolOf(processors).width).toBe(width);
    expect(workers).toHaveLength(width);
  });

  it('that say nothing of a whole file for a minute are given up', async () => {
    vi.useFakeTimers();
    const png = new Pieces<Uint8Array<ArrayBuffer>>();
    const failing = failureOf(poolOf(2).decode(batch, png.take()));
    png.add(Uint8Array.of(1));
    // Slow downloads take as long as they take.
    await vi.advanceTimersByTimeAsync(600_000);
    png.end();
    await vi.advanceTimersByTimeAsync(60_000);
    vi.useRealTimers();
    expect(await failing).toMatchObject({ code: 'import-broken-off' });
  });

  it('are fed while the file arrives, and give the batch', async () => {
    const png = new Pieces<Uint8Array<ArrayBuffer>>();
    const decoding = poolOf(2).decode(batch, png.take());
    png.add(Uint8Array.of(1));
    await promisesFollowed();
    expect(workerNumber(0).kinds).toEqual(['decodeBatch', 'pngArrived']);
    png.end();
    await promisesFollowed();
    expect(workerNumber(0).kinds).toEqual(['decodeBatch', 'pngArrived', 'pngEnded']);
    workerNumber(0).tell({ kind: 'batchDecoded', batch: decoded });
    expect(await decoding).toEqual(decoded);
  });

  it('take one batch each; a third waits, its file untouched, until one is free', async () => {
    const pool = poolOf(2);
    let isThirdAskedFor = false;
    async function* third() {
      isThirdAskedFor = true;
      yield Uint8Array.of(3);
    }
    const first = pool.decode(batch, pieces());
    const others = [
      pool.decode({ ...batch, name: 'data_batch_2' }, pieces()),
      pool.decode({ ...batch, name: 'data_batch_3' }, third()),
    ];
    await promisesFollowed();
    expect(isThirdAskedFor).toBe(false);
    workerNumber(0).tell({ kind: 'batchDecoded', batch: decoded });
    await first;
    await promisesFollowed();
    expect(isThirdAskedFor).toBe(true);
    expect(workerNumber(0).received.at(-3)).toMatchObject({ batch: { name: 'data_batch_3' } });
    for (const worker of workers) worker.tell({ kind: 'batchDecoded', batch: decoded });
    await Promise.all(others);
  });

  it('stop reading a file that is damaged, and go on with the next', async () => {
    const png = new Pieces<Uint8Array<ArrayBuffer>>();
    const pool = poolOf(2);
    const decoding = pool.decode(batch, png.take());
    await promisesFollowed();
    workerNumber(0).tell({ kind: 'decodingFailed', failure: damage });
    await promisesFollowed();
    png.add(Uint8Array.of(1));
    expect(await failureOf(decoding)).toEqual(damage);
    expect(workerNumber(0).kinds).toEqual(['decodeBatch', 'pngEnded']);
  });

  it('leave the word to the network where it fails', async () => {
    const lost = new Failure({ code: 'download-failed', details: { file: 'data_batch_1.png', status: 500 } });
    async function* failing(): AsyncGenerator<Uint8Array<ArrayBuffer>, void, void> {
      yield Uint8Array.of(1);
      throw lost;
    }
    const decoding = poolOf(2).decode(batch, failing());
    await promisesFollowed();
    workerNumber(0).tell({ kind: 'decodingFailed', failure: damage });
    await expect(decoding).rejects.toBe(lost);
  });

  it('tell when one of them has died', async () => {
    const decoding = poolOf(2).decode(batch, pieces());
    workerNumber(0).die('out of memory');
    expect(await failureOf(decoding)).toEqual({
      code: 'import-broken-off',
      details: { reason: 'out of memory' },
    });
  });

  it('end together', () => {
    poolOf(3).end();
    expect(workers.every(({ isEnded }) => isEnded)).toBe(true);
  });
});

async function* pieces(): AsyncGenerator<Uint8Array<ArrayBuffer>, void, void> {
  yield Uint8Array.of(1);
}
