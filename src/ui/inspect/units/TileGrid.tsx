import { useEffect, useRef } from 'react';
import { useWidth } from '../../common/useWidth.ts';
import type { Tiles } from './filterTiles.ts';

/** Of a picture, and between two, in pixels of the screen. */
const side = 40;
const gap = 6;

interface TileGridProps {
  readonly tiles: Tiles;
  readonly label: string;
}

/** Small pictures side by side on one canvas. */
export function TileGrid({ tiles: { size, pictures }, label }: TileGridProps) {
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const available = useWidth(frame);
  const magnification = Math.floor(side / size);
  const step = size * magnification + gap;
  const columns = Math.max(1, Math.min(pictures.length, Math.floor((available + gap) / step)));
  const [width, height] = [columns * step - gap, Math.ceil(pictures.length / columns) * step - gap];

  useEffect(() => {
    const context = canvas.current?.getContext('2d', { willReadFrequently: true });
    if (!context || available === 0) return;
    context.clearRect(0, 0, width, height);
    pictures.forEach((picture, index) => {
      const [left, top] = [(index % columns) * step, Math.floor(index / columns) * step];
      context.putImageData(
        new ImageData(magnified(picture, size, magnification), size * magnification),
        left,
        top,
      );
    });
  }, [pictures, size, magnification, step, columns, width, height, available]);

  return (
    <div ref={frame}>
      {available > 0 && <canvas ref={canvas} role="img" aria-label={label} width={width} height={height} />}
    </div>
  );
}

/** Every pixel as a square. */
function magnified(
  picture: Uint8ClampedArray,
  size: number,
  magnification: number,
): Uint8ClampedArray<ArrayBuffer> {
  const wide = size * magnification;
  return Uint8ClampedArray.from({ length: 4 * wide * wide }, (_, index) => {
    const pixel = Math.trunc(index / 4);
    const row = Math.trunc(pixel / wide / magnification);
    const column = Math.trunc((pixel % wide) / magnification);
    return picture[4 * (row * size + column) + (index % 4)] ?? 0;
  });
}
