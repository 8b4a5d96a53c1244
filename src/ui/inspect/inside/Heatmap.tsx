import { useEffect, useRef } from 'react';
import { greys } from './greys.ts';

interface HeatmapProps {
  /** [height, width] */
  readonly values: Float32Array;
  readonly width: number;
  /** Shown as white, and its negative as black. */
  readonly limit: number;
  /** Of the drawing's longer side, in pixels of the screen. */
  readonly side: number;
}

/** A few numbers as shades of grey: 0 is middle grey. What they are is told beside it. */
export function Heatmap({ values, width, limit, side }: HeatmapProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const height = values.length / width;
  const magnification = Math.max(1, Math.floor(side / Math.max(width, height)));
  useEffect(() => {
    const context = canvas.current?.getContext('2d', { willReadFrequently: true });
    context?.putImageData(new ImageData(greys(values, -limit, limit), width), 0, 0);
  }, [values, width, limit]);
  return (
    <span aria-hidden="true">
      <canvas
        ref={canvas}
        className="heatmap"
        width={width}
        height={height}
        style={{ width: width * magnification, height: height * magnification }}
      />
    </span>
  );
}
