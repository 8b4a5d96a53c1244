import { useEffect, useRef } from 'react';
import { signedColours } from './signedColours.ts';

interface HeatmapProps {
  /** [height, width] */
  readonly values: Float32Array;
  readonly width: number;
  /** Shown as the lightest orange, and its negative as the darkest blue. */
  readonly limit: number;
  /** Of the drawing's longer side, in pixels of the screen. */
  readonly side: number;
}

/** A few numbers as colours: 0 is grey, positive numbers are orange, negative ones blue. What they are is told beside it. */
export function Heatmap({ values, width, limit, side }: HeatmapProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const height = values.length / width;
  const magnification = Math.max(1, Math.floor(side / Math.max(width, height)));
  useEffect(() => {
    const context = canvas.current?.getContext('2d', { willReadFrequently: true });
    context?.putImageData(new ImageData(signedColours(values, limit), width), 0, 0);
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
