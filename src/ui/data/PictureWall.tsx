import { useMemo } from 'react';
import { type BatchName, batchNames, classNames } from '../../data/cifar10.ts';
import type { BatchSummary } from '../../data/summary.ts';
import { Pictures } from '../common/Pictures.tsx';
import { counted, wholeNumber } from '../words/numbers.ts';

const columns = 5;
/** In the order in which the batches are downloaded, so that the wall fills from the top. */
const rowOrder: readonly BatchName[] = ['data_batch_1', 'test_batch', ...batchNames.slice(1, 5)];

interface PictureWallProps {
  readonly summaries: readonly BatchSummary[];
  /** A row for every batch, instead of one row with a picture from each. */
  readonly isExpanded: boolean;
}

/** Samples of every class: while the data loads, it is the progress. */
export function PictureWall({ summaries, isExpanded }: PictureWallProps) {
  return (
    <>
      <p className="quiet">Next to each class: its number of training + test images.</p>
      <ul className="picture-wall" aria-label="Samples by class">
        {classNames.map((name, label) => (
          <li key={name}>
            <ClassSamples name={name} label={label} summaries={summaries} isExpanded={isExpanded} />
          </li>
        ))}
      </ul>
    </>
  );
}

interface ClassSamplesProps extends PictureWallProps {
  readonly name: string;
  readonly label: number;
}

function ClassSamples({ name, label, summaries, isExpanded }: ClassSamplesProps) {
  const pictures = useMemo(
    () =>
      isExpanded
        ? rowOrder.flatMap((batch) => samplesOf(summaries, batch, label))
        : rowOrder.slice(0, columns).flatMap((batch) => samplesOf(summaries, batch, label).slice(0, 1)),
    [summaries, label, isExpanded],
  );
  const [training, test] = [false, true].map((isTest) => countOf(summaries, label, isTest));
  return (
    <>
      <p className="class-name" translate="no">
        {name}
        <span className="quiet">
          {wholeNumber(training ?? 0)} + {wholeNumber(test ?? 0)}
        </span>
      </p>
      <Pictures
        pictures={pictures}
        columns={columns}
        label={`${counted(pictures.filter((picture) => picture !== null).length, 'picture')} of class ${name}`}
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
  return Array.from({ length: columns }, (_, index) => ofClass[index]?.pixels ?? null);
}

function countOf(summaries: readonly BatchSummary[], label: number, isTest: boolean): number {
  return summaries
    .filter(({ name }) => (name === 'test_batch') === isTest)
    .reduce((total, { classCounts }) => total + (classCounts[label] ?? 0), 0);
}
