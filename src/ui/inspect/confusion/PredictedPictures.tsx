import { useMemo } from 'react';
import { classNames } from '../../../data/cifar10.ts';
import type { Prediction } from '../../../inspection/mistakes.ts';
import type { InspectedImages } from '../../../worker/training/inspection/inspectionProtocol.ts';
import { FailureNotice } from '../../common/FailureNotice.tsx';
import { Pictures } from '../../common/Pictures.tsx';
import { Probabilities } from '../Probabilities.tsx';
import { usePictures } from './usePictures.ts';

interface PredictedPicturesProps {
  readonly images: InspectedImages;
  readonly predictions: readonly Prediction[];
}

/** Images with what they are, what they were taken for, and how sure the network was of it. */
export function PredictedPictures({ images, predictions }: PredictedPicturesProps) {
  const places = useMemo(() => predictions.map(({ image }) => image), [predictions]);
  const { pictures, failure } = usePictures(images, places);
  if (failure) return <FailureNotice failure={failure} />;
  return (
    <ul className="predicted-pictures">
      {predictions.map((prediction, index) => (
        <li key={prediction.image}>
          <PredictedPicture prediction={prediction} picture={pictures[index] ?? null} />
        </li>
      ))}
    </ul>
  );
}

interface PredictedPictureProps {
  readonly prediction: Prediction;
  readonly picture: Uint8Array | null;
}

function PredictedPicture({ prediction, picture }: PredictedPictureProps) {
  const { image, label, predicted, probabilities } = prediction;
  const one = useMemo(() => [picture], [picture]);
  const [name, taken] = [classNames[label], classNames[predicted]];
  return (
    <figure>
      <Pictures pictures={one} columns={1} magnification={3} label={`Image ${image}, ${name}`} />
      <figcaption>
        <p>
          {name}, {label === predicted ? 'recognized' : `taken for ${taken}`}{' '}
          <span className="figures">({(probabilities[predicted] ?? 0).toFixed(3)})</span>
        </p>
        <Probabilities probabilities={probabilities} label={label} />
      </figcaption>
    </figure>
  );
}
