import { Failure } from '../../../failure.ts';

const maxFileBytes = 50e6;
const maxMegapixels = 50;
/** A larger picture is kept at this size: the network sees 32 × 32 pixels, also of a small part of it. */
const maxSide = 1_024;

/**
 * Decodes a picture file, the right way up.
 *
 * @throws Failure `not-a-picture`, `picture-file-too-large`, `picture-too-large`
 */
export async function openPicture(file: File): Promise<ImageBitmap> {
  if (file.size > maxFileBytes) {
    throw new Failure({ code: 'picture-file-too-large', details: { file: file.name, bytes: file.size } });
  }
  const picture = await decoded(file);
  const megapixels = (picture.width * picture.height) / 1e6;
  if (megapixels > maxMegapixels) {
    picture.close();
    throw new Failure({ code: 'picture-too-large', details: { file: file.name, megapixels } });
  }
  return reduced(picture);
}

async function decoded(file: File): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(file);
  } catch (cause) {
    throw new Failure({ code: 'not-a-picture', details: { file: file.name } }, { cause });
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
