import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import type * as tf from '@tensorflow/tfjs-core';
import type { Activation, Normalization } from '../convolutionOperations.ts';
import { borrowVector, drawMoments, drawSlices, drawTotals } from './channelSums.ts';
import { emptyMaps, type FeatureMaps, textureSize } from './featureMaps.ts';
import { geluFunctions } from './geluShader.ts';
import type { MapDraws } from './mapDraws.ts';
import { keyOf, placeOf, readerOf, vectorReaderOf } from './mapShaders.ts';

export interface MomentVectors {
  readonly mean: tf.TensorInfo;
  readonly variance: tf.TensorInfo;
}

/** Mean and variance of each channel, in two draws. Differences from a slice’s first value keep small variances of large values exact. */
export function drawChannelMoments(draws: MapDraws, inputs: FeatureMaps): MomentVectors {
  const slices = drawSlices(draws, inputs, {
    key: 'moments',
    maps: { inputs },
    before: 'vec4 origin = inputsAt(line, texel);',
    each: `
      vec4 difference = inputsAt(line, texel) - origin;
      first += difference;
      second += difference * difference;`,
    after: `
  first /= count;
  second = max(second / count - first * first, vec4(0.0));
  first += origin;`,
  });
  return drawMoments(draws, slices);
}

/** `activation((inputs − mean) / √(variance + epsilon) + offset)` */
export function drawNormalized(
  draws: MapDraws,
  inputs: FeatureMaps,
  moments: MomentVectors,
  offset: tf.TensorInfo,
  { epsilon, activation }: Normalization,
): FeatureMaps {
  const { backend } = draws;
  const outputs = emptyMaps(backend, inputs.info.shape, inputs);
  withVectors(backend, { ...moments, offset }, (vectors) =>
    draws.draw({
      key: ['normalized', keyOf(inputs), epsilon, activation].join(' '),
      source: () => `
${readerOf('inputs', inputs)}
${normalizedFunctions(epsilon)}
${geluFunctions}
void main() {
  ${placeOf(inputs)}
  vec4 sums = normalizedOf(inputsAt(line, inLine), group) + offsetOf(group);
  values = ${activated(activation, 'sums')};
}`,
      textures: { inputs: inputs.info, ...vectors },
      outputs: { values: outputs.info },
      ...textureSize(inputs),
    }),
  );
  return outputs;
}

export interface NormalizationMaps extends MomentVectors {
  readonly inputs: FeatureMaps;
  readonly outputs: FeatureMaps;
  readonly byOutputs: FeatureMaps;
}

/** The loss’s derivatives, in three draws; two where the one with respect to the inputs is not wanted. */
export function drawNormalizationGradients(
  draws: MapDraws,
  { inputs, outputs, byOutputs, mean, variance }: NormalizationMaps,
  offset: tf.TensorInfo,
  { epsilon, activation }: Normalization,
  wantsInputs: boolean,
): { readonly byInputs: FeatureMaps | null; readonly byOffset: tf.TensorInfo } {
  const { backend } = draws;
  // Only ReLU’s derivative is read from the outputs.
  const maps = { inputs, byOutputs, ...(activation === 'relu' ? { outputs } : {}) };
  const key = [epsilon, activation].join(' ');
  const functions = `
${normalizedFunctions(epsilon)}
${geluFunctions}
vec4 bySumsAt(int line, int texel, int group, vec4 normalized) {
  vec4 slopes = byOutputsAt(line, texel);
  ${activation === 'relu' ? 'slopes *= vec4(greaterThan(outputsAt(line, texel), vec4(0.0)));' : ''}
  ${activation === 'gelu' ? 'slopes *= geluSlope(normalized + offsetOf(group));' : ''}
  return slopes;
}`;
  return withVectors(backend, { mean, variance, offset }, (vectors) => {
    const slices = drawSlices(draws, inputs, {
      key: `normalization ${key}`,
      maps,
      vectors,
      functions,
      each: `
      vec4 normalized = normalizedOf(inputsAt(line, texel), group);
      vec4 slopes = bySumsAt(line, texel, group, normalized);
      first += slopes;
      second += slopes * normalized;`,
    });
    const { first: byOffset, second: alongNormalized } = drawTotals(draws, slices);
    if (!wantsInputs) {
      backend.disposeIntermediateTensorInfo(alongNormalized);
      return { byInputs: null, byOffset };
    }
    const byInputs = emptyMaps(backend, inputs.info.shape, inputs);
    draws.draw({
      key: ['normalization inputs', keyOf(inputs), key].join(' '),
      source: () => `
${Object.keys(maps)
  .map((name) => readerOf(name, inputs))
  .join('\n')}
${functions}
${vectorReaderOf('byOffset')}
${vectorReaderOf('alongNormalized')}
void main() {
  ${placeOf(inputs)}
  vec4 normalized = normalizedOf(inputsAt(line, inLine), group);
  vec4 slopes = bySumsAt(line, inLine, group, normalized);
  vec4 means = byOffsetOf(group) + normalized * alongNormalizedOf(group);
  values = (slopes - means / float(positions)) / deviationOf(group);
}`,
      textures: {
        ...Object.fromEntries(Object.entries(maps).map(([name, { info }]) => [name, info])),
        ...vectors,
        byOffset,
        alongNormalized,
      },
      integers: { positions: inputs.batch * inputs.height * inputs.width },
      outputs: { values: byInputs.info },
      ...textureSize(inputs),
    });
    backend.disposeIntermediateTensorInfo(alongNormalized);
    return { byInputs, byOffset };
  });
}

function normalizedFunctions(epsilon: number): string {
  return `
${['mean', 'variance', 'offset'].map(vectorReaderOf).join('\n')}
vec4 deviationOf(int group) { return sqrt(varianceOf(group) + ${epsilon.toExponential()}); }
vec4 normalizedOf(vec4 inputs, int group) { return (inputs - meanOf(group)) / deviationOf(group); }`;
}

function activated(activation: Activation, sums: string): string {
  // NaN stays NaN.
  if (activation === 'relu') return `${sums} * vec4(greaterThanEqual(${sums}, vec4(0.0)))`;
  return activation === 'gelu' ? `${sums} * normalDistribution(${sums})` : sums;
}

function withVectors<Name extends string, Result>(
  backend: MathBackendWebGL,
  vectors: Readonly<Record<Name, tf.TensorInfo>>,
  work: (vectors: Readonly<Record<string, tf.TensorInfo>>) => Result,
): Result {
  const borrowed = Object.entries<tf.TensorInfo>(vectors).map(
    ([name, vector]) => [name, borrowVector(backend, vector)] as const,
  );
  const result = work(Object.fromEntries(borrowed.map(([name, { value }]) => [name, value])));
  for (const [, { release }] of borrowed) release();
  return result;
}
