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

/** The browser frees the lock by itself when this worker ends, also with its tab. */
async function exclusively(work: () => Promise<void>): Promise<void> {
  // Absent on pages from an insecure origin, of which the import itself will speak.
  if (!navigator.locks) return work();
  await navigator.locks.request('cifar-10-import', { ifAvailable: true }, async (lock) => {
    if (!lock) throw new Failure({ code: 'import-elsewhere', details: {} });
    await work();
  });
}
