import { Failure } from '../failure.ts';
import { ByteReader } from './byteReader.ts';
import { imagePixels, imageSize, recordsPerBatch } from './cifar10.ts';
import { inflate } from './inflate.ts';

/*
 * Reads only the kind of PNG that the batches are: 1024 × 10,000, 8-bit RGB, not interlaced, one picture per row. The browser's
 * own decoder works while the file is still arriving, in about a third of the time of one in JavaScript. The chunks' CRCs are not
 * checked: the decoder checks the Adler-32 of the pixels, and a batch is accepted only with the right SHA-256 of all its records.
 *
 * A PNG is a signature followed by chunks: length (4 bytes, big-endian), type (4 letters), data, CRC (4 bytes). IHDR comes first,
 * the IDAT chunks together hold one zlib stream, IEND ends the file. Source: https://www.w3.org/TR/png-3/#5DataRep
 */

type Bytes = Uint8Array<ArrayBuffer>;

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const crcBytes = 4;
const headerBytes = 13;
/** The number of its filter, then its bytes. */
const filteredRowBytes = 1 + imagePixels;

/**
 * Yields the filtered rows of a batch's PNG, in pieces of any length, as soon as possible.
 *
 * @param png the file in pieces; anything after the end of the PNG is ignored
 * @param file its name, for the failure
 * @returns 30,730,000 bytes in all: a row is the number of its filter, then its 3,072 bytes
 * @throws Failure `not-a-png` where it is something else, or a PNG of another shape; `png-damaged`; whatever `png` itself
 *   fails with
 */
export async function* inflatePng(
  png: AsyncGenerator<Bytes, void, void>,
  file: string,
): AsyncGenerator<Bytes, void, void> {
  let missingBytes = recordsPerBatch * filteredRowBytes;
  for await (const piece of inflate(packedPixels(png, file), (cause) => damaged(file, cause))) {
    missingBytes -= piece.length;
    if (missingBytes < 0) throw damaged(file);
    yield piece;
  }
  if (missingBytes > 0) throw damaged(file);
}

/** The contents of the IDAT chunks, without copying. */
async function* packedPixels(
  png: AsyncGenerator<Bytes, void, void>,
  file: string,
): AsyncGenerator<Bytes, void, void> {
  const reader = new ByteReader(png);
  try {
    await readHeader(reader, file);
    for (let type = ''; type !== 'IEND'; ) {
      const head = await reader.read(8);
      if (!head) throw damaged(file);
      type = typeOf(head);
      let left = lengthOf(head);
      for await (const part of reader.parts(left)) {
        left -= part.length;
        if (type === 'IDAT') yield part;
      }
      if (left > 0 || !(await reader.skip(crcBytes))) throw damaged(file);
    }
  } finally {
    await png.return();
  }
}

/** Reads the signature and the first chunk, with which every PNG begins. */
async function readHeader(reader: ByteReader, file: string): Promise<void> {
  const start = await reader.read(signature.length + 8 + headerBytes + crcBytes);
  const head = start?.subarray(signature.length);
  if (
    !start ||
    !head ||
    !signature.every((byte, index) => start[index] === byte) ||
    typeOf(head) !== 'IHDR' ||
    lengthOf(head) !== headerBytes ||
    !isBatchHeader(head.subarray(8, 8 + headerBytes))
  ) {
    throw new Failure({ code: 'not-a-png', details: { file } });
  }
}

function lengthOf(chunkHead: Bytes): number {
  return new DataView(chunkHead.buffer, chunkHead.byteOffset).getUint32(0);
}

function typeOf(chunkHead: Bytes): string {
  return String.fromCharCode(...chunkHead.subarray(4, 8));
}

function isBatchHeader(header: Bytes): boolean {
  const view = new DataView(header.buffer, header.byteOffset);
  const isBatchSize = view.getUint32(0) === imageSize * imageSize && view.getUint32(4) === recordsPerBatch;
  const [depth, colourType, compression, filterMethod, interlace] = header.subarray(8);
  const isPlainRgb = depth === 8 && colourType === 2;
  return isBatchSize && isPlainRgb && compression === 0 && filterMethod === 0 && interlace === 0;
}

function damaged(file: string, cause?: unknown): Failure {
  return new Failure({ code: 'png-damaged', details: { file } }, { cause });
}
