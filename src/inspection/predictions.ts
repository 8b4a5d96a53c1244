import * as tf from '@tensorflow/tfjs-core';
import { type Interruption, uninterrupted } from '../backend/interruption.ts';
import { classNames } from '../data/cifar10.ts';
import { labelAt } from '../data/imageSet.ts';
import { type ImageRange, passesOver } from '../training/accuracy.ts';
import { type EvaluatedNetwork, evaluatedLogits } from '../training/evaluatedNetwork.ts';

/** A network's predictions for consecutive images of a set. */
export interface Predictions {
  /** Index in the set of the first row's image. */
  readonly first: number;
  /** [images]: the true classes, 0 to 9 */
  readonly labels: Uint8Array<ArrayBuffer>;
  /** [images]: the argmax of the logits, 0 to 9, which the accuracy is computed from */
  readonly predicted: Uint8Array<ArrayBuffer>;
  /** [images, 10], row-major: the softmax of the logits */
  readonly probabilities: Float32Array<ArrayBuffer>;
}

/**
 * The predictions of a network on a range of images, without gradients or dropout.
 *
 * @throws Interrupted
 */
export async function predictionsOn(
  range: ImageRange,
  network: EvaluatedNetwork,
  interruption: Interruption = uninterrupted,
): Promise<Predictions> {
  const { images, first, end } = range;
  const count = end - first;
  const predicted = new Uint8Array(count);
  const probabilities = new Float32Array(count * classNames.length);
  const passes = passesOver(range, network.model, interruption, (indices) => {
    const logits = evaluatedLogits(images, indices, network);
    return [tf.argMax(logits, 1), tf.softmax(logits)];
  });
  let row = 0;
  for await (const { indices, values } of passes) {
    const [classes, shares] = values;
    predicted.set(classes ?? [], row);
    probabilities.set(shares ?? [], row * classNames.length);
    row += indices.length;
  }
  const labels = Uint8Array.from({ length: count }, (_, index) => labelAt(images, first + index));
  return { first, labels, predicted, probabilities };
}
