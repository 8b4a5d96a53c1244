// ConvNetJS, following its own CIFAR-10 demo: one example at a time, an update at the end of the batch.
import convnetjs, { type Layer } from 'convnetjs';
import { imagePixels, imageSize } from '../../../src/data/cifar10.ts';
import type { LayerSpec } from '../../../src/network/specification.ts';
import { nextBatch, testBatch } from '../pictures.ts';
import { serveRival } from '../serveRival.ts';
import { type ConvolutionTask, channelsOf, learningRate } from './task.ts';

const planePixels = imageSize * imageSize;

serveRival<ConvolutionTask>(
  async ({ work: { layers, batchSize, imagesAtOnce, classifiedImages } }, pictures) => {
    const net = new convnetjs.Net();
    net.makeLayers(layers.flatMap((layer, index) => layerFor(layer, layers[index + 1])));
    const trainer = new convnetjs.SGDTrainer(net, {
      method: 'sgd',
      learning_rate: learningRate,
      momentum: 0,
      batch_size: imagesAtOnce,
      l2_decay: 0,
    });
    const input = new convnetjs.Vol(imageSize, imageSize, 3, 0);

    /** @param image [3072], one colour plane after another */
    function show(image: Float32Array): void {
      for (let place = 0; place < imagePixels; place++) {
        input.w[(place % planePixels) * 3 + Math.trunc(place / planePixels)] = image[place] ?? 0;
      }
    }

    return {
      step() {
        const { images, labels } = nextBatch(pictures, imagesAtOnce);
        labels.forEach((label, row) => {
          show(images.subarray(row * imagePixels, (row + 1) * imagePixels));
          trainer.train(input, label);
        });
        return imagesAtOnce / batchSize;
      },
      settle() {},
      async classify() {
        const { images } = testBatch(pictures, 0, classifiedImages);
        for (let row = 0; row < classifiedImages; row++) {
          show(images.subarray(row * imagePixels, (row + 1) * imagePixels));
          net.forward(input);
        }
        return classifiedImages;
      },
    };
  },
);

function layerFor(layer: LayerSpec, next: LayerSpec | undefined): Layer[] {
  const activation = next?.kind === 'relu' ? ({ activation: 'relu' } as const) : {};
  switch (layer.kind) {
    case 'image':
      return [{ type: 'input', out_sx: imageSize, out_sy: imageSize, out_depth: 3 }];
    case 'convolution':
      return [
        {
          type: 'conv',
          sx: layer.size,
          filters: channelsOf(layer.output),
          stride: layer.stride,
          pad: layer.padding === 'same' ? (layer.size - 1) / 2 : 0,
          ...activation,
        },
      ];
    case 'maxPooling':
      return [{ type: 'pool', sx: layer.size, stride: layer.size }];
    case 'dense':
      // The layer for the classes has a matrix of its own.
      return next
        ? [{ type: 'fc', num_neurons: channelsOf(layer.output), ...activation }]
        : [{ type: 'softmax', num_classes: channelsOf(layer.output) }];
    case 'relu':
    case 'flatten':
      return [];
    default:
      throw new RangeError(`ConvNetJS has no layer ${layer.kind}`);
  }
}
