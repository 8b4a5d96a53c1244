import { sampleSpriteUrl } from 'virtual:sample-sprite';
import { imageSize } from '../../data/cifar10.ts';
import { sampleCorner } from '../../data/samples.ts';
import { networkPixels } from '../inspect/ownPicture/networkPixels.ts';

let loaded: Promise<HTMLImageElement> | null = null;

/**
 * The sample at a place, [3072], byte for byte as in CIFAR-10.
 *
 * @throws DOMException where the pictures did not arrive
 */
export async function samplePixels(place: number): Promise<Uint8Array<ArrayBuffer>> {
  loaded ??= loadSprite();
  const sprite = await loaded;
  const { left, top } = sampleCorner(place);
  const picture = await createImageBitmap(sprite, left, top, imageSize, imageSize);
  return networkPixels(picture, { left: 0, top: 0, side: imageSize });
}

/** The wall shows it already: it comes from the browser’s cache. */
async function loadSprite(): Promise<HTMLImageElement> {
  const sprite = new Image();
  sprite.src = sampleSpriteUrl;
  try {
    await sprite.decode();
  } catch (error) {
    // The next press tries again.
    loaded = null;
    throw error;
  }
  return sprite;
}
