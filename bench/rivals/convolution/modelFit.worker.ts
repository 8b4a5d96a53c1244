// The same layers with the layers API, as most examples of tfjs train: compile, then fit.
import * as tf from '@tensorflow/tfjs';
import { imagePixels, imageSize } from '../../../src/data/cifar10.ts';
import type { LayerSpec } from '../../../src/network/specification.ts';
import { nextBatch, oneHot, testBatch } from '../pictures.ts';
import { serveRival } from '../serveRival.ts';
import { startTfjs } from '../startTfjs.ts';
import { type ConvolutionTask, channelsOf, learningRate } from './task.ts';

/** Test images in a pass. */
const imagesPerPass = 250;

serveRival<ConvolutionTask>(async ({ work, backend }, pictures) => {
  await startTfjs(backend);
  const { layers, batchSize, imagesAtOnce, classifiedImages } = work;
  const model = tf.sequential();
  model.add(tf.layers.inputLayer({ inputShape: [imageSize, imageSize, 3] }));
  for (const [index, layer] of layers.entries()) {
    const made = layerFor(layer, layers[index + 1]);
    if (made) model.add(made);
  }
  model.add(tf.layers.softmax());
  model.compile({ optimizer: tf.train.sgd(learningRate), loss: 'categoricalCrossentropy' });

  return {
    async step() {
      const { images, labels } = nextBatch(pictures, imagesAtOnce);
      const inputs = channelsLast(images);
      const targets = tf.tensor2d(oneHot(labels), [imagesAtOnce, 10]);
      await model.fit(inputs, targets, { batchSize: imagesAtOnce, epochs: 1, verbose: 0 });
      tf.dispose([inputs, targets]);
      return imagesAtOnce / batchSize;
    },
    /** `fit` reads the loss of its batches before it returns. */
    settle() {},
    async classify() {
      for (let first = 0; first < classifiedImages; first += imagesPerPass) {
        const { images } = testBatch(pictures, first, Math.min(imagesPerPass, classifiedImages - first));
        const classes = tf.tidy(() => tf.argMax(model.predictOnBatch(channelsLast(images)) as tf.Tensor, 1));
        await classes.data();
        classes.dispose();
      }
      return classifiedImages;
    },
  };
});

/** @param images [batch · 3072], one colour plane after another */
function channelsLast(images: Float32Array): tf.Tensor4D {
  return tf.tidy(() => {
    const planes = tf.tensor4d(images, [images.length / imagePixels, 3, imageSize, imageSize]);
    return tf.transpose(planes, [0, 2, 3, 1]);
  });
}

/** @returns null for what is no layer of its own here */
function layerFor(layer: LayerSpec, next: LayerSpec | undefined): tf.layers.Layer | null {
  switch (layer.kind) {
    case 'image':
    case 'relu':
      return null;
    case 'convolution':
    case 'whitening':
      return tf.layers.conv2d({
        filters: channelsOf(layer.output),
        kernelSize: layer.size,
        strides: layer.stride,
        padding: layer.padding,
        useBias: layer.kind === 'convolution' && layer.hasBiases,
        trainable: layer.kind === 'convolution',
        ...activationOf(next),
      });
    case 'dense':
      return tf.layers.dense({ units: channelsOf(layer.output), ...activationOf(next) });
    case 'maxPooling':
      return tf.layers.maxPooling2d({ poolSize: layer.size });
    case 'flatten':
      return tf.layers.flatten();
    default:
      throw new RangeError(`no layer for ${layer.kind} was written`);
  }
}

function activationOf(next: LayerSpec | undefined): { activation?: 'relu' } {
  return next?.kind === 'relu' ? { activation: 'relu' } : {};
}
