import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { fused, registerFusedOperations } from '../../../src/backend/fusedOperations.ts';
import { compileKernels } from '../../../src/backend/wasm/compileKernels.ts';
import { wasmOperations } from '../../../src/backend/wasm/fusedOperations.ts';
import { Heap } from '../../../src/backend/wasm/heap.ts';
import { firstFreeAddress, JobMaster } from '../../../src/backend/wasm/jobs.ts';
import {
  instantiateKernels,
  type Kernel,
  type Kernels,
  kernelNames,
  scratchBytes,
} from '../../../src/backend/wasm/kernelModule.ts';
import { startWasm } from '../../../src/backend/wasm/startWasm.ts';
import { WasmBackend } from '../../../src/backend/wasm/wasmBackend.ts';
import {
  type ConvolutionCase,
  convolutionResults,
  type Draw,
  drawing,
  errorsOf,
  type Numbers,
  normalizationResults,
  type Results,
  readResults,
} from '../../fixtures/convolutionCases.ts';

/** What operations give on our backend, and what those composed of TensorFlow.js's own give on its CPU backend. */
async function onBoth(work: (draw: Draw) => Results): Promise<{ ours: Numbers; expected: Numbers }> {
  return { ours: await on('wasm', work), expected: await on('cpu', work) };
}

async function on(backend: 'wasm' | 'cpu' | 'noisy', work: (draw: Draw) => Results): Promise<Numbers> {
  await tf.setBackend(backend);
  return readResults(() => work(drawing()));
}

function expectEqual({ ours, expected }: { ours: Numbers; expected: Numbers }, tolerance: number): void {
  expect(Object.keys(ours)).toEqual(Object.keys(expected));
  for (const [name, error] of Object.entries(errorsOf(ours, expected))) {
    expect(error, name).toBeLessThan(tolerance);
  }
}

beforeAll(() => startWasm(1));

describe('a convolution on WASM and its derivatives', () => {
  const cases: readonly ConvolutionCase[] = [
    { inputs: [1, 1, 1, 1], filters: [1, 1, 1] },
    { inputs: [33, 4, 4, 3], filters: [1, 1, 10] },
    { inputs: [1, 16, 16, 5], filters: [3, 3, 7] },
    { inputs: [1, 16, 16, 5], filters: [3, 3, 7], padding: 'valid', hasBiases: true },
    { inputs: [1, 32, 32, 3], filters: [3, 3, 16], isPooled: true, isRectified: true, hasBiases: true },
    { inputs: [3, 8, 8, 16], filters: [3, 3, 32], isPooled: true, isRectified: true, hasBiases: true },
    { inputs: [1, 31, 31, 4], filters: [3, 3, 9], isPooled: true },
    { inputs: [33, 7, 7, 6], filters: [3, 3, 8], isPooled: true },
    { inputs: [33, 3, 3, 16], filters: [3, 3, 16] },
    { inputs: [2, 15, 13, 16], filters: [3, 3, 19], isRectified: true },
    { inputs: [2, 15, 15, 20], filters: [3, 3, 16], isPooled: true },
    { inputs: [33, 4, 4, 16], filters: [3, 3, 16], isPooled: true, hasBiases: true },
    { inputs: [1, 31, 10, 16], filters: [3, 3, 18], padding: 'valid' },
    { inputs: [2, 32, 32, 3], filters: [2, 2, 24], padding: 'valid' },
    { inputs: [2, 32, 32, 3], filters: [4, 4, 9], stride: 2, isRectified: true },
    { inputs: [2, 9, 9, 3], filters: [3, 3, 8], stride: 2, padding: 'valid', hasBiases: true },
    { inputs: [2, 10, 10, 3], filters: [2, 2, 8], stride: 3 },
    { inputs: [2, 12, 10, 7], filters: [5, 5, 10], isPooled: true, isRectified: true },
    { inputs: [2, 11, 13, 2], filters: [5, 3, 17], stride: 2, isPooled: true, hasBiases: true },
    { inputs: [2, 11, 13, 2], filters: [5, 5, 3], padding: 'valid', isPooled: true },
    { inputs: [1, 34, 9, 1], filters: [3, 2, 4], stride: 2, padding: 'valid' },
    { inputs: [1, 5, 32, 130], filters: [3, 3, 4], isRectified: true },
  ];

  it.each(cases)('are those of the CPU backend for %j', async (one) => {
    expectEqual(await onBoth((draw) => convolutionResults(one, draw)), 2e-6);
  });
});

