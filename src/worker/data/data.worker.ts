import { openDatasetStore } from '../../data/datasetStore.ts';
import { fetchChunks } from '../../data/download.ts';
import { Failure } from '../../failure.ts';
import { DataHost } from './dataHost.ts';
import { DecoderPool } from './decoderPool.ts';
import type { DataCommand } from './protocol.ts';

const host = new DataHost({
  openStore: openDatasetStore,
  fetchChunks,
  startDecoders: () => new DecoderPool(navigator.hardwareConcurrency, startDecoder),
  exclusively,
  emit: (event) => postMessage(event),
  now: () => new Date(),
  nowMs: () => performance.now(),
});

addEventListener('message', ({ data }: MessageEvent<DataCommand>) => {
  void host.handle(data);
});

function startDecoder(): Worker {
  return new Worker(new URL('./decoder.worker.ts', import.meta.url), { type: 'module' });
}

/** A worker that was just terminated holds the lock for a moment longer. */
const maxWaitMs = 3_000;

/** The browser releases the lock when this worker or its tab ends. */
async function exclusively(work: () => Promise<void>): Promise<void> {
  // Web Locks are absent in insecure contexts, which the import itself reports.
  if (!navigator.locks) return work();
  const signal = AbortSignal.timeout(maxWaitMs);
  let isOurs = false;
  await navigator.locks
    .request('cifar-10-import', { signal }, () => {
      isOurs = true;
      return work();
    })
    .catch((error: unknown) => {
      throw isOurs ? error : new Failure({ code: 'import-elsewhere', details: {} });
    });
}
