import { arrayFromFile } from '../export/arrayForm.ts';
import { layerForms, type PlacedLayer, placedLayers } from '../export/layouts.ts';
import { Failure } from '../failure.ts';
import { layerArrays } from '../network/arrays.ts';
import type { LayerSpec, Shape } from '../network/specification.ts';
import type { NamedArray } from '../tensorFiles/namedArray.ts';
import type { FileLayer, FileLayers } from './fileLayers.ts';

/**
 * The arrays of a network in the page's own layout, from those of a file.
 *
 * @param weighted in the network's order
 * @throws Failure `weights-part-missing`, `weights-wrong-shape`, `weights-unsuitable`, `weights-file-damaged` where a number is
 *   NaN or infinite
 */
export function ownArrays(
  layers: readonly LayerSpec[],
  { weighted, normalizations }: FileLayers,
): NamedArray[] {
  const placed = placedLayers(layers).filter(({ layer }) => layerArrays(layer).length > 0);
  const normalized = placed.filter(({ layer }) => layer.kind === 'batchNormalization');
  if (normalizations.length > normalized.length) {
    const { name = '' } = normalizations[normalized.length] ?? {};
    throw unsuitable(`“${name}” is a batch normalization, where the page’s network has none`);
  }
  const ofNormalizations = normalizations.values();
  const ofWeights = weighted.values();
  return placed.flatMap((layer) => {
    const found = (layer.layer.kind === 'batchNormalization' ? ofNormalizations : ofWeights).next().value;
    if (!found) throw missing(`the batch normalization “${layer.layer.name}”`);
    return arraysOf(layer, found);
  });
}

/** @throws Failure `weights-wrong-shape`, `weights-file-damaged` */
export function arrayOfShape(array: NamedArray, shape: Shape): NamedArray {
  if (array.shape.length !== shape.length || array.shape.some((side, axis) => side !== shape[axis])) {
    throw wrongShape(array, shape.join(' × '));
  }
  if (array.values.every(Number.isFinite)) return array;
  const reason = `“${array.name}” has values that are not finite numbers`;
  throw new Failure({ code: 'weights-file-damaged', details: { reason } });
}

export function wrongShape({ name, shape }: Pick<NamedArray, 'name' | 'shape'>, wanted: string): Failure {
  return new Failure({ code: 'weights-wrong-shape', details: { array: name, found: shape, wanted } });
}

function arraysOf(placed: PlacedLayer, found: FileLayer): NamedArray[] {
  const { name, layout, arrays } = found;
  const forms = layerForms(placed, layout);
  const isNormalization = placed.layer.kind === 'batchNormalization';
  for (const [within, array] of arrays) {
    if (isNormalization && within === layout.normalizationFactors) requireOnes(array);
    else if (!forms.some((form) => form.name === within)) {
      throw unsuitable(`the page’s network has no biases where “${array.name}” are`);
    }
  }
  return forms.map((form) => {
    const array = arrays.get(form.name);
    if (!array) throw missing(`“${name}${layout.separator}${form.name}”`);
    return arrayFromFile(form, arrayOfShape(array, form.shape).values);
  });
}

function requireOnes({ name, values }: NamedArray): void {
  if (values.every((value) => value === 1)) return;
  throw unsuitable(
    `“${name}” are trained factors of batch normalization; the page’s networks have none, so all must be 1`,
  );
}

function missing(part: string): Failure {
  return new Failure({ code: 'weights-part-missing', details: { missing: part } });
}

function unsuitable(reason: string): Failure {
  return new Failure({ code: 'weights-unsuitable', details: { reason } });
}