describe('a batch normalization on WASM and its derivatives', () => {
  const shapes = [
    [1, 1, 1, 1],
    [7, 3],
    [33, 10],
    [9, 5, 5, 24],
    [40, 9, 9, 6],
    [3, 31, 31, 33],
  ] as const;
  const cases = shapes.flatMap((shape) =>
    (['linear', 'relu', 'gelu'] as const).map((activation) => ({ shape, activation })),
  );

  it.each(cases)('are those of the CPU backend for $shape and $activation', async ({ shape, activation }) => {
    const results = await onBoth((draw) =>
      normalizationResults(
        { shape, activation },
        draw,
        draw(shape).map((value) => 2 * value + 0.7),
      ),
    );
    expectEqual(results, 5e-6);
    expect(results.ours.byOffset).toEqual(results.ours.sameByOffset);
  });

  it('has the variance of numbers that are far from zero', async () => {
    const values = drawing()([5_000, 3]).map((value) => 1_000 + value);
    const { ours } = await onBoth(() => {
      const { mean, variance } = fused().normalize(tf.tensor2d(values, [5_000, 3]), tf.zeros([3]), {
        epsilon: 0,
        activation: 'linear',
      });
      return { mean, variance };
    });
    for (let channel = 0; channel < 3; channel++) {
      const own = [...values].filter((_, index) => index % 3 === channel);
      const mean = own.reduce((sum, value) => sum + value, 0) / own.length;
      const variance = own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / own.length;
      expect(ours.mean?.[channel]).toBeCloseTo(mean, 4);
      expect((ours.variance?.[channel] ?? 0) / variance).toBeCloseTo(1, 5);
    }
  });
});

describe('GELU on WASM', () => {
  it('and its derivative are within 3e-7 of those of the CPU backend from −12 to 12, times their argument', async () => {
    const values = Float32Array.from({ length: 4_801 }, (_, index) => index / 200 - 12);
    const { ours, expected } = await onBoth(() => {
      const inputs = tf.tensor1d(values);
      const outputs = fused().gelu(inputs);
      return { outputs, byInputs: fused().geluGradient(inputs, tf.onesLike(inputs)) };
    });
    values.forEach((value, index) => {
      const size = Math.max(1, Math.abs(value));
      for (const name of ['outputs', 'byInputs']) {
        const difference = Math.abs((ours[name]?.[index] ?? Number.NaN) - (expected[name]?.[index] ?? 0));
        expect(difference / size).toBeLessThan(4.5e-7);
      }
    });
  });
});

describe('images on WASM', () => {
  it.each([
    [1, 4, 1],
    [33, 5, 3],
    [2, 8, 10],
  ])('%s of side %s have their %s channels last', async (batch, side, channels) => {
    const values = drawing()([batch, channels, side, side]);
    const { ours, expected } = await onBoth(() => ({
      images: fused().channelsLast(tf.tensor2d(values, [batch, channels * side * side]), side, channels),
    }));
    expect(ours).toEqual(expected);
  });
});

describe('what is not a number', () => {
  const isNaNAmong = (values: Float32Array | undefined) => values?.some((value) => Number.isNaN(value));

  it.each([true, false])(
    'passes pooling (%s), ReLU and normalization, so that a run that diverged is noticed',
    async (isPooled) => {
      const one: ConvolutionCase = { inputs: [1, 4, 4, 2], filters: [3, 3, 8], isPooled, isRectified: true };
      for (let place = 0; place < 16; place++) {
        const { outputs } = await on('wasm', (draw) => {
          const inputs = draw(one.inputs);
          inputs[2 * place] = Number.NaN;
          return convolutionResults(one, draw, inputs);
        });
        expect(isNaNAmong(outputs)).toBe(true);
      }
      for (const activation of ['linear', 'relu', 'gelu'] as const) {
        const { outputs } = await on('wasm', () => {
          const inputs = tf.tensor2d([1, 2, Number.NaN, 4, 5, 6], [3, 2]);
          return { outputs: fused().normalize(inputs, tf.zeros([2]), { epsilon: 1, activation }).outputs };
        });
        expect([...(outputs ?? [])].filter(Number.isNaN).length).toBe(3);
      }
    },
  );
});

describe('whatever was in the scratch space of the thread that works on an item', () => {
  const cases: readonly ConvolutionCase[] = [
    { inputs: [40, 7, 7, 6], filters: [3, 3, 20], isPooled: true, isRectified: true, hasBiases: true },
    { inputs: [3, 32, 32, 3], filters: [4, 4, 13], stride: 2, padding: 'valid' },
    { inputs: [70, 3, 3, 12], filters: [3, 3, 24] },
    { inputs: [3, 15, 15, 16], filters: [3, 3, 18] },
  ];

  it.each(cases)('the result for %j is the same to the last bit', async (one) => {
    const work = (draw: Draw) => convolutionResults(one, draw);
    const usual = await on('wasm', work);
    await registerNoisyBackend();
    expect(await on('noisy', work)).toEqual(usual);
  });
});

/** A backend like ours, in which each item is worked on with another thread's scratch space, full of NaN. */
async function registerNoisyBackend(): Promise<void> {
  if (tf.findBackend('noisy')) return;
  const memory = new WebAssembly.Memory({ initial: 1_024, maximum: 4_096 });
  const heap = new Heap(memory, firstFreeAddress);
  const kernels = await instantiateKernels(await compileKernels(false), memory);
  const [scratch, other] = [heap.allocate(scratchBytes), heap.allocate(scratchBytes)];
  const noisy = kernelNames.map((name) => {
    const kernel: Kernel = (job, item) => {
      const own = item % 2 === 0 ? other : scratch;
      new Uint8Array(memory.buffer, own, scratchBytes).fill(255);
      kernels[name](job, item, own);
    };
    return [name, kernel] as const;
  });
  const jobs = new JobMaster(memory, Object.fromEntries(noisy) as Kernels, scratch);
  const backend = new WasmBackend(heap, jobs);
  registerFusedOperations(backend, wasmOperations(backend));
  tf.registerBackend('noisy', () => backend);
}
