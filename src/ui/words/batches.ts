/** "Batch 3", "The test batch" */
export function batchTitle(name: string): string {
  return name === 'test_batch' ? 'The test batch' : `Batch ${name.slice(-1)}`;
}
