// The umbrella package registers tfjs's own gradients, which the app itself does not carry.
import '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { startWasm } from '../../../src/backend/wasm/startWasm.ts';
import { gradients } from '../../../src/model/gradients.ts';
import { forwardPass, logitsOf } from '../../../src/model/inference.ts';
import { loss } from '../../../src/model/loss.ts';
import { modelOf } from '../../../src/model/model.ts';
import type { Mode, Tensors } from '../../../src/model/operation.ts';
import { initialWeights, parametersFromWeights } from '../../../src/model/parameters.ts';
import { chain, dense, dropout, relu } from '../../../src/network/chain.ts';
import type { LayerSpec } from '../../../src/network/specification.ts';
import { randomStream } from '../../../src/random/random.ts';

const size = { initialStddev: 0.5 };
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

    function gradientsAt(of: readonly LayerSpec[], weights: ReturnType<typeof startingWeights>): Tensors {
      const model = modelOf(of);
      const parameters = parametersFromWeights(model, weights);
      const pass = forwardPass(tf.tensor2d(images, [batchSize, 12]), model, parameters, mode);
      return gradients(pass, tf.tensor2d(labels, [batchSize, 10]), model, parameters, regConstant);
    }

    function tfjsGradients(of: readonly LayerSpec[], weights: ReturnType<typeof startingWeights>): Tensors {
      const parameters = parametersFromWeights(modelOf(of), weights);
      const names = Object.keys(parameters);
      const named = (tensors: readonly tf.Tensor[]): Tensors =>
        Object.fromEntries(tensors.map((tensor, place) => [names[place], tensor]));
      const derivatives = tf.grads((...values: tf.Tensor[]) => lossOf(of, named(values)));
      return named(derivatives(Object.values(parameters)));
    }

    function lossOf(of: readonly LayerSpec[], parameters: Tensors): tf.Scalar {
      const model = modelOf(of);
      const logits = logitsOf(forwardPass(tf.tensor2d(images, [batchSize, 12]), model, parameters, mode));
      return loss(logits, tf.tensor2d(labels, [batchSize, 10]), model, parameters, regConstant).loss;
    }

    function finiteDifference(
      of: readonly LayerSpec[],
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

function flattened(parameters: Tensors): number[] {
  return Object.values(parameters).flatMap((tensor) => [...tensor.dataSync()]);
}
