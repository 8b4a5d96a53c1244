import { imagePixels } from '../data/cifar10.ts';
import { type Layout, layouts } from '../export/layouts.ts';
import type { Shape } from '../network/specification.ts';
import type { NamedArray } from '../tensorFiles/namedArray.ts';

/** The arrays of one layer as a file has them. */
export interface FileLayer {
  /** Such as `conv1`, or `0` in an `nn.Sequential`. */
  readonly name: string;
  readonly layout: Layout;
  /** Arrays by their names within the layer, such as `kernel`. */
  readonly arrays: ReadonlyMap<string, NamedArray>;
}

/** A dense layer or a convolution in a file. */
export interface WeightedLayer extends FileLayer {
  readonly weights: NamedArray;
  /** The shape of its weights in the page's layout: [inputs, outputs] or [height, width, channels, filters]. */
  readonly ownShape: Shape;
}

/** The layers in a file, by kind; in the file's order, except that names with numbers are in the order of these. */
export interface FileLayers {
  readonly weighted: readonly WeightedLayer[];
  readonly normalizations: readonly FileLayer[];
}

const colours = 3;

export function fileLayers(arrays: readonly NamedArray[]): FileLayers {
  const layers = inNumberedOrder(groupedByLayer(arrays));
  return {
    weighted: layers.flatMap(asWeighted),
    normalizations: layers.filter(isNormalization),
  };
}

/**
 * The layers from the one that takes pixels to the last one, each taking what the one before returns. Where several fit, the
 * first of them is next.
 *
 * @returns also the layers that have no place, and how many inputs the next one would need to have
 */
export function chained(layers: readonly WeightedLayer[]): {
  readonly ordered: readonly WeightedLayer[];
  readonly rest: readonly WeightedLayer[];
  readonly outputs: number;
} {
  const ordered: WeightedLayer[] = [];
  let rest = layers;
  for (;;) {
    const before = ordered.at(-1);
    const next = rest.find((layer) => fits(layer, before));
    if (!next) return { ordered, rest, outputs: before?.ownShape.at(-1) ?? imagePixels };
    ordered.push(next);
    rest = rest.filter((layer) => layer !== next);
  }
}

function fits({ ownShape }: WeightedLayer, before: WeightedLayer | undefined): boolean {
  const inputs = ownShape.at(-2) ?? 0;
  const isConvolution = ownShape.length === 4;
  if (!before) return inputs === (isConvolution ? colours : imagePixels);
  const outputs = before.ownShape.at(-1) ?? 0;
  if (before.ownShape.length !== 4) return !isConvolution && inputs === outputs;
  // Behind images, a dense layer takes all of their positions.
  return isConvolution ? inputs === outputs : inputs % outputs === 0;
}

/** Arrays whose names are of no known kind are left out. */
function groupedByLayer(arrays: readonly NamedArray[]): readonly FileLayer[] {
  const groups = new Map<string, { name: string; layout: Layout; arrays: Map<string, NamedArray> }>();
  for (const array of arrays) {
    for (const layout of Object.values<Layout>(layouts)) {
      const end = array.name.lastIndexOf(layout.separator);
      const place = array.name.slice(end + 1);
      if (end < 0 || !hasName(layout, place)) continue;
      const name = array.name.slice(0, end);
      const group = groups.get(name + layout.separator) ?? { name, layout, arrays: new Map() };
      group.arrays.set(place, array);
      groups.set(name + layout.separator, group);
    }
  }
  return [...groups.values()];
}

function hasName({ names, normalizationFactors }: Layout, name: string): boolean {
  return name === normalizationFactors || Object.values(names).includes(name);
}

function asWeighted(layer: FileLayer): readonly WeightedLayer[] {
  if (isNormalization(layer)) return [];
  const { weights: matrix = '', filters = '' } = layer.layout.names;
  const weights = layer.arrays.get(matrix) ?? layer.arrays.get(filters);
  return weights ? [{ ...layer, weights, ownShape: ownShapeOf(weights, layer.layout) }] : [];
}

function ownShapeOf({ shape }: NamedArray, { isOutputsFirst }: Layout): Shape {
  if (!isOutputsFirst) return shape;
  const [outputs = 0, inputs = 0, ...sides] = shape;
  return [...sides, inputs, outputs];
}

/** Running moments, an offset by a name that no other layer uses, or factors: weights of one dimension. */
function isNormalization({ layout, arrays }: FileLayer): boolean {
  const { mean = '', variance = '', offset = '', biases = '' } = layout.names;
  const factors = arrays.get(layout.normalizationFactors ?? '');
  return (
    arrays.has(mean) ||
    arrays.has(variance) ||
    (offset !== biases && arrays.has(offset)) ||
    factors?.shape.length === 1
  );
}

/**
 * Names that differ only in their numbers are in the order of these; many programs sort names as texts, where 10 is before 2.
 */
function inNumberedOrder(layers: readonly FileLayer[]): readonly FileLayer[] {
  const patternOf = ({ name }: FileLayer) => name.replaceAll(/\d+/g, '#');
  const ofPatterns = new Map<string, FileLayer[]>();
  for (const layer of [...layers].sort((one, other) => numerically.compare(one.name, other.name))) {
    const alike = ofPatterns.get(patternOf(layer)) ?? [];
    alike.push(layer);
    ofPatterns.set(patternOf(layer), alike);
  }
  return layers.map((layer) => ofPatterns.get(patternOf(layer))?.shift() ?? layer);
}

const numerically = new Intl.Collator('en', { numeric: true });
