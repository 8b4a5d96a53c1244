import { imageSize } from '../../data/cifar10.ts';

/** The canvas as a PNG file. */
export async function pngOf(canvas: HTMLCanvasElement): Promise<Uint8Array<ArrayBuffer>> {
  const png = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (!png) throw new RangeError('the browser made no PNG of the canvas');
  return new Uint8Array(await png.arrayBuffer());
}

/** One of the pictures, to be put on a canvas. @param pixels [pictures, 32, 32, 4]: RGBA */
export function rgbaPicture(pixels: Uint8ClampedArray<ArrayBuffer>, index: number): ImageData {
  const length = 4 * imageSize * imageSize;
  return new ImageData(pixels.subarray(index * length, (index + 1) * length), imageSize);
}
