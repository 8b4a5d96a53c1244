import { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { composedOperations, fused, registerFusedOperations } from '../../../src/backend/fusedOperations.ts';
import { webglOperations } from '../../../src/backend/webgl/fusedOperations.ts';
import {
  type ConvolutionCase,
  convolutionResults,
  type Draw,
  drawing,
  errorsOf,
  type NormalizationCase,
  type Numbers,
  normalizationResults,
  type Results,
  readResults,
} from '../../fixtures/convolutionCases.ts';

/** GELU and its derivative. */
export interface GeluCase {
  readonly kind: 'gelu';
  readonly shape: readonly number[];
}

export type ShaderCase =
  | (ConvolutionCase & { readonly kind: 'convolution' })
  | (NormalizationCase & { readonly kind: 'normalization' })
  | GeluCase;

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
  /** Whether NaN in an input gives NaN in the outputs. */
  readonly keepsNaN: boolean;
}

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

/** @param added to the first input */
function numbersOf(one: ShaderCase, added: number): Promise<Numbers> {
  return readResults(() => resultsOf(one, drawing(), added));
}

function resultsOf(one: ShaderCase, draw: Draw, added: number): Results {
  const inputs = draw(one.kind === 'convolution' ? one.inputs : one.shape);
  inputs[0] = (inputs[0] ?? 0) + added;
  switch (one.kind) {
    case 'convolution':
      return convolutionResults(one, draw, inputs);
    case 'normalization':
      // Around 5, so that 16 bits do not hold their sum.
      return normalizationResults(
        one,
        draw,
        inputs.map((value) => 2 * value + 5),
      );
    case 'gelu': {
      const tensor = tf.tensor(inputs, [...one.shape]);
      return {
        outputs: fused().gelu(tensor),
        byInputs: fused().geluGradient(tensor, tf.tensor(draw(one.shape), [...one.shape])),
      };
    }
  }
}

addEventListener('message', ({ data }: MessageEvent<ShadersInput>) => {
  differences(data).then(postMessage, (error: unknown) => postMessage({ error: String(error) }));
});
