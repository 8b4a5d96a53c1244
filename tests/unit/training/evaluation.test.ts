import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { batchBytes, recordBytes } from '../../../src/data/cifar10.ts';
import { type ImageSet, imageSetOf, pictureAt } from '../../../src/data/imageSet.ts';
import type { PreparedPictures } from '../../../src/input/inputScaling.ts';
import { modelOf } from '../../../src/model/model.ts';
import { tensorNamed } from '../../../src/model/operation.ts';
import { initialWeights, parametersFromWeights } from '../../../src/model/parameters.ts';
import { softmaxClassifier } from '../../../src/network/softmaxClassifier.ts';
import { twoLayerNetwork } from '../../../src/network/twoLayerNetwork.ts';
import { evaluatedLogits } from '../../../src/training/evaluatedNetwork.ts';
import { stepBatch } from '../../../src/training/stepBatch.ts';
import {
  disposeState,
  evaluatedParameters,
  freshAverage,
  type TrainedState,
  trainStep,
} from '../../../src/training/trainStep.ts';
import { articleHyperparameters } from '../../fixtures/articleHyperparameters.ts';
import { syntheticData } from '../../fixtures/syntheticData.ts';

let pictures: PreparedPictures;
beforeAll(async () => {
  await tf.setBackend('cpu');
  pictures = syntheticData();
});

/** The set’s first image, and its mirror image made pixel by pixel. */
function imageAndMirror(images: ImageSet): ImageSet {
  const batch = new Uint8Array(batchBytes);
  const picture = pictureAt(images, 0);
  picture.forEach((value, pixel) => {
    batch[1 + pixel] = value;
    batch[recordBytes + 1 + pixel - (pixel % 32) + 31 - (pixel % 32)] = value;
  });
  return imageSetOf([batch]);
}

describe('an evaluation with mirror images', () => {
  it('averages the logits of each image with those of its mirror image', () => {
    const model = modelOf(twoLayerNetwork.layers({ ...articleHyperparameters, hiddenUnits: 5 }));
    const parameters = parametersFromWeights(model, initialWeights(model.layers, 3));
    const network = { model, parameters, scaling: pictures.scaling };
    const images = imageAndMirror(pictures.testSet);
    const [image, mirror] = [0, 1].map((index) =>
      evaluatedLogits(images, Uint32Array.of(index), { ...network, views: 'one' }).dataSync(),
    );
    const averaged = evaluatedLogits(images, Uint32Array.of(0), { ...network, views: 'mirrored' }).dataSync();
    averaged.forEach((value, place) => {
      expect(value).toBeCloseTo(((image?.[place] ?? 0) + (mirror?.[place] ?? 0)) / 2, 5);
    });
    expect(image?.[0]).not.toBeCloseTo(mirror?.[0] ?? 0, 3);
  });
});

describe('an average of the weights', () => {
  it('follows them, faster at first, and is what is evaluated; without one, the weights are', () => {
    const settings = { ...articleHyperparameters, averageDecay: 0.9, learningRate: 0.0001 };
    const model = modelOf(softmaxClassifier.layers(settings));
    const parameters = parametersFromWeights(model, initialWeights(model.layers, 3));
    let state: TrainedState = {
      parameters,
      average: freshAverage(settings, parameters),
      slots: [],
      slotsFrom: 0,
    };
    let expected = 0;
    for (let step = 0; step < 12; step++) {
      const batch = stepBatch(
        pictures,
        { step, epoch: 0, indices: Uint32Array.of(step, step + 1) },
        settings,
      );
      const options = { measures: false, collectsHistograms: false };
      state = trainStep(batch, model, state, settings, step, options).state;
      const [weight = 0] = tensorNamed(state.parameters, 'output/weights').dataSync();
      const decay = Math.min(0.9, (2 + step) / (11 + step));
      expected = decay * expected + (1 - decay) * weight;
    }
    expect(tensorNamed(evaluatedParameters(state), 'output/weights').dataSync()[0]).toBeCloseTo(expected, 6);
    expect(evaluatedParameters({ ...state, average: undefined })).toBe(state.parameters);
    disposeState(state);
  });
});
