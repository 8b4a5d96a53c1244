import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { Heap } from '../../../src/backend/wasm/heap.ts';
import { startWasm } from '../../../src/backend/wasm/startWasm.ts';
import { WasmBackend } from '../../../src/backend/wasm/wasmBackend.ts';
import { defaultHyperparameters, type Hyperparameters } from '../../../src/configuration/hyperparameters.ts';
import { conv90, howFar, presets } from '../../../src/configuration/presets.ts';
import { modelOf } from '../../../src/model/model.ts';
import { initialWeights, parametersFromWeights } from '../../../src/model/parameters.ts';
import { networkNamed } from '../../../src/network/networks.ts';
import { largestBatchWithin, slotCounts, trainingBytes } from '../../../src/network/trainingMemory.ts';
import { optimizers } from '../../../src/training/optimizers.ts';
import { disposeState, freshSlots, trainStep } from '../../../src/training/trainStep.ts';
import { batchOf } from '../../fixtures/realCifar10.ts';
import { syntheticData } from '../../fixtures/syntheticData.ts';

function hyperparametersWith(values: Partial<Hyperparameters>): Hyperparameters {
  return { ...defaultHyperparameters, ...values };
}

function layersOf(network: string, hyperparameters: Hyperparameters) {
  const found = networkNamed(network);
  if (!found) throw new RangeError(`there is no network ${network}`);
  return found.layers(hyperparameters);
}

/** What one more image in a batch adds; the batches are so large that no evaluation needs more. */
function perImage(
  network: string,
  values: Partial<Hyperparameters>,
  device: 'wasm' | 'gpu' = 'wasm',
): number {
  const hyperparameters = hyperparametersWith(values);
  const layers = layersOf(network, hyperparameters);
  const bytes = (batchSize: number) => trainingBytes(layers, { ...hyperparameters, batchSize }, device);
  return (bytes(5_000) - bytes(4_000)) / 1_000;
}

const input = 3_072;
const [labels, logits] = [10, 10];

describe('the memory of an image in a step', () => {
  it('is its input, every output and every derivative', () => {
    const hidden = 512;
    // The outputs, their derivative, and that before ReLU.
    expect(perImage('two-layer', { hiddenUnits: hidden })).toBe(
      4 * (input + labels + 3 * hidden + 2 * logits),
    );
    expect(perImage('softmax', {})).toBe(4 * (input + labels + 2 * logits));
  });

  it('is, with dropout, that of the mask and of what it leaves as well', () => {
    expect(perImage('two-layer', { hiddenUnits: 512, dropout: 0.2 })).toBe(
      perImage('two-layer', { hiddenUnits: 512 }) + 4 * 2 * 512,
    );
  });

  const maps = [16 * 16 * 16, 8 * 8 * 32, 4 * 4 * 64].reduce((sum, size) => sum + size);

  it('is, of a pooled convolution on WASM, that of the largest values and their places', () => {
    expect(perImage('convolutional', {})).toBe(
      4 * (2 * input + labels + 2 * maps + 3 * 64 + 2 * logits) + maps,
    );
  });

  it('is, on a GPU, that of all sums too, before and after ReLU', () => {
    expect(perImage('convolutional', {}, 'gpu')).toBe(
      4 * (2 * input + labels + 2 * (4 + 4 + 1) * maps + 3 * 64 + 2 * logits),
    );
  });

  it('has no derivatives before the first trained layer', () => {
    const whitened = 16 * 16 * 32;
    const pooled = 8 * 8 * 32 + 4 * 4 * 64;
    const others = 4 * 4 * 128;
    // Each is the outputs of a convolution and those of its normalization.
    expect(perImage('convolutional-record', { depth: 1 })).toBe(
      4 * (2 * input + labels + whitened + 2 * 2 * (pooled + others) + 4 * logits) + pooled,
    );
  });
});

describe('the memory of training', () => {
  let heap: Heap;
  beforeAll(async () => {
    await startWasm(1);
    await tf.setBackend('wasm');
    const backend = tf.backend();
    if (!(backend instanceof WasmBackend)) throw new Error('another backend has started');
    heap = backend.heap;
  });

  /** The most that the backend has had in use at once during a step. */
  function measuredPeak(network: string, hyperparameters: Hyperparameters): number {
    const before = heap.usedBytes;
    const model = modelOf(layersOf(network, hyperparameters));
    const parameters = parametersFromWeights(model, initialWeights(model.layers, 1));
    const slots = freshSlots(hyperparameters, model, parameters);
    const { allocate } = Heap.prototype;
    let peak = 0;
    const spy = vi.spyOn(Heap.prototype, 'allocate').mockImplementation(function (this: Heap, bytes) {
      const start = allocate.call(this, bytes);
      peak = Math.max(peak, this.usedBytes);
      return start;
    });
    const batch = batchOf(syntheticData(), 0, hyperparameters.batchSize);
    const state = { parameters, average: undefined, slots, slotsFrom: 0 };
    const options = { measures: true, collectsHistograms: true };
    const result = trainStep(batch, model, state, hyperparameters, 0, options);
    spy.mockRestore();
    disposeState(result.state);
    tf.dispose([result.measurements, result.logits, result.layerSample, batch.images, batch.labels]);
    return peak - before;
  }

  it.each<[string, Partial<Hyperparameters>]>([
    ['two-layer', { hiddenUnits: 512, batchSize: 1_000 }],
    ['two-layer', { hiddenUnits: 1_024, batchSize: 1_000, dropout: 0.5, optimizer: 'nesterov' }],
    ['three-layer', { hiddenUnits: 512, hiddenUnits2: 512, batchSize: 2_000, optimizer: 'adam' }],
  ])('of a %s network with %o is that measured on WASM, or slightly more', (network, values) => {
    const hyperparameters = hyperparametersWith(values);
    const bytes = trainingBytes(layersOf(network, hyperparameters), hyperparameters, 'wasm');
    const measured = measuredPeak(network, hyperparameters);
    expect(bytes / measured).toBeGreaterThan(0.97);
    expect(bytes / measured).toBeLessThan(1.2);
  });

  it('counts the slots that each optimizer has', () => {
    for (const [name, count] of Object.entries(slotCounts)) {
      expect(optimizers[name as keyof typeof optimizers].slots, name).toHaveLength(count);
    }
  });

  it('lets every preset train on WASM, and the widest dense network with the largest batch', () => {
    for (const { network, hyperparameters } of presets) {
      const values = hyperparametersWith(hyperparameters);
      expect(trainingBytes(layersOf(network, values), values, 'wasm')).toBeLessThan(0.6e9);
    }
    const widest = hyperparametersWith({ ...howFar.hyperparameters, batchSize: 5_000 });
    expect(trainingBytes(layersOf('two-layer', widest), widest, 'wasm')).toBeLessThan(0.6e9);
  });
});

describe('the largest batch size', () => {
  const limit = 1.6e9;
  const values = hyperparametersWith(conv90.hyperparameters);
  const layers = layersOf(conv90.network, values);

  it('fits, and one more image does not', () => {
    const largest = largestBatchWithin(limit, layers, values, 'wasm');
    expect(trainingBytes(layers, { ...values, batchSize: largest }, 'wasm')).toBeLessThanOrEqual(limit);
    expect(trainingBytes(layers, { ...values, batchSize: largest + 1 }, 'wasm')).toBeGreaterThan(limit);
  });

  it('is 0 where even an evaluation needs more', () => {
    expect(largestBatchWithin(0.02e9, layers, values, 'wasm')).toBe(0);
  });
});
