// The layers API, as most examples of tfjs train: compile, then fit.
import * as tf from '@tensorflow/tfjs';
import { imagePixels } from '../../src/data/cifar10.ts';
import { nextBatch, oneHot } from './pictures.ts';
import { serveRival } from './serveRival.ts';
import { startTfjs } from './startTfjs.ts';

/** Batches per call, to amortize the fixed cost of a `fit` call. */
const batchesPerFit = 2;

serveRival(async ({ work: { hiddenUnits, batchSize, learningRate, regConstant }, backend }, pictures) => {
  await startTfjs(backend);
  const kernelRegularizer = tf.regularizers.l2({ l2: regConstant / 2 });
  const model = tf.sequential({
    layers: [
      tf.layers.dense({
        inputShape: [imagePixels],
        units: hiddenUnits,
        activation: 'relu',
        kernelRegularizer,
      }),
      tf.layers.dense({ units: 10, activation: 'softmax', kernelRegularizer }),
    ],
  });
  model.compile({ optimizer: tf.train.sgd(learningRate), loss: 'categoricalCrossentropy' });

  return {
    async step() {
      const { images, labels } = nextBatch(pictures, batchesPerFit * batchSize);
      const inputs = tf.tensor2d(images, [labels.length, imagePixels]);
      const targets = tf.tensor2d(oneHot(labels), [labels.length, 10]);
      await model.fit(inputs, targets, { batchSize, epochs: 1, verbose: 0 });
      tf.dispose([inputs, targets]);
      return batchesPerFit;
    },
    /** `fit` reads the loss of its batches before it returns. */
    settle() {},
  };
});
