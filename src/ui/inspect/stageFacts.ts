import { layerArrays, type NetworkArray } from '../../network/arrays.ts';
import { type ByKind, byKind, type LayerSpec, sizeOf } from '../../network/specification.ts';
import type { Stage } from '../../network/stages.ts';
import { listText } from '../words/lists.ts';
import { shapeText } from '../words/networks.ts';
import { counted } from '../words/numbers.ts';

/** Something about a stage. */
interface Fact {
  readonly text: string;
  /** What to say where an earlier stage has told the same; null for nothing. */
  readonly again: string | null;
}

/** What happens in each stage, a line each; what was told of a stage is told shorter of later ones. */
export function factsOfStages(stages: readonly Stage[]): readonly (readonly string[])[] {
  const told = new Set<string>();
  return stages.map((stage) => {
    const facts = factsOfStage(stage);
    const texts = facts.flatMap(({ text, again }) => {
      const shown = told.has(text) ? again : text;
      return shown === null ? [] : [shown];
    });
    for (const { text } of facts) told.add(text);
    return texts;
  });
}

/** Whether two stages are the same but for their names. */
export function areSame(one: Stage, other: Stage): boolean {
  const described = (stage: Stage) =>
    [shapeText(stage.first.input), ...factsOfStage(stage).map(({ text }) => text)].join();
  return described(one) === described(other);
}

function factsOfStage({ first, others }: Stage): readonly Fact[] {
  return [first, ...others].flatMap((layer) => byKind(factsOf, layer));
}

function always(text: string): Fact {
  return { text, again: text };
}

const factsOf: ByKind<readonly Fact[]> = {
  dense: (layer) => [
    always(arraysText(layer)),
    always(startText('weights', layer.initialStddev)),
    ...(layer.outputScale === 1
      ? []
      : [always(`outputs × ${layer.outputScale}, so that it learns more slowly`)]),
  ],
  relu: () => [{ text: 'ReLU: negative values become 0', again: 'ReLU' }],
  gelu: () => [{ text: 'GELU: negative values become almost 0, smoothly', again: 'GELU' }],
  dropout: ({ rate }) => [always(`dropout: each training step sets ${rate} of the units to 0`)],
  image: () => [],
  convolution: (layer) => [
    always(arraysText(layer)),
    layer.startsAsIdentity
      ? { text: 'filters start by passing their inputs on', again: null }
      : always(startText('filters', layer.initialStddev)),
  ],
  whitening: (layer) => [
    always(arraysText(layer)),
    always('not trained: computed so that the values of a patch are uncorrelated'),
  ],
  batchNormalization: (layer) => [always(`batch normalization: ${valuesText(layerArrays(layer))}`)],
  maxPooling: ({ size }) => [always(`max pooling ${size} × ${size}`)],
  averagePooling: ({ size }) => [always(`average pooling ${size} × ${size}`)],
  globalMaxPooling: () => [always('the largest value of each feature map')],
  globalAveragePooling: () => [always('the mean of each feature map')],
  flatten: () => [always('flattened')],
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
  return listText(told, 'and');
}
