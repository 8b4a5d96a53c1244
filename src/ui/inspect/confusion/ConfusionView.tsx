import { memo, useEffect, useMemo, useState } from 'react';
import { confusionMatrixOf } from '../../../inspection/confusionMatrix.ts';
import { mostConfidentMistakes } from '../../../inspection/mistakes.ts';
import type { Predictions } from '../../../inspection/predictions.ts';
import { answerIn, type Look } from '../../../session/state/inspectionState.ts';
import { runOf } from '../../../session/state/runState.ts';
import type { InspectedImages } from '../../../worker/training/inspection/inspectionProtocol.ts';
import { ActionButton } from '../../common/ActionButton.tsx';
import { FailureNotice } from '../../common/FailureNotice.tsx';
import { InlineChoice } from '../../common/InlineChoice.tsx';
import { useSession, useSessionState } from '../../common/sessionContext.ts';
import { Unfolding } from '../../common/Unfolding.tsx';
import { counted, wholeNumber } from '../../words/numbers.ts';
import { useInspectedPositions } from '../useInspectedPositions.ts';
import { CellPictures } from './CellPictures.tsx';
import { ComparedMatrices } from './ComparedMatrices.tsx';
import { ConfusionTable } from './ConfusionTable.tsx';
import { PredictedPictures } from './PredictedPictures.tsx';
import './confusion.css';

/** Those for validation cost nothing: nobody judges the network by them in the end. */
const imagesOptions = [
  { value: 'validation', label: 'Validation images' },
  { value: 'test', label: 'Test images' },
] as const;

/** Mistakes that are shown with their pictures. */
const mistakeCount = 12;

/** What the network takes for what. Nothing is computed before it is opened, nor drawn anew with every report of the run. */
export const ConfusionView = memo(function ConfusionView() {
  return (
    <Unfolding className="inspect-view" summary={<h3>Confusion matrix and mistakes</h3>}>
      <OpenView />
    </Unfolding>
  );
});

function OpenView() {
  const { inspection } = useSession();
  const hasValidation = useSessionState(({ run }) => (runOf(run)?.hyperparameters.validationImages ?? 0) > 0);
  const look = useSessionState((state) => state.inspection.looks.predictions);
  const positions = useInspectedPositions();
  const [wanted, setWanted] = useState<InspectedImages>('validation');
  const images = hasValidation ? wanted : 'test';

  useEffect(() => inspection.open('predictions', { kind: 'predictions', images }), [inspection, images]);
  useEffect(() => () => inspection.close('predictions'), [inspection]);

  const answer = answerIn(look, 'predictions');
  return (
    <div className="inspect-body">
      <p>
        Each row is a true class, each column what the network takes its images for. The diagonal is right.
        Press a number to see the images behind it.
      </p>
      <div className="row">
        {hasValidation && (
          <InlineChoice label="Images" options={imagesOptions} value={images} onChoose={setWanted} />
        )}
        <ActionButton
          unavailable={positions.length === 0 ? 'There are no weights to look at yet.' : null}
          onPress={() => inspection.refresh()}
        >
          Show again
        </ActionButton>
        <p role="status" className="quiet">
          {statusText(look)}
        </p>
      </div>
      {images === 'test' && (
        <p className="quiet">
          The first look at a step counts as a look at the test images, as an evaluation does. While this is
          open, every 1,000 steps bring one.
        </p>
      )}
      {look?.failure && <FailureNotice failure={look.failure} />}
      {answer && <Answered images={answer.images} predictions={answer.predictions} />}
    </div>
  );
}

function statusText(look: Look | undefined): string {
  if (look?.isPending) return 'Looking…';
  const answer = answerIn(look, 'predictions');
  if (!look?.answer || !answer) return '';
  const images = counted(answer.predictions.labels.length, `${answer.images} image`);
  return `Step ${wholeNumber(look.answer.weights.step)}, ${images}`;
}

interface AnsweredProps {
  readonly images: InspectedImages;
  readonly predictions: Predictions;
}

function Answered({ images, predictions }: AnsweredProps) {
  const [cell, setCell] = useState<readonly [label: number, predicted: number] | null>(null);
  const matrix = useMemo(() => confusionMatrixOf(predictions), [predictions]);
  const mistakes = useMemo(() => mostConfidentMistakes(predictions, mistakeCount), [predictions]);
  return (
    <>
      <ConfusionTable
        matrix={matrix}
        chosen={cell}
        onChoose={(label, predicted) => setCell([label, predicted])}
      />
      {cell && (
        <CellPictures
          images={images}
          predictions={predictions}
          label={cell[0]}
          predicted={cell[1]}
          onClose={() => setCell(null)}
        />
      )}
      <section className="inspect-part" aria-label="Surest mistakes">
        <h4>Surest mistakes</h4>
        <p>The wrong answers that the network gave with the highest probability.</p>
        <PredictedPictures images={images} predictions={mistakes} />
      </section>
      <ComparedMatrices matrix={matrix} images={images} imageCount={predictions.labels.length} />
    </>
  );
}
