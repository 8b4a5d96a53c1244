// The umbrella package registers tfjs's own gradients, which the app itself does not carry.
import '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { startWasm } from '../../../src/backend/wasm/startWasm.ts';
import { gradients } from '../../../src/model/gradients.ts';
import { forwardPass, logitsOf } from '../../../src/model/inference.ts';
import { loss } from '../../../src/model/loss.ts';
import { modelOf } from '../../../src/model/model.ts';
import { type Mode, type Tensors, tensorNamed } from '../../../src/model/operation.ts';
import { initialWeights, parametersFromWeights } from '../../../src/model/parameters.ts';
import { isTrained } from '../../../src/network/arrays.ts';
import {
  averagePooling,
  batchNormalization,
  chain,
  convolution,
  dense,
  dropout,
  flatten,
  gelu,
  globalAveragePooling,
  globalMaxPooling,
  image,
  maxPooling,
  relu,
  whitening,
} from '../../../src/network/chain.ts';
import { type LayerSpec, sizeOf } from '../../../src/network/specification.ts';
import { randomStream } from '../../../src/random/random.ts';

const size = { initialStddev: 0.5 };
const windows = { size: 3, stride: 1, padding: 'same', hasBiases: true, startsAsIdentity: false } as const;
const filters = { ...windows, ...size };
const withoutBiases = { ...filters, hasBiases: false };
const normalization = { epsilon: 1e-5, momentum: 0.4 };
const networks: Readonly<Record<string, readonly LayerSpec[]>> = {
  'a softmax classifier': chain([12], dense('output', 10, size)),
  'a two-layer network': chain([12], dense('hidden', 7, size), relu(), dense('output', 10, size)),
  'a three-layer network with dropout': chain(
    [12],
    dense('first', 9, size),
    relu(),
    dropout(0.25),
    dense('second', 6, size),
    relu(),
    dropout(0.5),
    dense('output', 10, size),
  ),
  'layers in an order that no operation joins': chain(
    [12],
    dense('first', 9, size),
    dropout(0.25),
    relu(),
    dense('output', 10, size),
  ),
  'convolutions with ReLU and max pooling in either order': chain(
    [48],
    image(3),
    convolution('conv1', 3, filters),
    relu(),
    maxPooling(2),
    convolution('conv2', 4, filters),
    maxPooling(2),
    relu(),
    flatten(),
    dense('output', 10, size),
  ),
  'strided and valid convolutions with average pooling and GELU': chain(
    [75],
    image(3),
    convolution('conv1', 4, { ...filters, size: 2, stride: 1, padding: 'valid' }),
    gelu(),
    averagePooling(2),
    convolution('conv2', 3, { ...filters, stride: 2 }),
    flatten(),
    dense('output', 10, { ...size, outputScale: 1 / 4 }),
  ),
  'batch normalization behind a frozen layer': chain(
    [48],
    image(3),
    whitening('whitening', 6, { size: 2, stride: 1, padding: 'valid', epsilon: 1e-3 }),
    relu(),
    convolution('conv1', 4, withoutBiases),
    batchNormalization(normalization),
    gelu(),
    convolution('conv2', 5, withoutBiases),
    maxPooling(2),
    batchNormalization(normalization),
    relu(),
    globalAveragePooling(),
    dense('output', 10, size),
  ),
  'pooling over larger windows and over all positions': chain(
    [108],
    image(3),
    convolution('conv1', 3, filters),
    maxPooling(3),
    batchNormalization(normalization),
    globalMaxPooling(),
    dense('output', 10, size),
  ),
};
const batchSize = 5;
const regConstant = 0.3;

