import { keepBytes, releaseKeptBytes } from '../../backend/keptBytes.ts';
import { type BatchName, testBatchName, trainingBatchNames } from '../../data/cifar10.ts';
import { type DatasetStore, openDatasetStore } from '../../data/datasetStore.ts';
import { type ImageSet, imageSetOf } from '../../data/imageSet.ts';
import { pixelMeanOf } from '../../data/summary.ts';
import { Failure } from '../../failure.ts';
import { centredPictures, type PreparedPictures, standardizedPictures } from '../../input/inputScaling.ts';
import { type WhitenedStore, whitenedPictures } from '../../input/whitenedPictures.ts';
import type { InputChoice } from './preparation.ts';

/**
 * Opens CIFAR-10 from IndexedDB: 184 MB of records, kept as bytes, scaled as chosen.
 *
 * Pictures that were opened before must not be used afterwards.
 *
 * @param onProgress called with the share of whitening that is done, in [0, 1], where it has to be computed
 * @throws Failure `data-missing` where a batch is not stored, `storage-unavailable`
 */
export async function openPictures(
  choice: InputChoice,
  onProgress: (share: number) => void,
): Promise<PreparedPictures> {
  releaseKeptBytes();
  const pictures = await scaledPictures(choice, onProgress);
  return { ...pictures, trainingSet: kept(pictures.trainingSet), testSet: kept(pictures.testSet) };
}

function kept({ batches }: ImageSet): ImageSet {
  return imageSetOf(batches.map(keepBytes));
}

async function scaledPictures(
  { inputScaling, whiteningEpsilon }: InputChoice,
  onProgress: (share: number) => void,
): Promise<PreparedPictures> {
  const pictures = await openOfficialPictures();
  switch (inputScaling) {
    case 'centred':
      return pictures;
    case 'standardized':
      return standardizedPictures(pictures);
    case 'whitened':
      return whitenedPictures(standardizedPictures(pictures), whiteningEpsilon, whitenedStore, onProgress);
  }
}

/** Scaled as in the article: minus the mean image. */
export async function openOfficialPictures(): Promise<PreparedPictures> {
  return withStore(async (store) => {
    const [summaries, test, training] = await Promise.all([
      store.summaries(),
      readBatch(store, testBatchName),
      Promise.all(trainingBatchNames.map((name) => readBatch(store, name))),
    ]);
    return centredPictures(imageSetOf(training), imageSetOf([test]), pixelMeanOf(summaries));
  });
}

const whitenedStore: WhitenedStore = {
  load: (epsilon) => withStore((store) => store.readWhitened(epsilon)),
  // A failure to store them is ignored: training can go on without.
  save: (record) => withStore((store) => store.saveWhitened(record)).catch(() => {}),
};

async function withStore<Result>(work: (store: DatasetStore) => Promise<Result>): Promise<Result> {
  const store = await openDatasetStore();
  try {
    return await work(store);
  } finally {
    store.close();
  }
}

async function readBatch(store: DatasetStore, name: BatchName): Promise<Uint8Array> {
  const records = await store.readBatch(name);
  if (!records) throw new Failure({ code: 'data-missing', details: { batch: name } });
  return records;
}
