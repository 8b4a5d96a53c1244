import { useId } from 'react';
import type { InspectedImages } from '../../../worker/training/inspection/inspectionProtocol.ts';

interface ImagesChoiceProps {
  readonly images: InspectedImages;
  readonly onChoose: (images: InspectedImages) => void;
}

/** Which images are predicted. Those for validation cost nothing: nobody judges the network by them in the end. */
export function ImagesChoice({ images, onChoose }: ImagesChoiceProps) {
  const id = useId();
  return (
    <span className="inline-field">
      <label htmlFor={id}>Images</label>
      <select
        id={id}
        value={images}
        onChange={(event) => onChoose(event.target.value === 'test' ? 'test' : 'validation')}
      >
        <option value="validation">Validation images</option>
        <option value="test">Test images</option>
      </select>
    </span>
  );
}
