import { layerArrays, type NetworkArray } from '../../network/arrays.ts';
import { type ByKind, byKind, type LayerSpec, sizeOf } from '../../network/specification.ts';
import type { Stage } from '../../network/stages.ts';
import { shapeText } from '../words/networks.ts';
import { counted, wholeNumber } from '../words/numbers.ts';

/** What happens in a stage, a line each. */
export function stageFacts({ first, others }: Stage): readonly string[] {
  return [first, ...others].flatMap((layer) => byKind(factsOf, layer));
}

const factsOf: ByKind<readonly string[]> = {
  dense: (layer) => [
    arraysText(layer),
    startText('weights', layer.initialStddev),
    ...(layer.outputScale === 1 ? [] : [`outputs × ${layer.outputScale}, so that it learns more slowly`]),
  ],
  relu: () => ['ReLU: negative values become 0'],
  gelu: () => ['GELU: negative values become almost 0, smoothly'],
  dropout: ({ rate }) => [`dropout: each training step sets ${rate} of the units to 0`],
  image: () => [],
  convolution: (layer) => [
    arraysText(layer),
    layer.startsAsIdentity
      ? 'filters start by passing their inputs on'
      : startText('filters', layer.initialStddev),
  ],
  whitening: (layer) => [
    arraysText(layer),
    'computed from the training images so that the values of a patch are uncorrelated; not trained',
  ],
  batchNormalization: (layer) => [`batch normalization: ${valuesText(layerArrays(layer))}`],
  maxPooling: (layer) => [pooledText('max pooling', layer)],
  averagePooling: (layer) => [pooledText('average pooling', layer)],
  globalMaxPooling: () => ['the largest value of each feature map'],
  globalAveragePooling: () => ['the mean of each feature map'],
  flatten: ({ output }) => [`feature maps laid out in a row of ${wholeNumber(sizeOf(output))} values`],
};

/** `weights 3,072 × 120, biases 120: 368,760 parameters` */
function arraysText(layer: LayerSpec): string {
  const arrays = layerArrays(layer);
  const texts = arrays.map(({ name, shape }) => `${name.slice(layer.name.length + 1)} ${shapeText(shape)}`);
  return `${texts.join(', ')}: ${valuesText(arrays)}`;
}

function startText(what: string, stddev: number): string {
  return stddev === 0 ? `${what} start at 0` : `${what} start with standard deviation ${stddev.toFixed(4)}`;
}

function pooledText(
  what: string,
  { size, input, output }: Pick<LayerSpec, 'input' | 'output'> & { readonly size: number },
): string {
  return `${what} ${size} × ${size}: ${shapeText(input.slice(0, 2))} becomes ${shapeText(output.slice(0, 2))}`;
}

/** `2,368 parameters, 64 running statistics and 1,536 fixed values`: only parameters are trained. */
export function valuesText(arrays: readonly NetworkArray[]): string {
  const countOf = (...roles: readonly NetworkArray['role'][]) =>
    arrays.reduce((sum, { role, shape }) => sum + (roles.includes(role) ? sizeOf(shape) : 0), 0);
  const counts: readonly (readonly [count: number, noun: string])[] = [
    [countOf('weight', 'bias'), 'parameter'],
    [countOf('statistic'), 'running statistic'],
    [countOf('constant'), 'fixed value'],
  ];
  const told = counts.filter(([count]) => count > 0).map(([count, noun]) => counted(count, noun));
  return new Intl.ListFormat('en-GB').format(told);
}
