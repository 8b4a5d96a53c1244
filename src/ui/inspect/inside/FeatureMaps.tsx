import { type MouseEvent, useEffect, useRef } from 'react';
import { mapsOf, type Place } from '../../../inspection/featureMaps.ts';
import type { Shape } from '../../../network/specification.ts';
import { useWidth } from '../../common/useWidth.ts';
import { greys } from './greys.ts';

/** Of a map, in pixels of the screen; smaller ones are magnified up to it. */
const mapSide = 64;

interface FeatureMapsProps {
  readonly values: Float32Array;
  readonly shape: Shape;
  readonly label: string;
  /** The value that is explained, where it is one of these. */
  readonly chosen: Place | null;
  readonly onChoose: (place: Place) => void;
}

/**
 * All maps of a layer on one canvas, black where they are 0 or less, and white where the layer has its largest value. The fields
 * beside the explained value choose a place as well, by keyboard.
 */
export function FeatureMaps({ values, shape, label, chosen, onChoose }: FeatureMapsProps) {
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const available = useWidth(frame);
  const { height, width, count } = mapsOf(shape);
  const magnification = Math.max(1, Math.floor(mapSide / width));
  const perRow = Math.max(1, Math.floor((available / magnification + 1) / (width + 1)));
  const columns = Math.min(count, perRow);
  const rows = Math.ceil(count / columns);
  const [drawnWidth, drawnHeight] = [columns * (width + 1) - 1, rows * (height + 1) - 1];

  useEffect(() => {
    const context = canvas.current?.getContext('2d', { willReadFrequently: true });
    if (!context || available === 0) return;
    context.clearRect(0, 0, drawnWidth, drawnHeight);
    const brightest = values.reduce((most, value) => Math.max(most, value), 0);
    for (let channel = 0; channel < count; channel++) {
      const map = Float32Array.from(
        { length: height * width },
        (_, pixel) => values[pixel * count + channel] ?? 0,
      );
      const [left, top] = [(channel % columns) * (width + 1), Math.floor(channel / columns) * (height + 1)];
      context.putImageData(new ImageData(greys(map, 0, brightest), width), left, top);
    }
    if (chosen) {
      context.fillStyle = '#ff9d2e';
      context.fillRect(
        (chosen.channel % columns) * (width + 1) + chosen.column,
        Math.floor(chosen.channel / columns) * (height + 1) + chosen.row,
        1,
        1,
      );
    }
  }, [values, available, height, width, count, columns, drawnWidth, drawnHeight, chosen]);

  function choose({ nativeEvent: { offsetX, offsetY } }: MouseEvent) {
    const [x, y] = [Math.floor(offsetX / magnification), Math.floor(offsetY / magnification)];
    const channel = Math.floor(y / (height + 1)) * columns + Math.floor(x / (width + 1));
    // The gap behind a map counts as its edge.
    const [column, row] = [Math.min(x % (width + 1), width - 1), Math.min(y % (height + 1), height - 1)];
    if (channel < count) onChoose({ channel, row, column });
  }

  return (
    <div ref={frame}>
      {available > 0 && (
        <canvas
          ref={canvas}
          className="feature-maps"
          role="img"
          aria-label={label}
          width={drawnWidth}
          height={drawnHeight}
          style={{ width: drawnWidth * magnification, height: drawnHeight * magnification }}
          onClick={choose}
        />
      )}
    </div>
  );
}
