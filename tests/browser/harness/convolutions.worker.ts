import { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import type { Activation, Convolution, Padding } from '../../../src/backend/convolutionOperations.ts';
import {
  composedOperations,
  type FusedOperations,
  fused,
  registerFusedOperations,
} from '../../../src/backend/fusedOperations.ts';
import { webglOperations } from '../../../src/backend/webgl/fusedOperations.ts';
import { randomStream } from '../../../src/random/random.ts';

/** A convolution, and all of its derivatives. */
export interface ConvolutionCase {
  readonly kind: 'convolution';
  readonly inputs: readonly [batch: number, height: number, width: number, channels: number];
  /** Height, width, number. */
  readonly filters: readonly [height: number, width: number, filters: number];
  readonly stride?: number;
  readonly padding?: Padding;
  readonly isPooled?: boolean;
  readonly isRectified?: boolean;
  readonly hasBiases?: boolean;
}

/** A normalization by the batch and by given moments, and its derivatives. */
export interface NormalizationCase {
  readonly kind: 'normalization';
  readonly shape: readonly number[];
  readonly activation: Activation;
}

/** GELU and its derivative. */
export interface GeluCase {
  readonly kind: 'gelu';
  readonly shape: readonly number[];
}

export type ShaderCase = ConvolutionCase | NormalizationCase | GeluCase;

export interface ShadersInput {
  readonly isSoftware: boolean;
  /** Whether numbers are to be stored in 16 bits. */
  readonly isHalfFloat?: boolean;
  /** A texture’s largest side; the GPU’s own where it is left out. */
  readonly largestTexture?: number;
  readonly cases: readonly ShaderCase[];
}

export interface ShaderDifferences {
  /** By the results’ names: the largest difference from the CPU, as a share of the largest number. */
  readonly errors: Readonly<Record<string, number>>;
  /** Whether a second time gives the same bits. */
  readonly isRepeated: boolean;
  readonly tensorsLeft: number;
  /** Whether a result has a number that is none where one input is none. */
  readonly keepsNaN: boolean;
}

type Results = Readonly<Record<string, tf.Tensor>>;
type Numbers = Readonly<Record<string, Float32Array>>;

async function differences(input: ShadersInput): Promise<ShaderDifferences[]> {
  if (input.isHalfFloat) tf.env().set('WEBGL_RENDER_FLOAT32_ENABLED', false);
  await tf.setBackend('webgl');
  const backend = tf.backend();
  if (!(backend instanceof MathBackendWebGL)) throw new Error('WebGL is not there');
  if (input.largestTexture) tf.env().set('WEBGL_MAX_TEXTURE_SIZE', input.largestTexture);
  const operations = webglOperations(backend, input.isSoftware);
  if (operations.convolve === composedOperations.convolve) throw new Error('the operations are not ours');
  registerFusedOperations(backend, operations);
  const found: ShaderDifferences[] = [];
  for (const one of input.cases) {
    await tf.setBackend('cpu');
    const expected = await numbersOf(one, 0);
    await tf.setBackend('webgl');
    const tensorsBefore = tf.memory().numTensors;
    const ours = await numbersOf(one, 0);
    const again = await numbersOf(one, 0);
    const withNaN = await numbersOf(one, Number.NaN);
    found.push({
      errors: errorsOf(ours, expected),
      isRepeated: Object.entries(ours).every(([name, values]) =>
        values.every((value, index) => Object.is(value, again[name]?.[index])),
      ),
      tensorsLeft: tf.memory().numTensors - tensorsBefore,
      keepsNaN: withNaN.outputs?.some(Number.isNaN) ?? false,
    });
  }
  return found;
}

function errorsOf(ours: Numbers, expected: Numbers): Readonly<Record<string, number>> {
  const errors = Object.entries(expected).map(([name, values]) => {
    const size = values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1e-30);
    const difference = values.reduce(
      (largest, value, index) => Math.max(largest, Math.abs(value - (ours[name]?.[index] ?? Number.NaN))),
      0,
    );
    return [
      name,
      ours[name]?.length === values.length ? difference / size : Number.POSITIVE_INFINITY,
    ] as const;
  });
  return Object.fromEntries(errors);
}

