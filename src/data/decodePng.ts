import { Failure } from '../failure.ts';
import { imagePixels, imageSize, recordsPerBatch } from './cifar10.ts';
import { streamChunks } from './streamChunks.ts';
import { unfilterPng } from './unfilterPng.ts';

/*
 * Reads the one kind of PNG that the batches are: 1024 × 10,000, 8-bit RGB, not interlaced, one picture a row. The
 * browser's own inflater does the work, in about a third of the time of a decoder in JavaScript, and its output goes
 * into memory whose size is known before the first byte. The chunks' CRCs are not computed: the inflater checks the
 * Adler-32 of the pixels, and a batch counts only with the SHA-256 of all its records.
 *
 * A PNG is a signature, then chunks: length (4 bytes, big-endian), type (4 letters), data, CRC (4 bytes). IHDR comes
 * first, the IDAT chunks together hold one zlib stream, IEND ends the file.
 * Source: https://www.w3.org/TR/png-3/#5DataRep
 */

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const chunkOverhead = 12;
const pixelBytes = 3;
const rowBytes = imagePixels;
const filteredBytes = recordsPerBatch * (1 + rowBytes);

interface PngChunk {
  readonly type: string;
  readonly data: Uint8Array<ArrayBuffer>;
}

/**
 * The pixels of a batch's PNG.
 *
 * @param file its name, for the failure
 * @returns [10000, 1024, 3]: a picture's 1,024 pixels row-major, colours side by side
 * @throws Failure `not-a-png` where it is something else, or a PNG of another shape; `png-damaged`
 */
export async function decodePng(
  png: Uint8Array<ArrayBuffer>,
  file: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks = chunksOf(png, file);
  if (!isBatchHeader(chunks[0])) throw new Failure({ code: 'not-a-png', details: { file } });
  const parts = chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data);
  const filtered = await inflate(parts, file);
  const rgb = unfilterPng(filtered, rowBytes, pixelBytes);
  if (!rgb) throw damaged(file);
  return rgb;
}

function chunksOf(png: Uint8Array<ArrayBuffer>, file: string): PngChunk[] {
  if (!signature.every((byte, index) => png[index] === byte)) {
    throw new Failure({ code: 'not-a-png', details: { file } });
  }
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const chunks: PngChunk[] = [];
  for (let start = signature.length; chunks.at(-1)?.type !== 'IEND'; ) {
    if (start + chunkOverhead > png.length) throw damaged(file);
    const length = view.getUint32(start);
    if (start + chunkOverhead + length > png.length) throw damaged(file);
    const type = String.fromCharCode(...png.subarray(start + 4, start + 8));
    chunks.push({ type, data: png.subarray(start + 8, start + 8 + length) });
    start += chunkOverhead + length;
  }
  return chunks;
}

function isBatchHeader(chunk: PngChunk | undefined): boolean {
  if (chunk?.type !== 'IHDR' || chunk.data.length !== 13) return false;
  const { buffer, byteOffset, byteLength } = chunk.data;
  const view = new DataView(buffer, byteOffset, byteLength);
  const isBatchSize = view.getUint32(0) === imageSize * imageSize && view.getUint32(4) === recordsPerBatch;
  const [depth, colourType, compression, filterMethod, interlace] = chunk.data.subarray(8);
  const isPlainRgb = depth === 8 && colourType === 2;
  return isBatchSize && isPlainRgb && compression === 0 && filterMethod === 0 && interlace === 0;
}

async function inflate(
  parts: readonly Uint8Array<ArrayBuffer>[],
  file: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const filtered = new Uint8Array(filteredBytes);
  let length = 0;
  try {
    // 'deflate' is the zlib format (RFC 1950), which is the one of PNG.
    for await (const chunk of streamChunks(streamOf(parts).pipeThrough(new DecompressionStream('deflate')))) {
      filtered.set(chunk, length);
      length += chunk.length;
    }
  } catch (error) {
    throw damaged(file, error);
  }
  if (length !== filteredBytes) throw damaged(file);
  return filtered;
}

function streamOf(parts: readonly Uint8Array<ArrayBuffer>[]): ReadableStream<Uint8Array<ArrayBuffer>> {
  const remaining = parts.values();
  return new ReadableStream({
    pull(controller) {
      const { done, value } = remaining.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
  });
}

function damaged(file: string, cause?: unknown): Failure {
  return new Failure({ code: 'png-damaged', details: { file } }, { cause });
}
