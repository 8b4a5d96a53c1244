import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { SumsInParts } from './convolutionSums.ts';
import { emptyMaps, type FeatureMaps, type MapsLayout, textureSize } from './featureMaps.ts';
import type { MapDraws } from './mapDraws.ts';
import { keyOf, placeOf, readerOf, vectorReaderOf } from './mapShaders.ts';

interface Followers {
  /** As `borrowVector` gives them. */
  readonly biases: TensorInfo | null;
  readonly isRectified: boolean;
}

const names = ['firstPart', 'secondPart', 'thirdPart', 'fourthPart'] as const;

/** `relu(sums + biases)` of all quarters. Takes over the sums. */
export function drawOutputs(
  draws: MapDraws,
  sums: SumsInParts,
  { biases, isRectified }: Followers,
): FeatureMaps {
  const { backend } = draws;
  const { height, width, channels } = sums.parts[0];
  const outputs = emptyMaps(backend, [sums.batch, height, width, channels]);
  draws.draw({
    key: ['outputs', keyOf(sums.parts[0]), keyOf(outputs), biases !== null, isRectified].join(' '),
    source: () => `
${partsReader(sums.parts[0])}
${biases ? vectorReaderOf('biases') : ''}
void main() {
  ${placeOf(outputs)}
  values = sumsAt(line, inLine);
  ${biases ? 'values += biasesOf(group);' : ''}
  ${isRectified ? rectified : ''}
}`,
    textures: { ...texturesOf(sums), ...(biases ? { biases } : {}) },
    integers: { quarterLines: sums.parts[0].batch * height },
    outputs: { values: outputs.info },
    ...textureSize(outputs),
  });
  release(backend, sums);
  return outputs;
}

/** What `drawPooledOutputs` has found. */
export interface PooledOutputs {
  readonly outputs: FeatureMaps;
  /** For each output, which of its window’s four values it was, row by row; 4 where ReLU has made it 0. */
  readonly winners: FeatureMaps;
}

/** The same after max pooling of 2 × 2; an odd last row or column is left out. */
export function drawPooledOutputs(
  draws: MapDraws,
  sums: SumsInParts,
  { biases, isRectified }: Followers,
): PooledOutputs {
  const { backend } = draws;
  const { height, width, channels, groups } = sums.parts[0];
  const pooled = [sums.batch, Math.floor(height / 2), Math.floor(width / 2), channels];
  const outputs = emptyMaps(backend, pooled);
  const winners = emptyMaps(backend, pooled);
  const next = (place: number) => `
  candidates = sumsAt(upper + ${place >> 1}, texel + ${(place & 1) * groups});
  isLarger = greaterThan(candidates, values);
  values = mix(values, candidates, isLarger);
  places = mix(places, vec4(${place}.0), isLarger);
  isNone = isNone || isNotANumber(candidates);`;
  draws.draw({
    key: ['pooled', keyOf(sums.parts[0]), keyOf(outputs), biases !== null, isRectified].join(' '),
    source: () => `
${partsReader(sums.parts[0])}
${biases ? vectorReaderOf('biases') : ''}
bool isNotANumber(vec4 candidates) {
  return any(greaterThan(floatBitsToUint(candidates) & 0x7fffffffu, uvec4(0x7f800000u)));
}
void main() {
  ${placeOf(outputs)}
  int image = line / ${outputs.height};
  int upper = image * ${height} + 2 * (line - image * ${outputs.height});
  int texel = 2 * column * ${groups} + group;
  values = sumsAt(upper, texel);
  places = vec4(0.0);
  vec4 candidates;
  bvec4 isLarger;
  bool isNone = isNotANumber(values);
  ${next(1)}
  ${next(2)}
  ${next(3)}
  ${biases ? 'values += biasesOf(group);' : ''}
  ${isRectified ? `places = mix(vec4(4.0), places, greaterThan(values, vec4(0.0)));${rectified}` : ''}
  // A comparison loses it, and a run that has diverged is to be noticed.
  if (isNone) values = vec4(uintBitsToFloat(0x7fc00000u));
}`,
    textures: { ...texturesOf(sums), ...(biases ? { biases } : {}) },
    integers: { quarterLines: sums.parts[0].batch * height },
    outputs: { values: outputs.info, places: winners.info },
    ...textureSize(outputs),
  });
  release(backend, sums);
  return { outputs, winners };
}

/** NaN stays NaN. */
const rectified = `
  values *= vec4(greaterThanEqual(values, vec4(0.0)));`;

function release(backend: MathBackendWebGL, { parts }: SumsInParts): void {
  for (const { info } of parts) backend.disposeIntermediateTensorInfo(info);
}

function texturesOf({ parts }: SumsInParts): Record<(typeof names)[number], TensorInfo> {
  const [first, second, third, fourth] = parts;
  return {
    firstPart: first.info,
    secondPart: second.info,
    thirdPart: third.info,
    fourthPart: fourth.info,
  };
}

/** GLSL: `sumsAt(line, texel)` reads from the quarter that a line of all images is in. */
function partsReader(part: MapsLayout): string {
  return `
${names.map((name) => readerOf(name, part)).join('\n')}
vec4 sumsAt(int line, int texel) {
  int part = line / quarterLines;
  int within = line - part * quarterLines;
  if (part == 0) return firstPartAt(within, texel);
  if (part == 1) return secondPartAt(within, texel);
  if (part == 2) return thirdPartAt(within, texel);
  return fourthPartAt(within, texel);
}`;
}
