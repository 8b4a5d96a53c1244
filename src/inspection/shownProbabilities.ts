import * as tf from '@tensorflow/tfjs-core';
import type { ImageSet } from '../data/imageSet.ts';
import { type EvaluatedNetwork, evaluatedLogits } from '../training/evaluatedNetwork.ts';
import { readOnce } from './readOnce.ts';
import { shownTestPictures } from './shownTestPictures.ts';

/** The network's probabilities for the shown test pictures, [20, 10], row-major. Labels are not used. */
export function shownProbabilities(testSet: ImageSet, network: EvaluatedNetwork): Promise<Float32Array> {
  const indices = Uint32Array.from(shownTestPictures, ({ image }) => image);
  return readOnce(() => tf.softmax(evaluatedLogits(testSet, indices, network)));
}
