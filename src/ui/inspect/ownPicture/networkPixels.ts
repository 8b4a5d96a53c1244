import { imageSize } from '../../../data/cifar10.ts';
import type { Square } from './crop.ts';

/** The square of a picture as the network sees it: 32 × 32 pixels, in three colour planes, [3072]. */
export async function networkPixels(
  picture: ImageBitmap,
  { left, top, side }: Square,
): Promise<Uint8Array<ArrayBuffer>> {
  const small = await createImageBitmap(
    picture,
    Math.floor(left),
    Math.floor(top),
    Math.max(1, Math.floor(side)),
    Math.max(1, Math.floor(side)),
    { resizeWidth: imageSize, resizeHeight: imageSize, resizeQuality: 'high' },
  );
  const context = new OffscreenCanvas(imageSize, imageSize).getContext('2d');
  if (!context) throw new Error('the browser draws no more pictures');
  // What is transparent is shown on white, as on paper.
  context.fillStyle = 'white';
  context.fillRect(0, 0, imageSize, imageSize);
  context.drawImage(small, 0, 0);
  small.close();
  return planesOf(context.getImageData(0, 0, imageSize, imageSize).data);
}

/** From the canvas's interleaved RGBA to three colour planes, as in the official records. */
export function planesOf(rgba: ArrayLike<number>): Uint8Array<ArrayBuffer> {
  const plane = rgba.length / 4;
  return Uint8Array.from(
    { length: 3 * plane },
    (_, index) => rgba[4 * (index % plane) + Math.trunc(index / plane)] ?? 0,
  );
}
