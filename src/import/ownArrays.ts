import { arrayFromFile } from '../export/arrayForm.ts';
import { type Layout, layerForms, layouts, type PlacedLayer, placedLayers } from '../export/layouts.ts';
import { Failure } from '../failure.ts';
import { layerArrays } from '../network/arrays.ts';
import type { LayerSpec, Shape } from '../network/specification.ts';
import type { NamedArray } from '../tensorFiles/namedArray.ts';
import { numberTypes } from '../tensorFiles/numberTypes.ts';
import type { Role } from './arrayNames.ts';
import { arrayTitle, type FileLayer, vectorLength } from './fileLayers.ts';
import { type NetworkChain, wrongShape } from './networkChain.ts';
import { unsuitable } from './refusals.ts';
import { type FileArray, valuesOf } from './weightsFile.ts';

/**
 * The arrays of a network in the page's own layout, from those of a file.
 *
 * @param all the arrays in the files, needed or not
 * @throws Failure `weights-part-missing`, `weights-wrong-shape`, `weights-unsuitable`, and those of `valuesOf`
 */
export function ownArrays(
  layers: readonly LayerSpec[],
  { layers: weighted, isOutputsFirst }: NetworkChain,
  normalizations: readonly FileLayer[],
  all: readonly FileArray[],
): NamedArray[] {
  const placed = placedLayers(layers).filter(({ layer }) => layerArrays(layer).length > 0);
  const normalized = placed.filter(({ layer }) => layer.kind === 'batchNormalization');
  if (normalizations.length > normalized.length) {
    const { name = '' } = normalizations[normalized.length] ?? {};
    throw unsuitable(`“${name}” is a batch normalization, where the page’s network has none`);
  }
  for (const { weights } of weighted) requireUnquantized(weights, all);
  const isOwn = weighted.at(-1)?.convention === 'page';
  const layout = { ...layouts.page, isOutputsFirst, includesOutputScale: !isOwn };
  const ofNormalizations = normalizations.values();
  const ofWeights = weighted.values();
  return placed.flatMap((layer) => {
    const found = (layer.layer.kind === 'batchNormalization' ? ofNormalizations : ofWeights).next().value;
    if (!found) throw missing(`the batch normalization “${layer.layer.name}”`);
    return arraysOf(layer, found, layout);
  });
}

/** @throws Failure `weights-wrong-shape` */
function requireShape(array: FileArray, shape: Shape): void {
  const [length] = shape;
  const isRight =
    shape.length === 1 ? vectorLength(array.shape) === length : array.shape.join() === shape.join();
  if (!isRight) throw wrongShape(array, shape.join(' × '));
}

function arraysOf(placed: PlacedLayer, found: FileLayer, layout: Layout): NamedArray[] {
  const forms = layerForms(placed, layout).map((form) => ({ form, role: roleOf(form.name) }));
  const isNormalization = placed.layer.kind === 'batchNormalization';
  for (const [within, array] of found.arrays) {
    if (isNormalization && within === 'factors') requireOnes(array);
    else if (!forms.some(({ role }) => role === within)) {
      throw unsuitable(`the page’s network has no ${within} where “${array.name}” are`);
    }
  }
  return forms.map(({ form, role }) => {
    const array = found.arrays.get(role);
    if (!array) throw missing(arrayTitle(found, role));
    requireShape(array, form.shape);
    return arrayFromFile(form, valuesOf(array));
  });
}

/** The page calls the weights of convolutions filters. */
function roleOf(name: string): Role {
  switch (name) {
    case 'biases':
    case 'offset':
    case 'mean':
    case 'variance':
      return name;
    default:
      return 'weights';
  }
}

function requireOnes(array: FileArray): void {
  if (valuesOf(array).every((value) => value === 1)) return;
  throw unsuitable(
    `“${array.name}” are trained factors of batch normalization; the page’s networks have none, so all must be 1`,
  );
}

/** Quantized integers mean nothing without their scale, which has as many names as there are programs. */
function requireUnquantized({ name, type }: FileArray, all: readonly FileArray[]): void {
  if (type === null || !numberTypes[type].isInteger) return;
  const scale = all.find((other) => other.name !== name && other.name.startsWith(name));
  if (!scale) return;
  throw unsuitable(`“${name}” holds quantized integers, whose scale “${scale.name}” is not applied here`);
}

function missing(part: string): Failure {
  return new Failure({ code: 'weights-part-missing', details: { missing: part } });
}
