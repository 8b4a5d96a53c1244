import { layouts } from '../export/layouts.ts';
import { Failure } from '../failure.ts';
import { arrayName, type Convention, isOptimizers, type Role } from './arrayNames.ts';
import type { FileArray } from './weightsFile.ts';

/** The arrays of one layer as a file has them. */
export interface FileLayer {
  /** Such as `conv1`, or `0` in an `nn.Sequential`. */
  readonly name: string;
  readonly convention: Convention;
  readonly arrays: ReadonlyMap<Role, FileArray>;
}

/** A dense layer or a convolution in a file. */
export interface WeightedLayer extends FileLayer {
  readonly weights: FileArray;
}

/** The layers in a file, by kind; in the file's order, except that names with numbers are in the order of these. */
export interface FileLayers {
  readonly weighted: readonly WeightedLayer[];
  readonly normalizations: readonly FileLayer[];
}

/**
 * The layers that the arrays belong to, by their names, or where these have only numbers, by their order. Arrays of no layer, and
 * those of an optimizer, are left out.
 *
 * @param isInOrder whether the arrays are in the network's order, whatever their names
 * @throws Failure `weights-ambiguous`
 */
export function fileLayers(arrays: readonly FileArray[], isInOrder: boolean): FileLayers {
  const named = layersByName(arrays.filter(({ name }) => !isOptimizers(name)));
  const isWeighted = ({ arrays: own }: FileLayer) => own.has('weights');
  const numbered = isInOrder ? named : inNumberedOrder(named);
  const layers = named.some(isWeighted) ? numbered : layersByOrder(arrays);
  return {
    weighted: layers.flatMap(asWeighted),
    normalizations: layers.filter((layer) => !isWeighted(layer)),
  };
}

/** The name of a layer's array, as the file has it or would have it. */
export function arrayTitle({ name, convention, arrays }: FileLayer, role: Role): string {
  const found = arrays.get(role);
  if (found) return `“${found.name}”`;
  if (convention === null) return `the array of ${role} beside “${arrays.values().next().value?.name}”`;
  const { separator, names }: (typeof layouts)[keyof typeof layouts] = layouts[convention];
  return `“${name === '' ? '' : name + separator}${role === 'factors' ? role : names[role]}”`;
}

/** The length of an array of one dimension, which other programs may also write as a row, a column or an image of one pixel. */
export function vectorLength(shape: readonly number[]): number | null {
  const lengths = shape.filter((length) => length !== 1);
  if (shape.length === 0 || lengths.length > 1) return null;
  return lengths[0] ?? 1;
}

interface Group {
  readonly name: string;
  convention: Convention;
  /** Whether at least one of its arrays has a name that cannot be a coincidence. */
  isPath: boolean;
  readonly arrays: Map<Role, FileArray>;
}

function layersByName(arrays: readonly FileArray[]): readonly FileLayer[] {
  const groups = new Map<string, Group>();
  for (const array of arrays) {
    const found = arrayName(array.name);
    if (!found || array.shape.length === 0) continue;
    const { layer, role, convention, isPath } = found;
    const group = groups.get(layer) ?? { name: layer, convention, isPath, arrays: new Map() };
    const other = group.arrays.get(role);
    if (other) throw ambiguous(other.name, array.name);
    group.convention ??= convention;
    group.isPath ||= isPath;
    group.arrays.set(role, array);
    groups.set(layer, group);
  }
  return [...groups.values()].flatMap(layersOfGroup);
}

/** None where the arrays are a coincidence of names, or biases or a mean by themselves. */
function layersOfGroup({ isPath, ...layer }: Group): readonly FileLayer[] {
  const { arrays } = layer;
  const weights = arrays.get('weights');
  const isOfNormalization = normalizationRoles.some((role) => arrays.has(role));
  if (weights && weights.shape.length > 1) return [layer];
  const isMeanOnly = arrays.size === 1 && arrays.has('mean');
  if (!isPath || isMeanOnly || (!weights && !isOfNormalization)) return [];
  // PyTorch calls the factors weight, and the offset bias.
  const biases = arrays.get('biases');
  return [
    {
      ...layer,
      arrays: new Map([
        ...[...arrays].filter(([role]) => role !== 'weights' && role !== 'biases'),
        ...(weights ? [['factors', weights] as const] : []),
        ...(biases ? [['offset', biases] as const] : []),
      ]),
    },
  ];
}

function asWeighted(layer: FileLayer): readonly WeightedLayer[] {
  const weights = layer.arrays.get('weights');
  return weights ? [{ ...layer, weights }] : [];
}

/** `arr_0`, as `numpy.savez` calls arrays without names. */
const numberOnly = /^(\D*)(\d+)$/;

/**
 * The layers of a list of arrays, such as `numpy.savez(*model.get_weights())` writes: a layer's weights, then its biases, then its
 * normalization.
 */
