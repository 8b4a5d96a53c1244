import * as tf from '@tensorflow/tfjs-core';
import type { Interruption } from '../../../backend/interruption.ts';
import { imagePixels } from '../../../data/cifar10.ts';
import { pictureInputs } from '../../../input/pictureInputs.ts';
import { accuracyOf, confusionMatrixOf } from '../../../inspection/confusionMatrix.ts';
import { energyScore } from '../../../inspection/energyScore.ts';
import { sortedEnergyScores } from '../../../inspection/energyScores.ts';
import { excitingImages } from '../../../inspection/excitingImages.ts';
import { type FirstLayerPictures, firstLayerPictures } from '../../../inspection/firstLayerPictures.ts';
import { layerValues, outputWeights } from '../../../inspection/layerOutputs.ts';
import { nearestImages } from '../../../inspection/nearestImages.ts';
import { predictionsOn } from '../../../inspection/predictions.ts';
import { saliency } from '../../../inspection/saliency.ts';
import { shownProbabilities } from '../../../inspection/shownProbabilities.ts';
import type { StartingWeights } from '../../../inspection/startingWeights.ts';
import { firstLayerUnits, type ShownWeights, unitAnswer } from '../../../inspection/units.ts';
import { inference } from '../../../model/inference.ts';
import { tensorNamed } from '../../../model/operation.ts';
import { initialWeights } from '../../../model/parameters.ts';
import { type CombiningLayer, stagesOf } from '../../../network/stages.ts';
import { allOf, type ImageRange } from '../../../training/accuracy.ts';
import { trainedImageCount } from '../../../training/trainingRun.ts';
import { whiteningFiltersOf } from '../../../training/whiteningFilters.ts';
import type { InspectedNetwork } from './inspectedNetwork.ts';
import type {
  InspectedImages,
  InspectionAnswer,
  InspectionQuestion,
  LiveAnswer,
} from './inspectionProtocol.ts';

/** Enough to sort units by, and to rank a picture among, at a tenth of the cost of all images. */
const imagesForAll = 1_000;
const shownImages = 12;
/** Of 50,000: a deep network would take minutes for all on a CPU. */
const comparedImages = 10_000;

/**
 * Answers a question about a network, and leaves no tensor behind. Questions about units, exciting images and energy scores use
 * test images without their labels: they reveal nothing about the accuracy, and do not count as evaluations. For the 20 pictures that are
 * shown while a network trains see `shownTestPictures.ts`.
 */
export async function answerTo(
  question: InspectionQuestion,
  network: InspectedNetwork,
  interruption: Interruption,
  starts: StartingWeights,
): Promise<InspectionAnswer> {
  const { model, parameters, pictures } = network;
  const { scaling } = pictures;
  switch (question.kind) {
    case 'predictions': {
      const range = rangeOf(network, question.images);
      const { views } = network.hyperparameters;
      const inspected = { model, parameters, scaling, views };
      const predictions = await predictionsOn(range, inspected, interruption);
      return { kind: 'predictions', images: question.images, predictions };
    }
    case 'picture':
      return { kind: 'picture', ...(await ownPicture(question.pixels, network)) };
    case 'layerOutputs': {
      const inputs = pictureInputs(question.pixels, pictures.recipe);
      return { kind: 'layerOutputs', values: await layerValues(inputs, model, parameters) };
    }
    case 'saliency': {
      const inputs = pictureInputs(question.pixels, pictures.recipe);
      return { kind: 'saliency', saliency: await saliency(inputs, question.label, model, parameters) };
    }
    case 'outputWeights': {
      const layer = combiningLayer(network, question.layer);
      return { ...question, weights: await outputWeights(layer, question.output, parameters) };
    }
    case 'excitingImages': {
      const layer = combiningLayer(network, question.layer);
      const range = { images: pictures.testSet, first: 0, end: imagesForAll };
      const images = await excitingImages(
        layer,
        question.output,
        range,
        { model, parameters, scaling, views: 'one' },
        shownImages,
        interruption,
      );
      return { ...question, searched: imagesForAll, images };
    }
    case 'filters': {
      const layer = combiningLayer(network, question.layer);
      if (layer.kind === 'dense') throw new RangeError(`${layer.name} has no filters`);
      const values = await tensorNamed(parameters, `${layer.name}/filters`).data<'float32'>();
      return { ...question, values: values.slice() };
    }
    case 'nearestImages': {
      const end = Math.min(comparedImages, trainedImageCount(network.hyperparameters));
      const nearest = await nearestImages(
        pictureInputs(question.pixels, pictures.recipe),
        { images: pictures.trainingSet, first: 0, end },
        { model, parameters, scaling, views: 'one' },
        shownImages,
        interruption,
      );
      return { kind: 'nearestImages', nearest };
    }
    case 'energyScores': {
      const range = { images: pictures.testSet, first: 0, end: imagesForAll };
      // As for a picture outside the data set.
      const evaluated = { model, parameters, scaling, views: 'one' } as const;
      return { kind: 'energyScores', sorted: await sortedEnergyScores(range, evaluated) };
    }
    case 'units': {
      const range = { images: pictures.testSet, first: 0, end: imagesForAll };
      const initial = initialFirstLayer(network, question.shown);
      return { kind: 'units', units: await firstLayerUnits(initial, range, model, parameters, scaling) };
    }
    case 'unit': {
      const range = allOf(pictures.testSet);
      const answer = await unitAnswer(question.unit, range, model, parameters, scaling, shownImages);
      return { kind: 'unit', answer };
    }
    case 'firstLayer':
      return { kind: 'firstLayer', pictures: await picturesOf(question.units, network, starts) };
    case 'shownTestPictures':
      return { kind: 'shownTestPictures', probabilities: await shownProbabilitiesOf(network) };
    case 'live':
      return { kind: 'live', ...(await liveAnswer(question.units, network, starts)) };
  }
}

