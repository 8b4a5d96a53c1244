import { useMemo } from 'react';
import type { UnitAnswer } from '../../../inspection/units.ts';
import { FailureNotice } from '../../common/FailureNotice.tsx';
import { Pictures } from '../../common/Pictures.tsx';
import { figureText } from '../../words/numbers.ts';
import { usePictures } from '../confusion/usePictures.ts';

interface ExcitingPicturesProps {
  /** Test images, the most exciting first. */
  readonly images: UnitAnswer['mostExciting'];
}

/** The official pictures, each with the activation that it causes. */
export function ExcitingPictures({ images }: ExcitingPicturesProps) {
  const places = useMemo(() => images.map(({ image }) => image), [images]);
  const { pictures, failure } = usePictures('test', places);
  if (failure) return <FailureNotice failure={failure} />;
  return (
    <ul className="exciting-pictures" aria-label="Most exciting test images">
      {images.map(({ image, activation }, index) => (
        <li key={image}>
          <ExcitingPicture image={image} activation={activation} picture={pictures[index] ?? null} />
        </li>
      ))}
    </ul>
  );
}

interface ExcitingPictureProps {
  readonly image: number;
  readonly activation: number;
  readonly picture: Uint8Array | null;
}

function ExcitingPicture({ image, activation, picture }: ExcitingPictureProps) {
  const one = useMemo(() => [picture], [picture]);
  return (
    <figure>
      <Pictures pictures={one} columns={1} magnification={2} label={`Test image ${image}`} />
      <figcaption className="figures">{figureText(activation)}</figcaption>
    </figure>
  );
}
