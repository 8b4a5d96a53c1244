import { predictionsOn } from '../../../inspection/predictions.ts';
import { allOf, type ImageRange } from '../../../training/accuracy.ts';
import { trainedImageCount } from '../../../training/trainingRun.ts';
import type { InspectedNetwork } from './inspectedNetwork.ts';
import type { InspectedImages, InspectionAnswer } from './inspectionProtocol.ts';

/** What the network says of every test image, or of every image that was kept for validation. */
export async function predictionsAnswer(
  network: InspectedNetwork,
  images: InspectedImages,
): Promise<InspectionAnswer> {
  const { layers, parameters, pictures } = network;
  const range = rangeOf(network, images);
  const predictions = await predictionsOn(range, layers, parameters, pictures.scaling);
  return { kind: 'predictions', images, predictions };
}

function rangeOf({ pictures, hyperparameters }: InspectedNetwork, images: InspectedImages): ImageRange {
  if (images === 'test') return allOf(pictures.testSet);
  if (hyperparameters.validationImages === 0) throw new RangeError('the run keeps no validation images');
  return { ...allOf(pictures.trainingSet), first: trainedImageCount(hyperparameters) };
}