describe.each(['cpu', 'wasm'])('the hand-written gradients on the backend %s', (backend) => {
  beforeAll(async () => {
    if (backend === 'wasm') await startWasm(1);
    await tf.setBackend(backend);
  });

  describe.each(Object.entries(networks))('of %s', (_, layers) => {
    const inputs = sizeOf(layers[0]?.input ?? []);
    const images = randomArray('images', batchSize * inputs);
    const labels = new Float32Array(batchSize * 10);
    for (let row = 0; row < batchSize; row++) labels[row * 10 + ((row * 3) % 10)] = 1;

    it('agree with finite differences of the loss', () => {
      const weights = startingWeights(layers);
      const exact = flattened(gradientsAt(layers, weights));
      const measured = modelOf(layers).arrays.flatMap((array, place) =>
        isTrained(array)
          ? Array.from({ length: sizeOf(array.shape) }, (_, i) => finiteDifference(layers, weights, place, i))
          : [],
      );
      expect(measured).toHaveLength(exact.length);
      exact.forEach((slope, i) => {
        // A central difference of single-precision losses is good to about 1e-3, as long as no maximum changes hands.
        expect(Math.abs(slope - (measured[i] ?? Number.NaN))).toBeLessThan(2e-3);
      });
    });

    it('agree with those that tfjs derives by itself', async () => {
      const weights = startingWeights(layers);
      const exact = flattened(gradientsAt(layers, weights));
      // It knows the derivatives of its own operations alone, and on its own backends there are no others.
      await tf.setBackend('cpu');
      const derived = flattened(tfjsGradients(layers, weights));
      await tf.setBackend(backend);
      exact.forEach((slope, i) => {
        expect(slope).toBeCloseTo(derived[i] ?? Number.NaN, 5);
      });
    });

    function gradientsAt(of: readonly LayerSpec[], weights: ReturnType<typeof startingWeights>): Tensors {
      const model = modelOf(of);
      const parameters = parametersFromWeights(model, weights);
      const pass = forwardPass(tf.tensor2d(images, [batchSize, inputs]), model, parameters, mode);
      return gradients(pass, tf.tensor2d(labels, [batchSize, 10]), model, parameters, regConstant);
    }

    function tfjsGradients(of: readonly LayerSpec[], weights: ReturnType<typeof startingWeights>): Tensors {
      const model = modelOf(of);
      const parameters = parametersFromWeights(model, weights);
      const names = model.arrays.filter(isTrained).map(({ name }) => name);
      const named = (tensors: readonly tf.Tensor[]): Tensors =>
        Object.fromEntries(tensors.map((tensor, place) => [names[place], tensor]));
      const derivatives = tf.grads((...values: tf.Tensor[]) =>
        lossOf(of, { ...parameters, ...named(values) }),
      );
      return named(derivatives(names.map((name) => tensorNamed(parameters, name))));
    }

    function lossOf(of: readonly LayerSpec[], parameters: Tensors): tf.Scalar {
      const model = modelOf(of);
      const logits = logitsOf(forwardPass(tf.tensor2d(images, [batchSize, inputs]), model, parameters, mode));
      return loss(logits, tf.tensor2d(labels, [batchSize, 10]), model, parameters, regConstant).loss;
    }

    function finiteDifference(
      of: readonly LayerSpec[],
      weights: ReturnType<typeof startingWeights>,
      array: number,
      index: number,
    ): number {
      const delta = 2e-3;
      const at = (shift: number) => {
        const shifted = weights.map((entry, i) => ({
          ...entry,
          values: entry.values.map((value, j) => (i === array && j === index ? value + shift : value)),
        }));
        return tf.tidy(
          () => lossOf(of, parametersFromWeights(modelOf(of), shifted)).dataSync()[0] ?? Number.NaN,
        );
      };
      return (at(delta) - at(-delta)) / (2 * delta);
    }
  });
});

/** Dropout that silences the same units each time: every third. */
const mode: Mode = {
  kind: 'training',
  dropoutMask: ({ input: [units = 0], rate }, count) => {
    const values = Float32Array.from({ length: count * units }, (_, i) => (i % 3 === 0 ? 0 : 1 / (1 - rate)));
    return tf.tensor(values, [count, units]);
  },
};

/** Biases away from zero, so that no ReLU stands at its corner. */
function startingWeights(layers: readonly LayerSpec[]) {
  const weights = initialWeights(layers, 11, ({ name, input, output, size }) =>
    randomArray(name, size * size * (input.at(-1) ?? 1) * (output.at(-1) ?? 1)),
  );
  return weights.map((array, index) =>
    array.shape.length === 1
      ? { ...array, values: randomArray(`biases ${index}`, array.values.length) }
      : array,
  );
}

function randomArray(purpose: string, length: number): Float32Array<ArrayBuffer> {
  const random = randomStream(5, purpose);
  return Float32Array.from({ length }, () => 2 * random.uniform() - 1);
}

function flattened(parameters: Tensors): number[] {
  return Object.values(parameters).flatMap((tensor) => [...tensor.dataSync()]);
}
