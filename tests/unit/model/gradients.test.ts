// The umbrella package registers tfjs's own gradients, which the app itself does not carry.
import '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { startWasm } from '../../../src/backend/wasm/startWasm.ts';
import { gradients } from '../../../src/model/gradients.ts';
import { layerOutputs } from '../../../src/model/inference.ts';
import { loss } from '../../../src/model/loss.ts';
import type { DenseLayer, Parameters } from '../../../src/model/network.ts';
import { initialWeights, parametersFromWeights } from '../../../src/model/parameters.ts';
import { randomStream } from '../../../src/random/random.ts';

const networks: Record<string, DenseLayer[]> = {
  'a softmax classifier': [dense('output', 12, 10, 'linear')],
  'a two-layer network': [dense('hidden', 12, 7, 'relu'), dense('output', 7, 10, 'linear')],
  'a three-layer network': [
    dense('first', 12, 9, 'relu'),
    dense('second', 9, 6, 'relu'),
    dense('output', 6, 10, 'linear'),
  ],
};
const batchSize = 5;
const regConstant = 0.3;

describe.each(['cpu', 'wasm'])('the hand-written gradients on the backend %s', (backend) => {
  beforeAll(async () => {
    if (backend === 'wasm') await startWasm(1);
    await tf.setBackend(backend);
  });

  describe.each(Object.entries(networks))('of %s', (_, layers) => {
    const images = randomArray('images', batchSize * 12);
    const labels = new Float32Array(batchSize * 10);
    for (let row = 0; row < batchSize; row++) labels[row * 10 + ((row * 3) % 10)] = 1;

    it('agree with finite differences of the loss', () => {
      const weights = startingWeights(layers);
      const exact = flattened(gradientsAt(layers, weights));
      const measured = weights.flatMap(({ values }, array) =>
        Array.from(values, (_value, i) => finiteDifference(layers, weights, array, i)),
      );
      exact.forEach((slope, i) => {
        // A central difference of single-precision losses is good to about 1e-3.
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

    function gradientsAt(of: readonly DenseLayer[], weights: ReturnType<typeof startingWeights>): Parameters {
      const parameters = parametersFromWeights(of, weights);
      const input = tf.tensor2d(images, [batchSize, 12]);
      const outputs = layerOutputs(input, of, parameters);
      const oneHot = tf.tensor2d(labels, [batchSize, 10]);
      return gradients(input, outputs, oneHot, of, parameters, { regConstant });
    }

    function tfjsGradients(
      of: readonly DenseLayer[],
      weights: ReturnType<typeof startingWeights>,
    ): Parameters {
      const parameters = parametersFromWeights(of, weights);
      const tensors = parameters.flatMap((layer) => [layer.weights, layer.biases]);
      const slopes = tf.grads((...values: tf.Tensor[]) => lossOf(of, asParameters(values)))(tensors);
      return asParameters(slopes);
    }

    function lossOf(of: readonly DenseLayer[], parameters: Parameters): tf.Scalar {
      const outputs = layerOutputs(tf.tensor2d(images, [batchSize, 12]), of, parameters);
      const logits = outputs.at(-1);
      if (!logits) throw new Error('no layers');
      return loss(logits, tf.tensor2d(labels, [batchSize, 10]), parameters, regConstant).loss;
    }

    function finiteDifference(
      of: readonly DenseLayer[],
      weights: ReturnType<typeof startingWeights>,
      array: number,
      index: number,
    ): number {
      const delta = 1e-2;
      const at = (shift: number) => {
        const shifted = weights.map((entry, i) => ({
          ...entry,
          values: entry.values.map((value, j) => (i === array && j === index ? value + shift : value)),
        }));
        return tf.tidy(() => lossOf(of, parametersFromWeights(of, shifted)).dataSync()[0] ?? Number.NaN);
      };
      return (at(delta) - at(-delta)) / (2 * delta);
    }
  });
});

function dense(
  name: string,
  inputs: number,
  outputs: number,
  activation: DenseLayer['activation'],
): DenseLayer {
  return { name, inputs, outputs, activation, initialStddev: 0.5 };
}

/** Biases away from zero, so that no ReLU stands at its corner. */
function startingWeights(layers: readonly DenseLayer[]) {
  return initialWeights(layers, 11).map((array, index) =>
    array.shape.length === 1
      ? { ...array, values: randomArray(`biases ${index}`, array.values.length) }
      : array,
  );
}

function randomArray(purpose: string, length: number): Float32Array<ArrayBuffer> {
  const random = randomStream(5, purpose);
  return Float32Array.from({ length }, () => 2 * random.uniform() - 1);
}

function asParameters(tensors: readonly tf.Tensor[]): Parameters {
  const parameters: Parameters = [];
  for (let i = 0; i + 1 < tensors.length; i += 2) {
    parameters.push({ weights: tensors[i] as tf.Tensor2D, biases: tensors[i + 1] as tf.Tensor1D });
  }
  return parameters;
}

function flattened(parameters: Parameters): number[] {
  return parameters.flatMap(({ weights, biases }) => [...weights.dataSync(), ...biases.dataSync()]);
}