function layersByOrder(arrays: readonly FileArray[]): readonly FileLayer[] {
  const stemOf = ({ name }: FileArray) => numberOnly.exec(name)?.[1];
  const stem = arrays.map(stemOf).find((found) => found !== undefined);
  const listed = arrays
    .filter((array) => stem !== undefined && stemOf(array) === stem && array.shape.length > 0)
    .sort((one, other) => numerically.compare(one.name, other.name));
  const groups: { readonly weights: FileArray; readonly vectors: FileArray[] }[] = [];
  for (const array of listed) {
    const group = groups.at(-1);
    if (group && isVectorOf(array, group)) group.vectors.push(array);
    else groups.push({ weights: array, vectors: [] });
  }
  return groups.flatMap(layersOfList);
}

/** A row is the biases of the layer before it, unless this has some; else it is a matrix. */
function isVectorOf(
  { shape }: FileArray,
  { weights, vectors }: { readonly weights: FileArray; readonly vectors: readonly FileArray[] },
): boolean {
  const length = vectorLength(shape);
  if (length === null || (shape.length > 1 && vectors.length > 0)) return false;
  return weights.shape[0] === length || weights.shape.at(-1) === length;
}

const normalizationRoles = ['factors', 'offset', 'mean', 'variance'] as const;

function layersOfList({
  weights,
  vectors,
}: {
  readonly weights: FileArray;
  readonly vectors: readonly FileArray[];
}): readonly FileLayer[] {
  const [first, second] = vectors;
  if (first && second && vectors.length === 2) throw ambiguous(first.name, second.name);
  const layer = { name: weights.name, convention: null };
  if (vectors.length < 2) {
    const biases = vectors.map((vector) => ['biases', vector] as const);
    return [{ ...layer, arrays: new Map<Role, FileArray>([['weights', weights], ...biases]) }];
  }
  // Keras leaves out the factors where they are not trained.
  const roles = normalizationRoles.slice(-vectors.length);
  const normalization = vectors.slice(0, roles.length).map((vector, place) => {
    return [roles[place] ?? 'factors', vector] as const;
  });
  return [
    { ...layer, arrays: new Map([['weights', weights]]) },
    { ...layer, name: `${weights.name} norm`, arrays: new Map(normalization) },
  ];
}

/**
 * Whether the names say which of two layers comes first: the first of them in the file, because they differ in a number. Keras
 * numbers from the second layer on (`dense`, `dense_1`).
 */
function isOrderPlain({ name: first }: FileLayer, { name: second }: FileLayer): boolean {
  const parts = first.split(/(\d+)/);
  const others = second.split(/(\d+)/);
  const place = parts.findIndex((part, index) => part !== others[index]);
  if (place % 2 === 1) return Number(parts[place]) < Number(others[place]);
  return second.startsWith(first) && /^[_-]?\d+$/.test(second.slice(first.length));
}

/**
 * Requires that the names say which comes first of layers that could change places.
 *
 * @param sizeOf what is equal for these
 * @throws Failure `weights-ambiguous`
 */
export function requirePlainOrder<Layer extends FileLayer>(
  layers: readonly Layer[],
  sizeOf: (layer: Layer) => string,
): void {
  const ofSizes = new Map<string, Layer>();
  for (const layer of layers) {
    const before = ofSizes.get(sizeOf(layer));
    if (before && !isOrderPlain(before, layer)) throw ambiguous(titleOf(before), titleOf(layer));
    ofSizes.set(sizeOf(layer), layer);
  }
}

function titleOf({ name, arrays }: FileLayer): string {
  return arrays.values().next().value?.name ?? name;
}

/** Names that differ only in their numbers are in the order of these; many programs sort names as texts, where 10 is before 2. */
function inNumberedOrder(layers: readonly FileLayer[]): readonly FileLayer[] {
  const names = layers.map(({ name }) => name);
  const numbered = new Set(names.map((name) => /^(.*)_\d+$/.exec(name)?.[1]));
  const keyOf = ({ name }: FileLayer) => (numbered.has(name) ? `${name}_0` : name);
  const patternOf = (layer: FileLayer) => keyOf(layer).replaceAll(/\d+/g, '#');
  const ofPatterns = new Map<string, FileLayer[]>();
  for (const layer of [...layers].sort((one, other) => numerically.compare(keyOf(one), keyOf(other)))) {
    const alike = ofPatterns.get(patternOf(layer)) ?? [];
    alike.push(layer);
    ofPatterns.set(patternOf(layer), alike);
  }
  return layers.map((layer) => ofPatterns.get(patternOf(layer))?.shift() ?? layer);
}

const numerically = new Intl.Collator('en', { numeric: true });

export function ambiguous(first: string, second: string): Failure {
  return new Failure({ code: 'weights-ambiguous', details: { first, second } });
}
