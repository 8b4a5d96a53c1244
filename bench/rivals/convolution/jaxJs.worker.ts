// jax-js on WebAssembly: pure functions, `valueAndGrad`, the whole step compiled by `jit`.
import {
  blockUntilReady,
  defaultDevice,
  init,
  jit,
  lax,
  nn,
  numpy as np,
  tree,
  valueAndGrad,
} from '@jax-js/jax';
import { imageSize } from '../../../src/data/cifar10.ts';
import type { LayerSpec } from '../../../src/network/specification.ts';
import { initialWeights, nextBatch, testBatch } from '../pictures.ts';
import { serveRival } from '../serveRival.ts';
import { type ConvolutionTask, channelsOf, learningRate } from './task.ts';

/** The weights and biases of each layer that has them, by its name. */
type Parameters = Record<string, { weights: np.Array; biases: np.Array }>;

serveRival<ConvolutionTask>(
  async ({ work: { layers, batchSize, imagesAtOnce, classifiedImages } }, pictures) => {
    const devices = await init('wasm');
    if (!devices.includes('wasm')) throw new Error('jax-js could not start WebAssembly');
    defaultDevice('wasm');

    // Every function consumes its arguments; `.ref` keeps one for a second use.
    function logitsOf(parameters: Parameters, images: np.Array): np.Array {
      return layers.reduce((values, layer) => outputsOf(layer, values, parameters), images);
    }

    function loss(parameters: Parameters, images: np.Array, labels: np.Array): np.Array {
      return nn
        .logSoftmax(logitsOf(parameters, images))
        .mul(nn.oneHot(labels, 10))
        .sum()
        .mul(-1 / imagesAtOnce);
    }

    const trainingStep = jit((parameters: Parameters, images: np.Array, labels: np.Array) => {
      const [value, slopes] = valueAndGrad(loss)(tree.ref(parameters), images, labels);
      const descended = (array: np.Array, slope: np.Array) => array.sub(slope.mul(learningRate));
      return { value, updated: tree.map(descended, parameters, slopes) };
    });
    const classes = jit((parameters: Parameters, images: np.Array) =>
      np.argmax(logitsOf(parameters, images), 1),
    );

    let parameters = initialParameters(layers);

    return {
      async step() {
        const batch = nextBatch(pictures, imagesAtOnce);
        const labels = np.array(Int32Array.from(batch.labels), { dtype: np.int32 });
        const { value, updated } = trainingStep(parameters, planes(batch.images, imagesAtOnce), labels);
        parameters = updated;
        await blockUntilReady(parameters);
        value.dispose();
        return imagesAtOnce / batchSize;
      },
      async settle() {
        await blockUntilReady(parameters);
      },
      async classify() {
        for (let first = 0; first < classifiedImages; first += imagesAtOnce) {
          const { images } = testBatch(pictures, first, imagesAtOnce);
          await classes(tree.ref(parameters), planes(images, imagesAtOnce)).jsAsync();
        }
        return Math.ceil(classifiedImages / imagesAtOnce) * imagesAtOnce;
      },
    };
  },
);

function planes(images: Float32Array<ArrayBuffer>, count: number): np.Array {
  return np.array(images).reshape([count, 3, imageSize, imageSize]);
}

function initialParameters(layers: readonly LayerSpec[]): Parameters {
  const parameters: Parameters = {};
  for (const layer of layers) {
    const outputs = channelsOf(layer.output);
    const inputs = channelsOf(layer.input);
    const shape =
      layer.kind === 'convolution'
        ? [outputs, inputs, layer.size, layer.size]
        : layer.kind === 'dense'
          ? [inputs, outputs]
          : null;
    if (!shape) continue;
    const count = shape.reduce((product, length) => product * length, 1);
    parameters[layer.name] = {
      weights: np.array(initialWeights(count)).reshape(shape),
      biases: np.zeros([outputs]),
    };
  }
  return parameters;
}

/** @param values [batch, channels, height, width], [batch, units] behind the flattening */
function outputsOf(layer: LayerSpec, values: np.Array, parameters: Parameters): np.Array {
  switch (layer.kind) {
    case 'image':
      return values;
    case 'convolution': {
      const { weights, biases } = parametersOf(layer, parameters);
      const strides = [layer.stride, layer.stride];
      const sums = lax.convGeneralDilated(
        values,
        weights,
        strides,
        layer.padding === 'same' ? 'SAME' : 'VALID',
      );
      return sums.add(biases.reshape([1, channelsOf(layer.output), 1, 1]));
    }
    case 'relu':
      return nn.relu(values);
    case 'maxPooling': {
      const [batch = 0, channels = 0, height = 0, width = 0] = values.shape;
      const { size } = layer;
      return np.max(values.reshape([batch, channels, height / size, size, width / size, size]), [3, 5]);
    }
    case 'flatten': {
      const [batch = 0] = values.shape;
      return values.reshape([batch, -1]);
    }
    case 'dense': {
      const { weights, biases } = parametersOf(layer, parameters);
      return np.dot(values, weights).add(biases);
    }
    default:
      throw new RangeError(`no layer for ${layer.kind} was written`);
  }
}

function parametersOf({ name }: LayerSpec, parameters: Parameters): Parameters[string] {
  const found = parameters[name];
  if (!found) throw new RangeError(`${name} has no parameters`);
  return found;
}
