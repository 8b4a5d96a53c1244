import { useEffect, useMemo, useState } from 'react';
import type { CheckpointSummary } from '../../../checkpoint/checkpoint.ts';
import {
  type ConfusionMatrix,
  confusionMatrixOf,
  differenceOf,
} from '../../../inspection/confusionMatrix.ts';
import { answerIn } from '../../../session/state/inspectionState.ts';
import type { InspectedImages } from '../../../worker/training/inspection/inspectionProtocol.ts';
import { FailureNotice } from '../../common/FailureNotice.tsx';
import { InlineChoice } from '../../common/InlineChoice.tsx';
import { useSession, useSessionState } from '../../common/sessionContext.ts';
import { wholeNumber } from '../../words/numbers.ts';
import { runNames } from '../../words/runNames.ts';
import { DifferenceTable } from './DifferenceTable.tsx';

interface ComparedMatricesProps {
  /** Of the weights that the slider stands at. */
  readonly matrix: ConfusionMatrix;
  readonly images: InspectedImages;
  readonly imageCount: number;
}

/** What has changed between a checkpoint, of this run or of another, and the weights that the slider stands at. */
export function ComparedMatrices({ matrix, images, imageCount }: ComparedMatricesProps) {
  const { inspection } = useSession();
  const checkpoints = useSessionState((state) => state.checkpoints);
  const runs = useSessionState((state) => state.runs);
  const view = useSessionState((state) => state.inspection.views.comparison);
  const [compared, setCompared] = useState('');

  useEffect(() => {
    if (compared === '') return;
    inspection.open('comparison', { kind: 'predictions', images }, { kind: 'checkpoint', id: compared });
    return () => inspection.close('comparison');
  }, [inspection, compared, images]);

  // Other validation images are other images: their matrices say nothing of each other.
  const options = useMemo(() => {
    const names = runNames(runs);
    return (
      checkpoints
        .flatMap(({ summary }) => (summary ? [summary] : []))
        .filter(({ hyperparameters }) => images === 'test' || hyperparameters.validationImages === imageCount)
        // The best, the last and one that was saved by hand may be of the same step, and then have the same weights.
        .filter(({ runId, step }, index, all) => {
          return all.findIndex((other) => other.runId === runId && other.step === step) === index;
        })
        .map((summary) => optionOf(summary, names))
    );
  }, [checkpoints, runs, images, imageCount]);
  const other = answerIn(view, 'predictions');
  const difference = useMemo(
    () => other && differenceOf(confusionMatrixOf(other.predictions), matrix),
    [other, matrix],
  );
  if (options.length === 0) return null;

  return (
    <section className="inspect-part" aria-label="Difference of two matrices">
      <h4>Difference from a checkpoint</h4>
      <div className="row">
        <InlineChoice
          label="Compare with"
          options={[{ value: '', label: 'Nothing' }, ...options]}
          value={compared}
          onChoose={setCompared}
        />
        {view?.isPending && <span className="quiet">Computing…</span>}
      </div>
      {view?.failure && <FailureNotice failure={view.failure} />}
      {difference && <DifferenceTable difference={difference} />}
    </section>
  );
}

/** @param names of the runs, by their ids */
function optionOf({ id, runId, step }: CheckpointSummary, names: ReadonlyMap<string, string>) {
  return { value: id, label: `${names.get(runId) ?? runId}, step ${wholeNumber(step)}` };
}
