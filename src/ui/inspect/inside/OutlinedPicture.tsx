import { useMemo } from 'react';
import type { PictureArea } from '../../../inspection/receptiveField.ts';
import { Pictures } from '../../common/Pictures.tsx';

interface OutlinedPictureProps {
  /** [3072]; null before it is read */
  readonly pixels: Uint8Array | null;
  readonly area: PictureArea;
  readonly magnification: number;
  readonly label: string;
}

/** A picture with an outline around a part of it. */
export function OutlinedPicture({ pixels, area, magnification, label }: OutlinedPictureProps) {
  const pictures = useMemo(() => [pixels], [pixels]);
  const onScreen = (length: number) => length * magnification;
  return (
    <div className="inside-picture">
      <Pictures pictures={pictures} columns={1} magnification={magnification} label={label} />
      <div
        className="inside-field"
        style={{
          top: onScreen(area.top),
          left: onScreen(area.left),
          width: onScreen(area.width),
          height: onScreen(area.height),
        }}
      />
    </div>
  );
}
