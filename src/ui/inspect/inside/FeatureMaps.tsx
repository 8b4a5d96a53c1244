import { type MouseEvent, useEffect, useRef } from 'react';
import { mapsOf, type Place } from '../../../inspection/featureMaps.ts';
import type { Shape } from '../../../network/specification.ts';
import { useWidth } from '../../common/useWidth.ts';
import { greys } from './greys.ts';

/** Of a map, in pixels of the screen; smaller ones are magnified up to it. */
const mapSide = 64;
/** Of a unit's square, in pixels of the canvas, and how many of the screen each of these takes. */
const unitSide = 11;
const unitMagnification = 2;

interface FeatureMapsProps {
  readonly values: Float32Array;
  readonly shape: Shape;
  readonly label: string;
  /** The value that is explained, where it is one of these. */
  readonly chosen: Place | null;
  readonly onChoose: (place: Place) => void;
}

/**
 * All maps or units of a layer on one canvas, black where they are 0 or less, and white where the layer has its largest value. The fields
 * beside the explained value choose a place as well, by keyboard.
 */
export function FeatureMaps({ values, shape, label, chosen, onChoose }: FeatureMapsProps) {
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const available = useWidth(frame);
  const { height, width, count } = mapsOf(shape);
  const isUnit = width === 1;
  /** Of a value, in pixels of the canvas. */
  const side = isUnit ? unitSide : 1;
  const magnification = isUnit ? unitMagnification : Math.max(1, Math.floor(mapSide / width));
  /** From one map to the next, with a gap of one pixel of the canvas. */
  const [across, down] = [side * width + 1, side * height + 1];
  const perRow = Math.max(1, Math.floor((available / magnification + 1) / across));
  const columns = Math.min(count, perRow);
  const rows = Math.ceil(count / columns);
  const [drawnWidth, drawnHeight] = [columns * across - 1, rows * down - 1];

  useEffect(() => {
    const context = canvas.current?.getContext('2d', { willReadFrequently: true });
    if (!context || available === 0) return;
    context.clearRect(0, 0, drawnWidth, drawnHeight);
    const brightest = values.reduce((most, value) => Math.max(most, value), 0);
    for (let channel = 0; channel < count; channel++) {
      const map = Float32Array.from({ length: side * height * side * width }, (_, pixel) => {
        const row = Math.floor(pixel / (side * width) / side);
        const column = Math.floor((pixel % (side * width)) / side);
        return values[(row * width + column) * count + channel] ?? 0;
      });
      const [left, top] = [(channel % columns) * across, Math.floor(channel / columns) * down];
      context.putImageData(new ImageData(greys(map, 0, brightest), side * width), left, top);
    }
    if (chosen) {
      context.fillStyle = '#ff9d2e';
      context.fillRect(
        (chosen.channel % columns) * across + side * chosen.column,
        Math.floor(chosen.channel / columns) * down + side * chosen.row,
        side,
        side,
      );
    }
  }, [values, available, height, width, count, side, across, down, columns, drawnWidth, drawnHeight, chosen]);

  function choose({ nativeEvent: { offsetX, offsetY } }: MouseEvent) {
    const [x, y] = [Math.floor(offsetX / magnification), Math.floor(offsetY / magnification)];
    const channel = Math.floor(y / down) * columns + Math.floor(x / across);
    // The gap behind a map counts as its edge.
    const column = Math.min(Math.floor((x % across) / side), width - 1);
    const row = Math.min(Math.floor((y % down) / side), height - 1);
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
