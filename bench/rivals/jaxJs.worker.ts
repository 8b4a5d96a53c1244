// jax-js on WebAssembly, following its own MNIST demo: pure functions, `valueAndGrad`, the whole step compiled by `jit`.
import { blockUntilReady, defaultDevice, init, jit, nn, numpy as np, tree, valueAndGrad } from '@jax-js/jax';
import { imagePixels } from '../../src/data/cifar10.ts';
import { initialWeights, nextBatch } from './pictures.ts';
import { serveRival } from './serveRival.ts';

type Parameters = { w1: np.Array; b1: np.Array; w2: np.Array; b2: np.Array };

serveRival(async ({ work: { hiddenUnits, batchSize, learningRate, regConstant } }, pictures) => {
  const devices = await init('wasm');
  if (!devices.includes('wasm')) throw new Error('jax-js could not start WebAssembly');
  defaultDevice('wasm');

  // Every function consumes its arguments; `.ref` keeps one for a second use.
  function loss({ w1, b1, w2, b2 }: Parameters, images: np.Array, labels: np.Array): np.Array {
    const hidden = nn.relu(np.dot(images, w1.ref).add(b1));
    const logits = np.dot(hidden, w2.ref).add(b2);
    const crossEntropy = nn
      .logSoftmax(logits)
      .mul(nn.oneHot(labels, 10))
      .sum()
      .mul(-1 / batchSize);
    const squares = np.square(w1).sum().add(np.square(w2).sum());
    return crossEntropy.add(squares.mul(regConstant / 2));
  }

  const trainingStep = jit((parameters: Parameters, images: np.Array, labels: np.Array) => {
    const [value, slopes] = valueAndGrad(loss)(tree.ref(parameters), images, labels);
    const descended = (weights: np.Array, slope: np.Array) => weights.sub(slope.mul(learningRate));
    const updated = {
      w1: descended(parameters.w1, slopes.w1),
      b1: descended(parameters.b1, slopes.b1),
      w2: descended(parameters.w2, slopes.w2),
      b2: descended(parameters.b2, slopes.b2),
    };
    return { value, updated };
  });

  let parameters: Parameters = {
    w1: np.array(initialWeights(imagePixels * hiddenUnits)).reshape([imagePixels, hiddenUnits]),
    b1: np.zeros([hiddenUnits]),
    w2: np.array(initialWeights(hiddenUnits * 10)).reshape([hiddenUnits, 10]),
    b2: np.zeros([10]),
  };
  let step = 0;

  return {
    async step() {
      const batch = nextBatch(pictures, batchSize);
      const images = np.array(batch.images).reshape([batchSize, imagePixels]);
      const labels = np.array(Int32Array.from(batch.labels), { dtype: np.int32 });
      const { value, updated } = trainingStep(parameters, images, labels);
      parameters = updated;
      await blockUntilReady(parameters);
      if (step % 10 === 0) await value.jsAsync();
      else value.dispose();
      step += 1;
      return 1;
    },
    async settle() {
      await blockUntilReady(parameters);
    },
  };
});
