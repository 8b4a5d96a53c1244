// Recorded gradients and a ready-made optimizer, as the core examples of tfjs train.
import '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs-core';
import { imagePixels } from '../../src/data/cifar10.ts';
import { initialWeights, nextBatch, oneHot } from './pictures.ts';
import { serveRival } from './serveRival.ts';
import { startTfjs } from './startTfjs.ts';

serveRival(async ({ work: { hiddenUnits, batchSize, learningRate, regConstant }, backend }, pictures) => {
  await startTfjs(backend);
  const w1 = tf.variable(tf.tensor2d(initialWeights(imagePixels * hiddenUnits), [imagePixels, hiddenUnits]));
  const b1 = tf.variable(tf.zeros([hiddenUnits]));
  const w2 = tf.variable(tf.tensor2d(initialWeights(hiddenUnits * 10), [hiddenUnits, 10]));
  const b2 = tf.variable(tf.zeros([10]));
  const optimizer = tf.train.sgd(learningRate);

  function loss(images: tf.Tensor2D, labels: tf.Tensor2D): tf.Scalar {
    const hidden = tf.relu(tf.add(tf.matMul(images, w1), b1));
    const logits = tf.add(tf.matMul(hidden as tf.Tensor2D, w2), b2);
    const crossEntropy = tf.losses.softmaxCrossEntropy(labels, logits);
    const squares = tf.add(tf.sum(tf.square(w1)), tf.sum(tf.square(w2)));
    return tf.add(crossEntropy, tf.mul(squares, regConstant / 2));
  }

  let step = 0;
  return {
    async step() {
      const batch = nextBatch(pictures, batchSize);
      const images = tf.tensor2d(batch.images, [batchSize, imagePixels]);
      const labels = tf.tensor2d(oneHot(batch.labels), [batchSize, 10]);
      const cost = optimizer.minimize(() => loss(images, labels), step % 10 === 0);
      tf.dispose([images, labels]);
      step += 1;
      if (cost) {
        await cost.data();
        cost.dispose();
      }
      return 1;
    },
    async settle() {
      await b2.data();
    },
  };
});
