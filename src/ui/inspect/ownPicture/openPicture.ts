import { contentKind } from '../../../data/contentKind.ts';
import { bytesOfFile } from '../../../data/readFile.ts';
import { Failure } from '../../../failure.ts';
import type { Size } from './crop.ts';
import { searchedBytes, statedSize } from './pictureSize.ts';

const maxFileBytes = 50e6;
/** More than what phones call 50 megapixels. Decoded, these take 256 MB. */
const maxPixels = 64e6;
/** A larger picture is kept at this size: the network sees 32 × 32 pixels, also of a small part of it. */
const maxSide = 1_024;

/**
 * Decodes a picture file, the right way up; of an animation, the first picture. What cannot be opened is known by its content.
 *
 * @throws Failure `not-a-picture`, `picture-file-too-large`, `picture-too-large`, `file-unreadable`
 */
export async function openPicture(file: File): Promise<ImageBitmap> {
  if (file.size > maxFileBytes) {
    const details = { file: file.name, byteLength: file.size, limitBytes: maxFileBytes };
    throw new Failure({ code: 'picture-file-too-large', details });
  }
  const start = await bytesOfFile(file, 0, searchedBytes);
  const stated = statedSize(start);
  if (stated) requireSize(file.name, stated);
  const picture = await decoded(file, start);
  try {
    requireSize(file.name, picture);
  } catch (error) {
    picture.close();
    throw error;
  }
  return reduced(picture);
}

function requireSize(file: string, { width, height }: Size): void {
  if (width * height <= maxPixels) return;
  throw new Failure({ code: 'picture-too-large', details: { file, width, height, limitPixels: maxPixels } });
}

async function decoded(file: File, start: Uint8Array): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(file);
  } catch (cause) {
    const details = { file: file.name, kind: contentKind(start, file.size) };
    throw new Failure({ code: 'not-a-picture', details }, { cause });
  }
}

function reduced(picture: ImageBitmap): ImageBitmap {
  const factor = maxSide / Math.max(picture.width, picture.height);
  if (factor >= 1) return picture;
  const width = Math.max(1, Math.round(factor * picture.width));
  const height = Math.max(1, Math.round(factor * picture.height));
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (!context) return picture;
  context.imageSmoothingQuality = 'high';
  context.drawImage(picture, 0, 0, width, height);
  picture.close();
  return canvas.transferToImageBitmap();
}
