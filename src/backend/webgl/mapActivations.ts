import { emptyMaps, type FeatureMaps, textureSize } from './featureMaps.ts';
import { geluFunctions } from './geluShader.ts';
import type { MapDraws } from './mapDraws.ts';
import { keyOf, placeOf, readerOf } from './mapShaders.ts';

/** `x · Φ(x)` */
export function drawGelu(draws: MapDraws, inputs: FeatureMaps): FeatureMaps {
  return drawEach(draws, { inputs }, inputs, {
    key: 'gelu',
    functions: geluFunctions,
    value: 'inputs * normalDistribution(inputs)',
  });
}

/** `byOutputs · (Φ(x) + x · φ(x))` */
export function drawGeluGradient(draws: MapDraws, inputs: FeatureMaps, byOutputs: FeatureMaps): FeatureMaps {
  return drawEach(draws, { inputs, byOutputs }, inputs, {
    key: 'gelu gradient',
    functions: geluFunctions,
    value: 'byOutputs * geluSlope(inputs)',
  });
}

/** `byOutputs` where the outputs are positive, else 0. */
export function drawReluGradient(draws: MapDraws, outputs: FeatureMaps, byOutputs: FeatureMaps): FeatureMaps {
  return drawEach(draws, { outputs, byOutputs }, outputs, {
    key: 'relu gradient',
    functions: '',
    value: 'byOutputs * vec4(greaterThan(outputs, vec4(0.0)))',
  });
}

/**
 * The derivative before max pooling: each window’s goes to its largest value.
 *
 * @param winners as `drawPooledOutputs` gives them
 * @param shape [batch, height, width, channels] of the result
 */
export function drawPoolingGradient(
  draws: MapDraws,
  winners: FeatureMaps,
  byOutputs: FeatureMaps,
  shape: readonly number[],
): FeatureMaps {
  const { backend } = draws;
  const result = emptyMaps(backend, shape);
  const { height, groups } = result;
  draws.draw({
    key: ['pooling gradient', keyOf(result), keyOf(winners)].join(' '),
    source: () => `
${readerOf('winners', winners)}
${readerOf('byOutputs', winners)}
void main() {
  ${placeOf(result)}
  int image = line / ${height};
  int lineOfImage = line - image * ${height};
  ivec2 window = ivec2(column, lineOfImage) / 2;
  values = vec4(0.0);
  if (window.x < ${winners.width} && window.y < ${winners.height}) {
    int pooledLine = image * ${winners.height} + window.y;
    int texel = window.x * ${groups} + group;
    float place = float(2 * (lineOfImage & 1) + (column & 1));
    values = byOutputsAt(pooledLine, texel) * vec4(equal(winnersAt(pooledLine, texel), vec4(place)));
  }
}`,
    textures: { winners: winners.info, byOutputs: byOutputs.info },
    outputs: { values: result.info },
    ...textureSize(result),
  });
  return result;
}

function drawEach(
  draws: MapDraws,
  maps: Readonly<Record<string, FeatureMaps>>,
  like: FeatureMaps,
  { key, functions, value }: { readonly key: string; readonly functions: string; readonly value: string },
): FeatureMaps {
  const { backend } = draws;
  const result = emptyMaps(backend, like.info.shape, like);
  draws.draw({
    key: [key, keyOf(like)].join(' '),
    source: () => `
${functions}
${Object.keys(maps)
  .map((name) => readerOf(name, like))
  .join('\n')}
void main() {
  ${placeOf(like)}
  ${Object.keys(maps)
    .map((name) => `vec4 ${name} = ${name}At(line, inLine);`)
    .join('\n  ')}
  values = ${value};
}`,
    textures: Object.fromEntries(Object.entries(maps).map(([name, { info }]) => [name, info])),
    outputs: { values: result.info },
    ...textureSize(like),
  });
  return result;
}
