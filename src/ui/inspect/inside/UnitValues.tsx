import { type MouseEvent, useEffect, useRef } from 'react';
import { useWidth } from '../../common/useWidth.ts';

/** Of a unit's square, and between two, in pixels of the screen. */
const side = 22;
const gap = 2;
const pitch = side + gap;

interface UnitValuesProps {
  /** One of each unit. */
  readonly values: Float32Array;
  readonly label: string;
  /** The unit whose value is explained; null where it is none of these. */
  readonly chosen: number | null;
  readonly onChoose: (unit: number) => void;
}

/**
 * The units of a layer as squares on one canvas, black where their value is 0 or less, and white where the layer has its largest one.
 * The fields beside the explained value choose a unit as well, by keyboard.
 */
export function UnitValues({ values, label, chosen, onChoose }: UnitValuesProps) {
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const available = useWidth(frame);
  const columns = Math.max(1, Math.min(values.length, Math.floor((available + gap) / pitch)));
  const [width, height] = [columns * pitch - gap, Math.ceil(values.length / columns) * pitch - gap];

  useEffect(() => {
    const context = canvas.current?.getContext('2d', { willReadFrequently: true });
    if (!context || available === 0) return;
    context.clearRect(0, 0, width, height);
    const brightest = values.reduce((most, value) => Math.max(most, value), 0) || 1;
    values.forEach((value, unit) => {
      const grey = Math.round((255 * Math.max(0, value)) / brightest);
      context.fillStyle = unit === chosen ? '#ff9d2e' : `rgb(${grey} ${grey} ${grey})`;
      context.fillRect((unit % columns) * pitch, Math.floor(unit / columns) * pitch, side, side);
    });
  }, [values, available, columns, width, height, chosen]);

  function choose({ nativeEvent: { offsetX, offsetY } }: MouseEvent) {
    // The gap behind a square counts as its edge.
    const unit = Math.floor(offsetY / pitch) * columns + Math.min(columns - 1, Math.floor(offsetX / pitch));
    if (unit < values.length) onChoose(unit);
  }

  return (
    <div ref={frame}>
      {available > 0 && (
        <canvas
          ref={canvas}
          className="feature-maps"
          role="img"
          aria-label={label}
          width={width}
          height={height}
          onClick={choose}
        />
      )}
    </div>
  );
}
