import * as tf from '@tensorflow/tfjs-core';
import { evaluation } from '../model/evaluation.ts';
import { inference } from '../model/inference.ts';
import type { DenseLayer, Parameters } from '../model/network.ts';
import type { ImageSet } from './imageSet.ts';
import { batchTensors } from './trainingBatch.ts';

/** Images per forward pass: large enough to keep a backend busy, small enough to stay responsive. */
const evaluationBatch = 1_000;

/** The share of all images that the network classifies right, in [0, 1]. Whole counts are added up, so it is exact. */
export async function testAccuracy(
  layers: readonly DenseLayer[],
  parameters: Parameters,
  testSet: ImageSet,
  pixelMean: Float32Array,
): Promise<number> {
  let correct = 0;
  for (let first = 0; first < testSet.imageCount; first += evaluationBatch) {
    const size = Math.min(evaluationBatch, testSet.imageCount - first);
    const indices = Uint32Array.from({ length: size }, (_, row) => first + row);
    correct += await correctCount(layers, parameters, testSet, pixelMean, indices);
  }
  return correct / testSet.imageCount;
}

async function correctCount(
  layers: readonly DenseLayer[],
  parameters: Parameters,
  testSet: ImageSet,
  pixelMean: Float32Array,
  indices: Uint32Array,
): Promise<number> {
  const count = tf.tidy(() => {
    const { images, labels } = batchTensors(testSet, indices, pixelMean);
    return evaluation(inference(images, layers, parameters), labels);
  });
  const [correct = 0] = await count.data();
  count.dispose();
  return correct;
}
