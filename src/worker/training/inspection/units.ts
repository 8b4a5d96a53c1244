import { firstLayerUnits, type ShownWeights, unitAnswer } from '../../../inspection/units.ts';
import { initialWeights } from '../../../model/parameters.ts';
import { allOf } from '../../../training/accuracy.ts';
import type { InspectedNetwork } from './inspectedNetwork.ts';
import type { InspectionAnswer } from './inspectionProtocol.ts';

/** Enough to sort units by, at a tenth of what all would take of a wide network. */
const imagesForAll = 1_000;
const mostExciting = 12;

/*
 * Both look at test images, but at no label: nothing is learnt of the accuracy, and the run does not count them as evaluations.
 */

/** The first layer's weights, with how hidden units answer to the first test images. */
export async function unitsAnswer(
  { layers, hyperparameters: { seed }, parameters, pictures }: InspectedNetwork,
  shown: ShownWeights,
): Promise<InspectionAnswer> {
  const range = { images: pictures.testSet, first: 0, end: imagesForAll };
  const initial = shown === 'change' ? initialWeights(layers.slice(0, 1), seed)[0] : undefined;
  return {
    kind: 'units',
    units: await firstLayerUnits(initial?.values ?? null, range, layers, parameters, pictures.scaling),
  };
}

/** One unit, with the test images that excite it most, of all. */
export async function unitAnswerTo(
  { layers, parameters, pictures }: InspectedNetwork,
  unit: number,
): Promise<InspectionAnswer> {
  const range = allOf(pictures.testSet);
  const answer = await unitAnswer(unit, range, layers, parameters, pictures.scaling, mostExciting);
  return { kind: 'unit', answer };
}
