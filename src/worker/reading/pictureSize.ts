import { contentKind, tellingBytes } from '../../data/contentKind.ts';

/** In pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * The size of a picture as its header states it, so that one which would take gigabytes need not be decoded to know. Not turned
 * upright: width and height may have to be exchanged.
 *
 * @returns null where the file is no picture of a kind whose header is known, or is cut off in it
 */
export function statedSize(file: Uint8Array): Size | null {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  try {
    return sizeIn(view, file);
  } catch (error) {
    // It ends within the header.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function sizeIn(view: DataView, file: Uint8Array): Size | null {
  switch (contentKind(file.subarray(0, tellingBytes), null)) {
    case 'png':
      return { width: view.getUint32(16), height: view.getUint32(20) };
    case 'gif':
      return { width: view.getUint16(6, true), height: view.getUint16(8, true) };
    case 'jpeg':
      return jpegSize(view);
    case 'webp':
      return webpSize(view);
    case 'avif':
    case 'heic':
      return largestExtent(view);
    default:
      return bmpSize(view);
  }
}

/** Rows may be counted from the last one on, which a negative height says. */
function bmpSize(view: DataView): Size | null {
  const oldHeaderBytes = 12;
  if (view.getUint16(0) !== codeOf('BM')) return null;
  return view.getUint32(14, true) === oldHeaderBytes
    ? { width: view.getUint16(18, true), height: view.getUint16(20, true) }
    : { width: Math.abs(view.getInt32(18, true)), height: Math.abs(view.getInt32(22, true)) };
}

/** A JPEG is a sequence of segments, each a marker and its length; that which starts a frame has its size. */
function jpegSize(view: DataView): Size | null {
  for (let place = 2; ; ) {
    if (view.getUint8(place) !== 0xff) return null;
    const marker = view.getUint8(place + 1);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { width: view.getUint16(place + 7), height: view.getUint16(place + 5) };
    // Before a marker, there may be any number of bytes 0xff.
    place += marker === 0xff ? 1 : 2 + view.getUint16(place + 2);
  }
}

/** The first chunk is a lossy picture, a lossless one, or a description of both and more. */
function webpSize(view: DataView): Size | null {
  switch (view.getUint32(12)) {
    case codeOf('VP8 '):
      return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
    case codeOf('VP8L'): {
      const bits = view.getUint32(21, true);
      return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) };
    }
    case codeOf('VP8X'):
      return { width: 1 + uint24(view, 24), height: 1 + uint24(view, 27) };
    default:
      return null;
  }
}

/** A HEIF file may have several pictures, such as tiles of the whole: the largest is the whole. */
function largestExtent(view: DataView): Size | null {
  let largest: Size | null = null;
  for (let place = 0; place + 16 <= view.byteLength; place++) {
    if (view.getUint32(place) !== codeOf('ispe')) continue;
    const size = { width: view.getUint32(place + 8), height: view.getUint32(place + 12) };
    if (size.width * size.height > (largest ? largest.width * largest.height : 0)) largest = size;
  }
  return largest;
}

function uint24(view: DataView, place: number): number {
  return view.getUint16(place, true) + 65_536 * view.getUint8(place + 2);
}

function codeOf(letters: string): number {
  return [...letters].reduce((code, letter) => 256 * code + letter.charCodeAt(0), 0);
}
