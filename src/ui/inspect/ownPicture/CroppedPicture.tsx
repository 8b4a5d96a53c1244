import { useEffect, useMemo, useRef, useState } from 'react';
import { classNames } from '../../../data/cifar10.ts';
import { answerIn } from '../../../session/state/inspectionState.ts';
import { FailureNotice } from '../../common/FailureNotice.tsx';
import { LazyDetails } from '../../common/LazyDetails.tsx';
import { Pictures } from '../../common/Pictures.tsx';
import { wholeNumber } from '../../words/numbers.ts';
import { Inside } from '../inside/Inside.tsx';
import { Probabilities } from '../Probabilities.tsx';
import { useInspection } from '../useInspection.ts';
import { CropSliders } from './CropSliders.tsx';
import { type Square, squareOf, wholePicture } from './crop.ts';
import { NoneOfThese } from './NoneOfThese.tsx';
import { networkPixels } from './networkPixels.ts';

const insideViews = {
  outputs: 'ownLayerOutputs',
  weights: 'ownOutputWeights',
  saliency: 'ownSaliency',
  exciting: 'ownExcitingImages',
  nearest: 'ownNearestImages',
} as const;

/** Of the two drawings, on the screen: a whole multiple of 32. */
const drawnSize = 192;

/** The square that is used, the 32 × 32 pixels that the network sees of it, and what it says. */
export function CroppedPicture({ picture }: { readonly picture: ImageBitmap }) {
  const [crop, setCrop] = useState(wholePicture);
  const square = useMemo(() => squareOf(picture, crop), [picture, crop]);
  const pixels = useMemo(() => networkPixels(picture, square), [picture, square]);
  const seen = useMemo(() => [pixels], [pixels]);
  return (
    <div className="own-picture">
      <figure>
        <SquareDrawing picture={picture} square={square} />
        <figcaption className="quiet">The square that is used</figcaption>
      </figure>
      <figure>
        <Pictures
          pictures={seen}
          columns={1}
          magnification={drawnSize / 32}
          label="The 32 × 32 pixels that the network sees"
        />
        <figcaption className="quiet">What the network sees: 32 × 32 pixels</figcaption>
      </figure>
      <Prediction pixels={pixels} />
      <CropSliders size={picture} crop={crop} onCrop={setCrop} />
      <LazyDetails className="own-inside" summary="Look inside the network at this picture">
        <div className="inspect-body">
          <Inside pixels={pixels} views={insideViews} />
        </div>
      </LazyDetails>
    </div>
  );
}

interface SquareDrawingProps {
  readonly picture: ImageBitmap;
  readonly square: Square;
}

function SquareDrawing({ picture, square: { left, top, side } }: SquareDrawingProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    context.fillStyle = 'white';
    context.fillRect(0, 0, drawnSize, drawnSize);
    context.drawImage(picture, left, top, side, side, 0, 0, drawnSize, drawnSize);
  }, [picture, left, top, side]);
  return (
    <canvas
      ref={canvas}
      role="img"
      aria-label="The square of your picture"
      width={drawnSize}
      height={drawnSize}
    />
  );
}

/** What the network says, by the weights that the slider stands at. */
function Prediction({ pixels }: { readonly pixels: Uint8Array<ArrayBuffer> }) {
  const question = useMemo(() => ({ kind: 'picture', pixels }) as const, [pixels]);
  const view = useInspection('picture', question);

  const answer = answerIn(view, 'picture');
  if (view?.failure) return <FailureNotice failure={view.failure} />;
  if (!view?.answer || !answer) return <p className="quiet">Computing…</p>;
  const { probabilities } = answer;
  const likeliest = probabilities.indexOf(Math.max(...probabilities));
  return (
    <section className="own-verdict" aria-label="What the network says">
      <p role="status">
        With the weights of step {wholeNumber(view.answer.weights.step)} the network predicts{' '}
        <span translate="no">{classNames[likeliest]}</span>.
      </p>
      <Probabilities probabilities={probabilities} />
      <NoneOfThese energyScore={answer.energyScore} weights={view.answer.weights} />
    </section>
  );
}
