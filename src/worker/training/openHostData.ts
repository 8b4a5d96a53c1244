import { type BatchName, testBatchName, trainingBatchNames } from '../../data/cifar10.ts';
import { type DatasetStore, openDatasetStore } from '../../data/datasetStore.ts';
import { pixelMeanOf } from '../../data/summary.ts';
import { Failure } from '../../failure.ts';
import { imageSetOf } from '../../training/imageSet.ts';
import type { HostData } from './trainingHost.ts';

/**
 * Opens CIFAR-10 from IndexedDB: 184 MB of records, kept as bytes.
 *
 * @throws Failure `data-missing` where a batch is not there, `storage-unavailable`
 */
export async function openHostData(): Promise<HostData> {
  const store = await openDatasetStore();
  try {
    const trainingNames: readonly BatchName[] = trainingBatchNames;
    const [summaries, test, training] = await Promise.all([
      store.summaries(),
      readBatch(store, testBatchName),
      Promise.all(trainingNames.map((name) => readBatch(store, name))),
    ]);
    return {
      trainingSet: imageSetOf(training),
      testSet: imageSetOf([test]),
      pixelMean: pixelMeanOf(summaries.filter(({ name }) => trainingNames.includes(name))),
    };
  } finally {
    store.close();
  }
}

async function readBatch(store: DatasetStore, name: BatchName): Promise<Uint8Array> {
  const records = await store.readBatch(name);
  if (!records) throw new Failure({ code: 'data-missing', details: { batch: name } });
  return records;
}
