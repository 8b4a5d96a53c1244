import type { BatchName } from '../../data/cifar10.ts';

/** "Batch 3", "The test batch" */
export function batchTitle(name: BatchName): string {
  return name === 'test_batch' ? 'The test batch' : `Batch ${name.slice(-1)}`;
}
