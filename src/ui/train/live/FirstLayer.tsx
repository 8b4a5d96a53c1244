import { useEffect, useRef, useState } from 'react';
import { imageSize } from '../../../data/cifar10.ts';
import type { FirstLayerPictures } from '../../../inspection/firstLayerPictures.ts';
import { rgbaPicture } from '../../common/canvas.ts';
import { firstLayerName, firstLayerText } from '../../words/guesses.ts';

const gap = 4;
const pitch = imageSize + gap;
const mostPictures = 24;

/** The first layer’s pictures, as many as there is room for, on one canvas. */
export function FirstLayer({ pictures }: { readonly pictures: FirstLayerPictures | null }) {
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const { columns, places } = useGrid(frame);
  const visible = Math.min(places, pictures?.shown.length ?? 0);
  // Before there are pictures, their places are seen.
  const placed = Array.from({ length: pictures ? visible : places }, (_, place) => pictures?.shown[place]);
  const [width, height] = [columns * pitch - gap, Math.ceil(places / columns) * pitch - gap];

  useEffect(() => {
    const context = canvas.current?.getContext('2d', { willReadFrequently: true });
    if (!context) return;
    context.clearRect(0, 0, width, height);
    for (let place = 0; pictures && place < visible; place++) {
      const [left, top] = [(place % columns) * pitch, Math.trunc(place / columns) * pitch];
      context.putImageData(rgbaPicture(pictures.pixels, place), left, top);
    }
  }, [pictures, visible, columns, width, height]);

  return (
    <div ref={frame} className="live-layer">
      <canvas ref={canvas} width={width} height={height} />
      <ul aria-label="First layer" style={{ '--columns': columns }}>
        {placed.map((index, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: it is the place that is named
          <li key={place}>
            {pictures && index !== undefined && (
              <span
                role="img"
                aria-label={firstLayerName(pictures, index)}
                title={firstLayerName(pictures, index)}
              />
            )}
          </li>
        ))}
      </ul>
      <p className="quiet">{pictures && firstLayerText(pictures, visible)}</p>
    </div>
  );
}

/** As many columns and places as the frame has room for, its rows about equally long. */
function useGrid(frame: { readonly current: Element | null }): { columns: number; places: number } {
  const [size, setSize] = useState({ width: imageSize, height: imageSize });
  useEffect(() => {
    if (!frame.current) return;
    const observer = new ResizeObserver(([entry]) => entry && setSize(entry.contentRect));
    observer.observe(frame.current);
    return () => observer.disconnect();
  }, [frame]);
  const mostColumns = Math.max(1, Math.trunc((size.width + gap) / pitch));
  const rows = Math.max(1, Math.trunc((size.height + gap) / pitch));
  const places = Math.min(mostPictures, mostColumns * rows);
  return { columns: Math.ceil(places / Math.ceil(places / mostColumns)), places };
}
