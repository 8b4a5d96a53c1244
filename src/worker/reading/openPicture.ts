import { contentKind, tellingBytes } from '../../data/contentKind.ts';
import { bytesOfFile } from '../../data/readFile.ts';
import { Failure } from '../../failure.ts';
import { maxPictureFileBytes, maxPicturePixels } from '../../limits/readingLimits.ts';
import { type Size, statedSize } from './pictureSize.ts';

/** A larger picture is kept at this size: the network sees 32 × 32 pixels, also of a small part of it. */
const maxSide = 1_024;

/**
 * Decodes a picture file, the right way up; of an animation, the first picture. What cannot be opened is known by its content.
 *
 * @throws Failure `not-a-picture`, `picture-file-too-large`, `picture-too-large`, `file-unreadable`
 */
export async function openPicture(file: File): Promise<ImageBitmap> {
  if (file.size > maxPictureFileBytes) {
    const details = { file: file.name, byteLength: file.size, limitBytes: maxPictureFileBytes };
    throw new Failure({ code: 'picture-file-too-large', details });
  }
  const bytes = await bytesOfFile(file);
  const stated = statedSize(bytes);
  // What a browser would make of it is not known before it is made.
  if (!stated) throw notAPicture(file, bytes);
  requireSize(file.name, stated);
  const picture = await decoded(file, bytes);
  try {
    requireSize(file.name, picture);
  } catch (error) {
    picture.close();
    throw error;
  }
  return reduced(picture);
}

function requireSize(file: string, { width, height }: Size): void {
  if (width * height <= maxPicturePixels) return;
  throw new Failure({
    code: 'picture-too-large',
    details: { file, width, height, limitPixels: maxPicturePixels },
  });
}

async function decoded(file: File, bytes: Uint8Array): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(file);
  } catch (cause) {
    throw notAPicture(file, bytes, cause);
  }
}

function notAPicture({ name, size }: File, bytes: Uint8Array, cause?: unknown): Failure {
  const kind = contentKind(bytes.subarray(0, tellingBytes), size);
  return new Failure({ code: 'not-a-picture', details: { file: name, kind } }, { cause });
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
