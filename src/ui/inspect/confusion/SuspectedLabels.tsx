import { useMemo } from 'react';
import { suspectedLabels } from '../../../inspection/labelErrors.ts';
import type { Predictions } from '../../../inspection/predictions.ts';
import type { InspectedImages } from '../../../worker/training/inspection/inspectionProtocol.ts';
import { counted } from '../../words/numbers.ts';
import { PredictedPictures } from './PredictedPictures.tsx';

const maxPictures = 12;

/** About one label in 200 is wrong. Below this accuracy, they are lost among the network's own mistakes. */
const minAccuracy = 0.8;

interface SuspectedLabelsProps {
  readonly images: InspectedImages;
  readonly predictions: Predictions;
  readonly accuracy: number;
}

/** Images whose label, and not the network, may be wrong. */
export function SuspectedLabels({ images, predictions, accuracy }: SuspectedLabelsProps) {
  return (
    <section className="inspect-part" aria-label="Suspected wrong labels">
      <h4>Suspected wrong labels</h4>
      {accuracy < minAccuracy ? (
        <p className="quiet">
          Some labels of CIFAR-10 are wrong. From an accuracy of {minAccuracy} on, a network is good enough to
          find them, and the labels that it doubts are shown here.
        </p>
      ) : (
        <Suspected images={images} predictions={predictions} />
      )}
    </section>
  );
}

function Suspected({ images, predictions }: Omit<SuspectedLabelsProps, 'accuracy'>) {
  const { count, predictions: shown } = useMemo(
    () => suspectedLabels(predictions, maxPictures),
    [predictions],
  );
  return (
    <>
      <p>
        The network takes {counted(count, 'image')} for another class, and is as sure of that as it usually is
        of that class. Some of these labels may be wrong; for the others, the network is.
      </p>
      <PredictedPictures images={images} predictions={shown} />
    </>
  );
}
