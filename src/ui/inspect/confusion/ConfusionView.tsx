import { memo, useMemo, useRef, useState } from 'react';
import { accuracyAt } from '../../../history/history.ts';
import { accuracyOf, confusionMatrixOf } from '../../../inspection/confusionMatrix.ts';
import { mostConfidentMistakes } from '../../../inspection/mistakes.ts';
import type { Predictions } from '../../../inspection/predictions.ts';
import { answerIn, type ViewState } from '../../../session/state/inspectionState.ts';
import { shownRun } from '../../../session/state/runState.ts';
import type { SessionState } from '../../../session/state/sessionState.ts';
import type { InspectedImages } from '../../../worker/training/inspection/inspectionProtocol.ts';
import { ActionButton } from '../../common/ActionButton.tsx';
import { FailureNotice } from '../../common/FailureNotice.tsx';
import { InlineChoice } from '../../common/InlineChoice.tsx';
import { LazyDetails } from '../../common/LazyDetails.tsx';
import { useSession, useSessionState } from '../../common/sessionContext.ts';
import { counted, wholeNumber } from '../../words/numbers.ts';
import { CalibrationPart } from '../calibration/CalibrationPart.tsx';
import { useInspectedPositions } from '../useInspectedPositions.ts';
import { useInspection } from '../useInspection.ts';
import { useKeptHeight } from '../useKeptHeight.ts';
import { CellPictures } from './CellPictures.tsx';
import { ComparedMatrices } from './ComparedMatrices.tsx';
import { ConfusionTable } from './ConfusionTable.tsx';
import { PredictedPictures } from './PredictedPictures.tsx';
import { SuspectedLabels } from './SuspectedLabels.tsx';
import './confusion.css';

const imagesOptions = [
  { value: 'validation', label: 'Validation images' },
  { value: 'test', label: 'Test images' },
] as const;

/** Mistakes that are shown with their pictures. */
const mistakeCount = 12;

/** The mistakes, and the confusion matrix. Nothing is computed before it is opened, and it is not redrawn with every report of the run. */
export const ConfusionView = memo(function ConfusionView() {
  return (
    <LazyDetails className="inspect-view" part="mistakes" summary={<h3>Confusion matrix and mistakes</h3>}>
      <OpenView />
    </LazyDetails>
  );
});

function OpenView() {
  const { inspection } = useSession();
  const hasValidation = useSessionState(
    ({ run }) => (shownRun(run)?.hyperparameters.validationImages ?? 0) > 0,
  );
  const positions = useInspectedPositions();
  const isEvaluated = useSessionState(isPresentRunEvaluated);
  const [wanted, setWanted] = useState<InspectedImages | null>(null);
  const images = hasValidation ? (wanted ?? (isEvaluated ? 'test' : 'validation')) : 'test';

  const question = useMemo(() => ({ kind: 'predictions', images }) as const, [images]);
  const view = useInspection('predictions', question);

  const answer = answerIn(view, 'predictions');
  const body = useRef<HTMLDivElement>(null);
  const keptHeight = useKeptHeight(body, answer !== null);
  return (
    <div ref={body} className="inspect-body" style={{ minBlockSize: keptHeight }}>
      <div className="row">
        {hasValidation && (
          <InlineChoice label="Images" options={imagesOptions} value={images} onChoose={setWanted} />
        )}
        <ActionButton
          disabledReason={
            positions.length === 0
              ? 'There are no weights yet: train a network or restore a checkpoint first.'
              : null
          }
          onPress={() => inspection.refresh('predictions')}
        >
          Refresh
        </ActionButton>
        <p role="status" className="quiet">
          {statusText(view)}
        </p>
      </div>
      {images === 'test' && !view?.isHeldBack && (
        <p className="quiet">
          On the test images, this is renewed when the run is evaluated on them. Refresh evaluates it now.
        </p>
      )}
      {view?.isHeldBack && (
        <div className="held-back">
          <p>These weights have not been evaluated on the test images.</p>
          <ActionButton onPress={() => inspection.refresh('predictions')}>Evaluate them</ActionButton>
        </div>
      )}
      {view?.failure && <FailureNotice failure={view.failure} />}
      {answer && <Answered images={answer.images} predictions={answer.predictions} />}
    </div>
  );
}

/**
 * Whether the test accuracy of the present weights is known. Until then the validation images are shown: evaluating on them does not
 * spoil the test accuracy.
 */
function isPresentRunEvaluated({ run, history }: SessionState): boolean {
  return accuracyAt(history.test, shownRun(run)?.progress.step) !== null;
}

function statusText(view: ViewState | undefined): string {
  if (view?.isPending) return 'Computing…';
  const answer = answerIn(view, 'predictions');
  if (!view?.answer || !answer) return '';
  const images = counted(answer.predictions.labels.length, `${answer.images} image`);
  return `Step ${wholeNumber(view.answer.weights.step)}, ${images}`;
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
      <section className="inspect-part" aria-label="Most confident mistakes">
        <h4>Most confident mistakes</h4>
        <p>The wrong predictions with the highest probability.</p>
        <PredictedPictures images={images} predictions={mistakes} />
      </section>
      <p>
        Each row is a true class, each column a predicted class. The diagonal contains the correct
        predictions. Press a number to see its images.
      </p>
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
      <CalibrationPart predictions={predictions} />
      <SuspectedLabels images={images} predictions={predictions} accuracy={accuracyOf(matrix)} />
      <ComparedMatrices matrix={matrix} images={images} imageCount={predictions.labels.length} />
    </>
  );
}
