import { useEffect, useRef } from 'react';
import { imageSize } from '../../data/cifar10.ts';

const gap = 2;

interface PicturesProps {
  /** Pictures as in the official records: 1,024 red, 1,024 green, 1,024 blue bytes; null leaves a place empty. */
  readonly pictures: readonly (Uint8Array | null)[];
  readonly columns: number;
  readonly label: string;
  /** Screen pixels per picture pixel: a whole number, so that every pixel is a square. */
  readonly magnification?: number;
}

/** Pictures side by side on one canvas: a hundred canvases would cost more than the pictures. */
export function Pictures({ pictures, columns, label, magnification = 1 }: PicturesProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const rows = Math.ceil(pictures.length / columns);
  const width = columns * (imageSize + gap) - gap;
  const height = rows * (imageSize + gap) - gap;

  useEffect(() => {
    // Nothing is drawn but ready-made pixels. A canvas on the GPU would first wait for one, for a third of a second where that is a program.
    const context = canvas.current?.getContext('2d', { willReadFrequently: true });
    if (!context) return;
    context.clearRect(0, 0, width, height);
    pictures.forEach((picture, index) => {
      const left = (index % columns) * (imageSize + gap);
      const top = Math.floor(index / columns) * (imageSize + gap);
      if (picture) context.putImageData(imageDataOf(picture), left, top);
    });
  }, [pictures, columns, width, height]);

  return (
    <canvas
      ref={canvas}
      className="pictures"
      role="img"
      aria-label={label}
      width={width}
      height={height}
      style={{ width: width * magnification, height: height * magnification }}
    />
  );
}

/** From three colour planes to the canvas's interleaved RGBA. */
export function imageDataOf(picture: Uint8Array): ImageData {
  const plane = imageSize * imageSize;
  const image = new ImageData(imageSize, imageSize);
  image.data.fill(255);
  for (let value = 0; value < 3 * plane; value++) {
    image.data[4 * (value % plane) + Math.trunc(value / plane)] = picture[value] ?? 0;
  }
  return image;
}
