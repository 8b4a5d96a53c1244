import { useId } from 'react';
import type { Size } from '../../../worker/reading/pictureSize.ts';
import { type Crop, largestZoom, squareOf } from './crop.ts';

interface CropSlidersProps {
  readonly size: Size;
  readonly crop: Crop;
  readonly onCrop: (crop: Crop) => void;
}

/** Which square of the picture is taken. A direction in which there is no room has no slider to move. */
export function CropSliders({ size, crop, onCrop }: CropSlidersProps) {
  const { side } = squareOf(size, crop);
  return (
    <div className="crop-sliders">
      <CropSlider
        title="Zoom"
        value={crop.zoom}
        min={1}
        max={largestZoom(size)}
        onValue={(zoom) => onCrop({ ...crop, zoom })}
      />
      <CropSlider
        title="Left to right"
        value={crop.across}
        min={0}
        max={size.width > side ? 1 : 0}
        onValue={(across) => onCrop({ ...crop, across })}
      />
      <CropSlider
        title="Top to bottom"
        value={crop.down}
        min={0}
        max={size.height > side ? 1 : 0}
        onValue={(down) => onCrop({ ...crop, down })}
      />
    </div>
  );
}

interface CropSliderProps {
  readonly title: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly onValue: (value: number) => void;
}

function CropSlider({ title, value, min, max, onValue }: CropSliderProps) {
  const id = useId();
  return (
    <>
      <label htmlFor={id}>{title}</label>
      <input
        id={id}
        type="range"
        min={min}
        max={max}
        step={0.01}
        value={value}
        disabled={max <= min}
        onChange={(event) => onValue(event.target.valueAsNumber)}
      />
    </>
  );
}
