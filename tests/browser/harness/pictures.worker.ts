import { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import type { FusedOperations } from '../../../src/backend/fusedOperations.ts';
import { webglOperations } from '../../../src/backend/webgl/fusedOperations.ts';

/** For each number of pictures, one batch after the other: the values that are not, to the last bit, what single precision gives. */
export type WrongValues = readonly number[];

const pixels = 3_072;
const offset = Float32Array.from({ length: pixels }, (_, pixel) => 100 + 20 * Math.sin(pixel));
const scale = Float32Array.from({ length: pixels }, (_, pixel) => 1 / (50 + 10 * Math.cos(pixel)));

async function wrongValues(batches: readonly number[]): Promise<WrongValues> {
  await tf.setBackend('webgl');
  const backend = tf.backend();
  if (!(backend instanceof MathBackendWebGL)) throw new Error('WebGL is not there');
  const operations = webglOperations(backend, true);
  const wrong: number[] = [];
  for (const [index, count] of batches.entries()) {
    wrong.push(await wrongOf(operations, count, index % 2 === 0 ? null : scale));
  }
  return wrong;
}

async function wrongOf(
  { scaledPictures }: FusedOperations,
  count: number,
  factors: Float32Array | null,
): Promise<number> {
  const pictures = Array.from({ length: count }, (_, row) =>
    Uint8Array.from({ length: pixels }, (__, pixel) => (row * 7 + pixel * 31 + count) % 256),
  );
  const tensor = scaledPictures(pictures, offset, factors);
  const values = await tensor.data();
  tensor.dispose();
  if (values.length !== count * pixels) return Number.POSITIVE_INFINITY;
  let wrong = 0;
  values.forEach((value, place) => {
    const pixel = place % pixels;
    const difference = Math.fround(
      (pictures[Math.trunc(place / pixels)]?.[pixel] ?? 0) - (offset[pixel] ?? 0),
    );
    if (value !== (factors ? Math.fround(difference * (factors[pixel] ?? 0)) : difference)) wrong += 1;
  });
  return wrong;
}

addEventListener('message', ({ data }: MessageEvent<readonly number[]>) => {
  wrongValues(data).then(postMessage, (error: unknown) => postMessage({ error: String(error) }));
});
