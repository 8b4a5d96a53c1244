import { useMemo } from 'react';
import { type BatchName, batchNames, classNames } from '../../data/cifar10.ts';
import type { BatchSummary } from '../../data/summary.ts';
import { Pictures } from '../common/Pictures.tsx';
import { wholeNumber } from '../words/numbers.ts';

/** Pictures of each class that one batch contributes to the wall. */
const perBatch = 5;
/** In the order in which the batches are downloaded, so that the wall fills from the top. */
const rowOrder: readonly BatchName[] = ['data_batch_1', 'test_batch', ...batchNames.slice(1, 5)];

interface PictureWallProps {
  readonly summaries: readonly BatchSummary[];
  /** A row for every batch, instead of the first alone. */
  readonly isExpanded: boolean;
}

/** Samples of every class, a row a batch: while the data loads, it is the progress. */
export function PictureWall({ summaries, isExpanded }: PictureWallProps) {
  return (
    <ul className="picture-wall" aria-label="Samples by class">
      {classNames.map((name, label) => (
        <li key={name}>
          <ClassSamples name={name} label={label} summaries={summaries} isExpanded={isExpanded} />
        </li>
      ))}
    </ul>
  );
}

interface ClassSamplesProps extends PictureWallProps {
  readonly name: string;
  readonly label: number;
}

function ClassSamples({ name, label, summaries, isExpanded }: ClassSamplesProps) {
  const pictures = useMemo(
    () =>
      rowOrder.slice(0, isExpanded ? undefined : 1).flatMap((batch) => samplesOf(summaries, batch, label)),
    [summaries, label, isExpanded],
  );
  const [training, test] = [false, true].map((isTest) => countOf(summaries, label, isTest));
  return (
    <>
      <p className="class-name">
        {name}
        <span className="quiet" title="training + test pictures">
          {wholeNumber(training ?? 0)} + {wholeNumber(test ?? 0)}
        </span>
      </p>
      <Pictures
        pictures={pictures}
        columns={perBatch}
        label={`${pictures.filter((picture) => picture !== null).length} pictures of class ${name}`}
      />
    </>
  );
}

function samplesOf(
  summaries: readonly BatchSummary[],
  batch: BatchName,
  label: number,
): (Uint8Array | null)[] {
  const samples = summaries.find((summary) => summary.name === batch)?.samples ?? [];
  const ofClass = samples.filter((sample) => sample.label === label);
  return Array.from({ length: perBatch }, (_, index) => ofClass[index]?.pixels ?? null);
}

function countOf(summaries: readonly BatchSummary[], label: number, isTest: boolean): number {
  return summaries
    .filter(({ name }) => (name === 'test_batch') === isTest)
    .reduce((total, { classCounts }) => total + (classCounts[label] ?? 0), 0);
}
