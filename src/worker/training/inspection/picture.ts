import * as tf from '@tensorflow/tfjs-core';
import { imagePixels } from '../../../data/cifar10.ts';
import { pictureInputs } from '../../../input/pictureInputs.ts';
import { inference } from '../../../model/inference.ts';
import type { InspectedNetwork } from './inspectedNetwork.ts';
import type { InspectionAnswer } from './inspectionProtocol.ts';

/**
 * What the network says of a picture that is in no set.
 *
 * @param pixels [3072], as in the official records
 */
export async function pictureAnswer(
  { layers, parameters, pictures }: InspectedNetwork,
  pixels: Uint8Array,
): Promise<InspectionAnswer> {
  const outputs = tf.tidy(() => {
    const images = tf.tensor2d(pictureInputs(pixels, pictures.recipe), [1, imagePixels]);
    return tf.softmax(inference(images, layers, parameters));
  });
  const probabilities = [...(await outputs.data())];
  outputs.dispose();
  return { kind: 'picture', probabilities };
}
