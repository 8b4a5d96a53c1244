import { useMemo } from 'react';
import { classNames } from '../../data/cifar10.ts';
import type { BatchSummary } from '../../data/summary.ts';
import { Pictures } from '../common/Pictures.tsx';

/** One training picture of each class, in a row. */
export function ClassThumbnails({ summaries }: { readonly summaries: readonly BatchSummary[] }) {
  const pictures = useMemo(() => {
    const samples = summaries.find(({ name }) => name === 'data_batch_1')?.samples ?? [];
    return classNames.map((_, label) => samples.find((sample) => sample.label === label)?.pixels ?? null);
  }, [summaries]);
  return <Pictures pictures={pictures} columns={classNames.length} label="A picture of each class" />;
}
