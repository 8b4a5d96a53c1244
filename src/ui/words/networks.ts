import { type ByKind, byKind, type LayerSpec, type Shape, type Spec } from '../../network/specification.ts';
import { groupedStages, type Stage, type StageGroup, stagesOf } from '../../network/stages.ts';
import { counted, wholeNumber } from './numbers.ts';

/**
 * A network in a line: `3,072 colour values → 120 hidden units with ReLU → 10 class scores`,
 * `32 × 32 × 3 pixels → 16 filters 3 × 3, ReLU, pooled → 32 filters, pooled → … → 10 class scores`.
 */
export function layersText(layers: readonly LayerSpec[]): string {
  const stages = stagesOf(layers);
  const input = stages[0]?.first.input ?? [];
  const groups = groupedStages(stages, areConvolutionsAlike);
  const firstConvolutions = groups.find(([{ first }]) => first.kind === 'convolution');
  const texts = groups.map((group, place) =>
    groupText(group, {
      isLast: place === groups.length - 1,
      isFirstConvolution: group === firstConvolutions,
      hasConvolutions: firstConvolutions !== undefined,
    }),
  );
  return [`${shapeText(input)} ${input.length > 1 ? 'pixels' : 'colour values'}`, ...texts].join(' → ');
}

interface Place {
  readonly isLast: boolean;
  readonly isFirstConvolution: boolean;
  readonly hasConvolutions: boolean;
}

function groupText(group: StageGroup, { isLast, isFirstConvolution, hasConvolutions }: Place): string {
  const [stage] = group;
  switch (stage.first.kind) {
    case 'dense':
      if (isLast) return `${wholeNumber(unitsOf(stage))} class scores`;
      return hiddenText(stage, hasConvolutions ? 'dense unit' : 'hidden unit');
    case 'convolution':
      return convolutionsText(group, stage.first, isFirstConvolution);
    case 'whitening':
      return `${counted(unitsOf(stage), 'whitening filter')} ${windowText(stage.first)}`;
  }
}

/** `3 × 3 × 16` */
export function shapeText(shape: Shape): string {
  return shape.map(wholeNumber).join(' × ');
}

function areConvolutionsAlike(one: Stage, other: Stage): boolean {
  return (
    one.first.kind === 'convolution' &&
    other.first.kind === 'convolution' &&
    unitsOf(one) === unitsOf(other) &&
    one.first.size === other.first.size
  );
}

/** `120 hidden units with ReLU` */
function hiddenText(stage: Stage, noun: string): string {
  const activation = stage.others.map(activationText).find((text) => text !== null);
  return `${counted(unitsOf(stage), noun)}${activation ? ` with ${activation}` : ''}`;
}

/** `2 layers of 64 filters, pooled`; what all convolutions of a network have in common is told of the first. */
function convolutionsText(group: StageGroup, layer: Spec<'convolution'>, isFirst: boolean): string {
  const [stage] = group;
  const filters = counted(unitsOf(stage), 'filter');
  const core = group.length > 1 ? `${group.length} layers of ${filters}` : filters;
  const details = stage.others.map((other) => ({
    text: isPooledFirst(group, other) ? null : byKind(detailTexts, other),
    isTold: isFirst || other.input.join() !== other.output.join(),
  }));
  const told = details.flatMap(({ text, isTold }) => (text !== null && isTold ? [text] : []));
  const ofFirst = stage.others.some((other) => isPooledFirst(group, other)) ? ['the first pooled'] : [];
  return [isFirst ? `${core} ${windowText(layer)}` : core, ...told, ...ofFirst].join(', ');
}

/** Whether only the first of several convolutions is pooled by the layer. */
function isPooledFirst([, second]: StageGroup, other: LayerSpec): boolean {
  const isPooling = (layer: LayerSpec) => layer.kind === 'maxPooling' || layer.kind === 'averagePooling';
  return isPooling(other) && second !== undefined && !second.others.some(isPooling);
}

/** `3 × 3`, in one line */
function windowText({ size }: { readonly size: number }): string {
  return `${size}\u00a0×\u00a0${size}`;
}

function unitsOf({ first }: Stage): number {
  return first.output.at(-1) ?? 0;
}

function activationText(layer: LayerSpec): string | null {
  return layer.kind === 'relu' || layer.kind === 'gelu' ? byKind(detailTexts, layer) : null;
}

/** What a layer does to the outputs of the one before it; null where it goes without saying. */
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