/** @param added to the first input */
async function numbersOf(one: ShaderCase, added: number): Promise<Numbers> {
  const random = randomStream(11, 'shader test');
  const numbers = (shape: readonly number[]) =>
    Float32Array.from({ length: shape.reduce((product, size) => product * size, 1) }, () => {
      return random.uniform() * 2 - 1;
    });
  const results = tf.tidy(() => resultsOf(one, numbers, added, fused()));
  const read = Object.entries(results).map(async ([name, tensor]) => {
    const values = Float32Array.from(await tensor.data());
    tensor.dispose();
    return [name, values] as const;
  });
  return Object.fromEntries(await Promise.all(read));
}

function resultsOf(
  one: ShaderCase,
  numbers: (shape: readonly number[]) => Float32Array,
  added: number,
  operations: FusedOperations,
): Results {
  const inputs = numbers(one.kind === 'convolution' ? one.inputs : one.shape);
  inputs[0] = (inputs[0] ?? 0) + added;
  switch (one.kind) {
    case 'convolution':
      return convolved(one, inputs, numbers, operations);
    case 'normalization':
      return normalized(one, inputs, numbers, operations);
    case 'gelu': {
      const tensor = tf.tensor(inputs, [...one.shape]);
      return {
        outputs: operations.gelu(tensor),
        byInputs: operations.geluGradient(tensor, tf.tensor(numbers(one.shape), [...one.shape])),
      };
    }
  }
}

function convolved(
  one: ConvolutionCase,
  values: Float32Array,
  numbers: (shape: readonly number[]) => Float32Array,
  operations: FusedOperations,
): Results {
  const { stride = 1, padding = 'same', isPooled = false, isRectified = false, hasBiases = false } = one;
  const convolution: Convolution = { stride, padding, isPooled, isRectified };
  const [height, width, count] = one.filters;
  const inputs = tf.tensor4d(values, [...one.inputs]);
  const filters = tf.tensor4d(numbers([height, width, one.inputs[3], count]), [
    height,
    width,
    one.inputs[3],
    count,
  ]);
  const biases = hasBiases ? tf.tensor1d(numbers([count])) : null;
  const { outputs, kept } = operations.convolve(inputs, filters, biases, convolution);
  const byOutputs = tf.tensor4d(numbers(outputs.shape), outputs.shape);
  const { byInputs, byFilters, byBiases } = operations.convolutionGradients(
    { inputs, outputs, kept, byOutputs },
    filters,
    convolution,
    { inputs: true, filters: true, biases: true },
  );
  if (!byInputs || !byFilters || !byBiases) throw new Error('a derivative is missing');
  return { outputs, byInputs, byFilters, byBiases };
}

function normalized(
  { shape, activation }: NormalizationCase,
  values: Float32Array,
  numbers: (shape: readonly number[]) => Float32Array,
  operations: FusedOperations,
): Results {
  const channels = shape.at(-1) ?? 1;
  const inputs = tf.tensor(
    values.map((value) => 2 * value + 5),
    [...shape],
  );
  const offset = tf.tensor1d(numbers([channels]));
  const byOutputs = tf.tensor(numbers(shape), [...shape]);
  const normalization = { epsilon: 1e-2, activation };
  const forward = operations.normalize(inputs, offset, normalization);
  const given = { mean: offset, variance: tf.abs(offset) };
  const by = operations.normalizeBy(inputs, given, offset, normalization);
  const pass = { inputs, byOutputs, ...forward };
  const { byInputs, byOffset } = operations.normalizationGradients(pass, offset, normalization, true);
  const without = operations.normalizationGradients(pass, offset, normalization, false);
  if (!byInputs || without.byInputs) throw new Error('other derivatives than wanted');
  return { ...forward, by, byInputs, byOffset, sameByOffset: without.byOffset };
}

addEventListener('message', ({ data }: MessageEvent<ShadersInput>) => {
  differences(data).then(postMessage, (error: unknown) => postMessage({ error: String(error) }));
});
