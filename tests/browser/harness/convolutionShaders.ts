import { expect, test } from '../fixtures.ts';
import { resultOfWorker } from './bundledWorker.ts';
import type { ShaderCase, ShaderDifferences, ShadersInput } from './convolutions.worker.ts';

// Batches that are no multiple of four, channels that fill no texel, edges that meet in a window.
const ofAwkwardShapes: readonly ShaderCase[] = [
  { kind: 'convolution', inputs: [1, 5, 7, 3], filters: [3, 3, 5], hasBiases: true, isRectified: true },
  { kind: 'convolution', inputs: [6, 7, 9, 5], filters: [3, 3, 6], isPooled: true, hasBiases: true },
  { kind: 'convolution', inputs: [2, 11, 13, 3], filters: [4, 4, 8], stride: 2, isRectified: true },
  { kind: 'convolution', inputs: [2, 10, 7, 2], filters: [2, 3, 3], stride: 3, padding: 'valid' },
  { kind: 'normalization', shape: [9, 5, 5, 24], activation: 'relu' },
  { kind: 'normalization', shape: [37, 10], activation: 'gelu' },
  { kind: 'gelu', shape: [3, 5, 5, 8] },
];

const ofFurtherShapes: readonly ShaderCase[] = [
  { kind: 'convolution', inputs: [1, 1, 1, 1], filters: [1, 1, 1], hasBiases: true },
  { kind: 'convolution', inputs: [4, 8, 8, 4], filters: [3, 3, 8] },
  { kind: 'convolution', inputs: [9, 2, 3, 6], filters: [5, 3, 7] },
  { kind: 'convolution', inputs: [5, 8, 8, 12], filters: [3, 3, 16], isPooled: true, isRectified: true },
  { kind: 'convolution', inputs: [3, 9, 10, 2], filters: [2, 2, 4], padding: 'valid', hasBiases: true },
  { kind: 'convolution', inputs: [7, 4, 4, 20], filters: [3, 3, 36] },
  { kind: 'normalization', shape: [1, 1, 1, 1], activation: 'linear' },
  { kind: 'normalization', shape: [40, 9, 9, 6], activation: 'gelu' },
  { kind: 'normalization', shape: [3, 31, 31, 33], activation: 'linear' },
  { kind: 'gelu', shape: [5, 7] },
];

/** Their maps have several lines of images in a row of such a texture, in the whole batch and in a quarter of it. */
const ofManyLines: readonly ShaderCase[] = [
  { kind: 'convolution', inputs: [299, 4, 5, 3], filters: [3, 3, 8], hasBiases: true, isRectified: true },
  { kind: 'convolution', inputs: [299, 4, 5, 5], filters: [3, 3, 7], isPooled: true, isRectified: true },
  { kind: 'convolution', inputs: [150, 5, 4, 4], filters: [2, 3, 4], stride: 2 },
  { kind: 'normalization', shape: [299, 3, 5, 6], activation: 'gelu' },
];

/**
 * 16 bits hold no sum of all these numbers around 5: they end at 65,504. Without pooling and ReLU, which a rounded number can
 * turn the other way.
 */
const ofLargeSums: readonly ShaderCase[] = [
  { kind: 'convolution', inputs: [9, 8, 8, 12], filters: [3, 3, 16], hasBiases: true },
  { kind: 'normalization', shape: [20, 32, 32, 4], activation: 'gelu' },
];

const single = 5e-6;
const half = 5e-3;

interface ShaderMachine extends ShadersInput {
  readonly machine: string;
  readonly tolerance: number;
}

export const softwareRenderer: ShaderMachine = {
  machine: 'a software renderer',
  isSoftware: true,
  cases: ofAwkwardShapes,
  tolerance: single,
};

/** Their programs take a software renderer half a minute to compile. */
export const furtherMachines: readonly ShaderMachine[] = [
  {
    machine: 'a software renderer, in further shapes',
    isSoftware: true,
    cases: ofFurtherShapes,
    tolerance: single,
  },
  {
    machine: 'a GPU',
    isSoftware: false,
    cases: [...ofAwkwardShapes, ...ofFurtherShapes],
    tolerance: single,
  },
  {
    machine: 'a GPU of small textures',
    isSoftware: true,
    largestTexture: 256,
    cases: ofManyLines,
    tolerance: single,
  },
  { machine: 'a GPU of 16 bits', isSoftware: false, isHalfFloat: true, cases: ofLargeSums, tolerance: half },
];

/** Declares the test. */
export function shadersAreThoseOfTheCpu({ machine, tolerance, ...input }: ShaderMachine): void {
  test(`WebGL’s convolutions and normalizations, cut up for ${machine}, are those of the CPU`, async ({
    page,
  }) => {
    await page.goto('.');
    const found = await resultOfWorker<ShaderDifferences[]>(page, 'convolutions.worker.ts', input);
    expect(found).toHaveLength(input.cases.length);
    input.cases.forEach((one, index) => {
      const { errors, isRepeated, tensorsLeft, keepsNaN } = found[index] ?? {};
      const name = JSON.stringify(one);
      for (const [result, error] of Object.entries(errors ?? {})) {
        expect(error, `${result} of ${name}`).toBeLessThan(tolerance);
      }
      expect(Object.keys(errors ?? {}).length, name).toBeGreaterThan(1);
      expect({ isRepeated, tensorsLeft, keepsNaN }, name).toEqual({
        isRepeated: true,
        tensorsLeft: 0,
        keepsNaN: true,
      });
    });
  });
}
