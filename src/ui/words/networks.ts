import { type ByKind, byKind, type LayerSpec, type Shape } from '../../network/specification.ts';
import { type CombiningLayer, type Stage, stagesOf } from '../../network/stages.ts';
import { counted, wholeNumber } from './numbers.ts';

/**
 * A network in a line: `3,072 colour values → 120 hidden units with ReLU → 10 class scores`,
 * `32 × 32 × 3 pixels → 16 filters 3 × 3, ReLU, pooled → … → 10 class scores`.
 */
export function layersText(layers: readonly LayerSpec[]): string {
  const stages = stagesOf(layers);
  const [first] = stages;
  if (!first) return '';
  const { input } = first.first;
  const inputText = `${shapeText(input)} ${input.length > 1 ? 'pixels' : 'colour values'}`;
  return [inputText, ...groupsOf(stages).map(groupText)].join(' → ');
}

/** `3 × 3 × 16` */
export function shapeText(shape: Shape): string {
  return shape.map(wholeNumber).join(' × ');
}

/** Neighbours that are alike are told together. */
type Group = readonly [first: Stage, ...others: Stage[]];

function groupsOf(stages: readonly Stage[]): Group[] {
  const groups: Group[] = [];
  for (const stage of stages) {
    const last = groups.at(-1);
    if (last && isAlike(last[0], stage)) groups.splice(-1, 1, [...last, stage]);
    else groups.push([stage]);
  }
  return groups;
}

function isAlike({ first: one }: Stage, { first: other }: Stage): boolean {
  return (
    one.kind === 'convolution' &&
    other.kind === 'convolution' &&
    coreText(one, true) === coreText(other, true)
  );
}

function groupText(group: Group, place: number, groups: readonly Group[]): string {
  const [{ first, others }] = group;
  const core = coreText(first, place < groups.length - 1);
  if (first.kind === 'dense') {
    const activation = others.map((layer) => byKind(detailTexts, layer)).find((text) => text !== null);
    return activation ? `${core} with ${activation}` : core;
  }
  const told = group.flatMap((stage) => stage.others.map((layer) => byKind(detailTexts, layer)));
  const details = [...new Set(told)].filter((text) => text !== null);
  return [group.length > 1 ? `${group.length} layers of ${core}` : core, ...details].join(', ');
}

function coreText(layer: CombiningLayer, isHidden: boolean): string {
  const count = layer.output.at(-1) ?? 0;
  switch (layer.kind) {
    case 'dense':
      return isHidden ? counted(count, 'hidden unit') : `${wholeNumber(count)} class scores`;
    case 'convolution':
      return `${counted(count, 'filter')} ${layer.size} × ${layer.size}`;
    case 'whitening':
      return `${counted(count, 'whitening filter')} ${layer.size} × ${layer.size}`;
  }
}

/** What a layer adds to the one before it; null where it goes without saying. */
const detailTexts: ByKind<string | null> = {
  dense: () => null,
  relu: () => 'ReLU',
  gelu: () => 'GELU',
  dropout: () => null,
  image: () => null,
  convolution: () => null,
  whitening: () => null,
  batchNormalization: () => 'normalized',
  maxPooling: () => 'pooled',
  averagePooling: () => 'pooled',
  globalMaxPooling: () => 'pooled to one value each',
  globalAveragePooling: () => 'pooled to one value each',
  flatten: () => null,
};
