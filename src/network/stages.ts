import type { Kind, LayerSpec, Spec } from './specification.ts';

/** Kinds of layers that combine values of the layer before: what a network is made of, in a reader's eyes. */
const combining = ['dense', 'convolution', 'whitening'] as const satisfies readonly Kind[];

export type CombiningLayer = Spec<(typeof combining)[number]>;

/** A layer that combines values, and the layers behind it that change each of its outputs by itself or pool them. */
export interface Stage {
  readonly first: CombiningLayer;
  readonly others: readonly LayerSpec[];
}

/** The stages of a network. Layers before the first stage only rearrange the pixels, and are left out. */
export function stagesOf(layers: readonly LayerSpec[]): readonly Stage[] {
  const starts = layers.flatMap((layer, place) => (isCombining(layer) ? [{ first: layer, place }] : []));
  return starts.map(({ first, place }, index) => ({
    first,
    others: layers.slice(place + 1, starts[index + 1]?.place),
  }));
}

function isCombining(layer: LayerSpec): layer is CombiningLayer {
  return combining.some((kind) => kind === layer.kind);
}

/** Whether a layer of the network has filters instead of units. */
export function hasConvolutions(layers: readonly LayerSpec[]): boolean {
  return layers.some(({ kind }) => kind === 'convolution');
}

/** Whether the first layer sees all pixels at once, so that the weights of each of its units are a picture. */
export function hasDenseFirstLayer(layers: readonly LayerSpec[]): boolean {
  return layers[0]?.kind === 'dense';
}

export type StageGroup = readonly [first: Stage, ...others: Stage[]];

/** The stages in their order, neighbours that are alike in one group. */
export function groupedStages(
  stages: readonly Stage[],
  areAlike: (one: Stage, other: Stage) => boolean,
): readonly StageGroup[] {
  const groups: StageGroup[] = [];
  for (const stage of stages) {
    const last = groups.at(-1);
    if (last && areAlike(last[0], stage)) groups.splice(-1, 1, [...last, stage]);
    else groups.push([stage]);
  }
  return groups;
}
