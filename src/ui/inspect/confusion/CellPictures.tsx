import { useEffect, useMemo, useRef } from 'react';
import { classNames } from '../../../data/cifar10.ts';
import { predictionsInCell } from '../../../inspection/mistakes.ts';
import type { Predictions } from '../../../inspection/predictions.ts';
import type { InspectedImages } from '../../../worker/training/inspection/inspectionProtocol.ts';
import { ActionButton } from '../../common/ActionButton.tsx';
import { wholeNumber } from '../../words/numbers.ts';
import { PredictedPictures } from './PredictedPictures.tsx';

/** So many fit on a screen; a cell can have hundreds. */
const maxPictures = 12;

interface CellPicturesProps {
  readonly images: InspectedImages;
  readonly predictions: Predictions;
  readonly label: number;
  readonly predicted: number;
  readonly onClose: () => void;
}

/** The images behind a number of the matrix. */
export function CellPictures({ images, predictions, label, predicted, onClose }: CellPicturesProps) {
  const all = useMemo(
    () => predictionsInCell(predictions, label, predicted, predictions.labels.length),
    [predictions, label, predicted],
  );
  const shown = useMemo(() => all.slice(0, maxPictures), [all]);
  const title = `${classNames[label]} taken for ${classNames[predicted]}`;
  const head = useRef<HTMLDivElement>(null);
  // They may lie below the window, and a press would seem to do nothing.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another cell has been pressed.
  useEffect(() => head.current?.scrollIntoView({ block: 'nearest' }), [label, predicted]);
  return (
    <section className="inspect-part" aria-label={title}>
      <div ref={head} className="row cell-head">
        <h4>{title}</h4>
        <ActionButton onPress={onClose}>Close</ActionButton>
      </div>
      <p>{all.length === 0 ? 'There are none with these weights.' : countText(shown.length, all.length)}</p>
      <PredictedPictures images={images} predictions={shown} />
    </section>
  );
}

function countText(shown: number, all: number): string {
  const which =
    shown < all
      ? `The ${shown} most confident of ${wholeNumber(all)} predictions.`
      : 'The most confident predictions come first.';
  return `${which} Beside each image are the probabilities of the ten classes.`;
}
