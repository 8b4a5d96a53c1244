import { useMemo } from 'react';
import { classNames } from '../../../data/cifar10.ts';
import type { NearestImages as Nearest, NearImage } from '../../../inspection/nearestImages.ts';
import { answerIn, type InspectionView } from '../../../session/state/inspectionState.ts';
import { FailureNotice } from '../../common/FailureNotice.tsx';
import { Pictures } from '../../common/Pictures.tsx';
import { wholeNumber } from '../../words/numbers.ts';
import { usePictures } from '../confusion/usePictures.ts';
import { StepNote } from '../StepNote.tsx';
import { useInspection } from '../useInspection.ts';

interface NearestImagesProps {
  /** [3072] */
  readonly pixels: Uint8Array<ArrayBuffer>;
  readonly view: InspectionView;
}

/** What the network has learned from that is most like a picture, in its own eyes. */
export function NearestImages({ pixels, view }: NearestImagesProps) {
  const question = useMemo(() => ({ kind: 'nearestImages', pixels }) as const, [pixels]);
  const state = useInspection(view, question);

  const answer = answerIn(state, 'nearestImages');
  if (state?.failure) return <FailureNotice failure={state.failure} />;
  return (
    <div className="inspect-body">
      <p role="status" className={state?.isPending || !answer ? 'quiet' : undefined}>
        {state?.isPending || !answer ? 'Computing…' : sentence(answer.nearest)}
      </p>
      {!state?.isPending && <StepNote view={state} />}
      {answer && !state?.isPending && <NearImages images={answer.nearest.images} />}
    </div>
  );
}

function sentence({ compared, areInputs }: Nearest): string {
  const compares = areInputs
    ? 'The network has no hidden layer, so its inputs are compared, by Euclidean distance.'
    : 'The activations of the last hidden layer are compared, by Euclidean distance.';
  return `The nearest of the first ${wholeNumber(compared)} training images, with their labels and distances. ${compares}`;
}

function NearImages({ images }: { readonly images: readonly NearImage[] }) {
  const places = useMemo(() => images.map(({ image }) => image), [images]);
  // Validation images are the training set's last.
  const { pictures, failure } = usePictures('validation', places);
  if (failure) return <FailureNotice failure={failure} />;
  return (
    <ul className="exciting-fields" aria-label="Most similar training images">
      {images.map((near, index) => (
        <li key={near.image}>
          <NearPicture near={near} picture={pictures[index] ?? null} />
        </li>
      ))}
    </ul>
  );
}

interface NearPictureProps {
  readonly near: NearImage;
  readonly picture: Uint8Array | null;
}

function NearPicture({ near: { image, label, distance }, picture }: NearPictureProps) {
  const one = useMemo(() => [picture], [picture]);
  const name = classNames[label] ?? '';
  return (
    <figure>
      <Pictures pictures={one} columns={1} magnification={2} label={`Training image ${image}, ${name}`} />
      <figcaption>
        <span translate="no">{name}</span>
        <br />
        <span className="quiet figures">{distance.toPrecision(3)}</span>
      </figcaption>
    </figure>
  );
}