async function liveAnswer(
  units: readonly number[] | null,
  network: InspectedNetwork,
  starts: StartingWeights,
): Promise<LiveAnswer> {
  const startedAt = performance.now();
  const firstLayer = await picturesOf(units, network, starts);
  const probabilities = await shownProbabilitiesOf(network);
  return { firstLayer, probabilities, milliseconds: performance.now() - startedAt };
}

function picturesOf(
  units: readonly number[] | null,
  { model, parameters, hyperparameters: { seed }, pictures: { testSet, scaling } }: InspectedNetwork,
  starts: StartingWeights,
): Promise<FirstLayerPictures> {
  return firstLayerPictures({ model, parameters, seed, testSet, scaling }, units, starts);
}

function shownProbabilitiesOf({
  model,
  parameters,
  hyperparameters: { views },
  pictures: { testSet, scaling },
}: InspectedNetwork): Promise<Float32Array> {
  return shownProbabilities(testSet, { model, parameters, scaling, views });
}

/** The test accuracy that an answer reveals; null where it reveals none. */
export function testAccuracyIn(answer: InspectionAnswer): number | null {
  if (answer.kind !== 'predictions' || answer.images !== 'test') return null;
  return accuracyOf(confusionMatrixOf(answer.predictions));
}

function combiningLayer({ model }: InspectedNetwork, name: string): CombiningLayer {
  const layer = stagesOf(model.layers).find(({ first }) => first.name === name)?.first;
  if (!layer) throw new RangeError(`the network has no layer ${name}`);
  return layer;
}

function rangeOf({ pictures, hyperparameters }: InspectedNetwork, images: InspectedImages): ImageRange {
  if (images === 'test') return allOf(pictures.testSet);
  if (hyperparameters.validationImages === 0) throw new RangeError('the run keeps no validation images');
  return { ...allOf(pictures.trainingSet), first: trainedImageCount(hyperparameters) };
}

/**
 * What the network makes of a picture outside the data set.
 *
 * @param pixels [3072], as in the official records
 */
async function ownPicture(
  pixels: Uint8Array,
  { model, parameters, pictures }: InspectedNetwork,
): Promise<{ probabilities: number[]; energyScore: number }> {
  const outputs = tf.tidy(() => {
    const images = tf.tensor2d(pictureInputs(pixels, pictures.recipe), [1, imagePixels]);
    const logits = inference(images, model, parameters);
    return [logits, tf.softmax(logits)] as const;
  });
  const [logits, probabilities] = await Promise.all(outputs.map((tensor) => tensor.data<'float32'>()));
  tf.dispose([...outputs]);
  return {
    probabilities: [...(probabilities ?? [])],
    energyScore: energyScore(logits ?? new Float32Array()),
  };
}

/** The first layer's initial weights, where their change is shown. */
function initialFirstLayer(
  { model, hyperparameters: { seed }, pictures }: InspectedNetwork,
  shown: ShownWeights,
): Float32Array | null {
  if (shown === 'weights') return null;
  return initialWeights(model.layers.slice(0, 1), seed, whiteningFiltersOf(pictures))[0]?.values ?? null;
}
