// ConvNetJS, following its own CIFAR-10 demo: one example at a time, an update at the end of the batch.
import convnetjs from 'convnetjs';
import { imagePixels } from '../../src/data/cifar10.ts';
import { nextBatch } from './pictures.ts';
import { serveRival } from './serveRival.ts';

serveRival(async ({ work: { hiddenUnits, batchSize, learningRate, regConstant } }, pictures) => {
  const net = new convnetjs.Net();
  net.makeLayers([
    { type: 'input', out_sx: 1, out_sy: 1, out_depth: imagePixels },
    { type: 'fc', num_neurons: hiddenUnits, activation: 'relu' },
    { type: 'softmax', num_classes: 10 },
  ]);
  const trainer = new convnetjs.SGDTrainer(net, {
    method: 'sgd',
    learning_rate: learningRate,
    momentum: 0,
    batch_size: batchSize,
    // The trainer also divides the decay by the batch size.
    l2_decay: regConstant * batchSize,
  });
  const input = new convnetjs.Vol(1, 1, imagePixels, 0);

  return {
    step() {
      const { images, labels } = nextBatch(pictures, batchSize);
      labels.forEach((label, row) => {
        input.w.set(images.subarray(row * imagePixels, (row + 1) * imagePixels));
        trainer.train(input, label);
      });
      return 1;
    },
    settle() {},
  };
});
