import { useMemo } from 'react';
import type { ExcitingImage } from '../../../inspection/excitingImages.ts';
import { receptiveField } from '../../../inspection/receptiveField.ts';
import type { LayerSpec } from '../../../network/specification.ts';
import { answerIn, type InspectionView } from '../../../session/state/inspectionState.ts';
import { FailureNotice } from '../../common/FailureNotice.tsx';
import { unitNoun } from '../../words/layers.ts';
import { wholeNumber } from '../../words/numbers.ts';
import { valueText } from '../../words/outputValues.ts';
import { usePictures } from '../confusion/usePictures.ts';
import { StepNote } from '../StepNote.tsx';
import { useInspection } from '../useInspection.ts';
import { OutlinedPicture } from './OutlinedPicture.tsx';

interface ExcitingImagesProps {
  /** From the first of the network to the one with the filter. */
  readonly layers: readonly LayerSpec[];
  readonly layer: string;
  /** Its filter or unit. */
  readonly output: number;
  readonly view: InspectionView;
}

/** What a filter or unit reacts to most, and where. */
export function ExcitingImages({ layers, layer, output, view }: ExcitingImagesProps) {
  const question = useMemo(() => ({ kind: 'excitingImages', layer, output }) as const, [layer, output]);
  const state = useInspection(view, question);

  const answer = answerIn(state, 'excitingImages');
  if (state?.failure) return <FailureNotice failure={state.failure} />;
  if (answer?.layer !== layer || answer.output !== output) return <p className="quiet">Computing…</p>;
  const noun = unitNoun(layer);
  return (
    <div className="inspect-body">
      <p>
        Of the first {wholeNumber(answer.searched)} test images, each with the {noun}’s largest sum, and an
        outline around the pixels that it comes from. Labels are not used.
      </p>
      <StepNote view={state} />
      <OutlinedImages layers={layers} images={answer.images} />
    </div>
  );
}

interface OutlinedImagesProps {
  readonly layers: readonly LayerSpec[];
  readonly images: readonly ExcitingImage[];
}

function OutlinedImages({ layers, images }: OutlinedImagesProps) {
  const places = useMemo(() => images.map(({ image }) => image), [images]);
  const { pictures, failure } = usePictures('test', places);
  if (failure) return <FailureNotice failure={failure} />;
  return (
    <ul className="exciting-fields" aria-label="Most exciting test images">
      {images.map(({ image, value, row, column }, index) => (
        <li key={image}>
          <figure>
            <OutlinedPicture
              pixels={pictures[index] ?? null}
              area={receptiveField(layers, { row, column, channel: 0 })}
              magnification={2}
              label={`Test image ${image}`}
            />
            <figcaption className="figures">{valueText(value)}</figcaption>
          </figure>
        </li>
      ))}
    </ul>
  );
}
