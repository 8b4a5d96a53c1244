import '@tensorflow/tfjs-backend-cpu';
import { createHash } from 'node:crypto';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { firstLossesOf } from '../../../commands/smallNetwork/trainSmallNetwork.ts';
import { startWasm } from '../../../src/backend/wasm/startWasm.ts';
import { testBatchName } from '../../../src/data/cifar10.ts';
import { imageSetOf, pictureAt } from '../../../src/data/imageSet.ts';
import { openWeights } from '../../../src/import/openWeights.ts';
import { standardizedPictures } from '../../../src/input/inputScaling.ts';
import { predictionsOn } from '../../../src/inspection/predictions.ts';
import { openSmallNetwork } from '../../../src/smallNetwork/openSmallNetwork.ts';
import { smallNetworkRecipe as recipe } from '../../../src/smallNetwork/recipe.ts';
import { accuracyOn } from '../../../src/training/accuracy.ts';
import { classify } from '../../../src/worker/smallNetwork/classify.ts';
import { realBatch, realCifar10 } from '../../fixtures/realCifar10.ts';
import { evaluatedSmallNetwork, smallNetworkFile } from '../../fixtures/smallNetwork.ts';

beforeAll(async () => {
  await startWasm(1);
  await tf.setBackend('wasm');
});

const testImages = async () => imageSetOf([await realBatch(testBatchName)]);

describe('the small network that comes with the page', () => {
  it('is the file that its recipe names', () => {
    const file = smallNetworkFile();
    expect(file.length).toBe(recipe.bytes);
    expect(createHash('sha256').update(file).digest('hex')).toBe(recipe.sha256);
  });

  it('is right about as many of the first test images as its recipe says', async () => {
    const { count, correct } = recipe.firstImages;
    const range = { images: await testImages(), first: 0, end: count };
    expect(await accuracyOn(range, evaluatedSmallNetwork())).toBe(correct / count);
  });

  it('begins as its recipe says when it is trained again', async () => {
    const pictures = standardizedPictures(await realCifar10());
    const losses = await firstLossesOf(recipe, pictures);
    expect(losses).toHaveLength(recipe.firstLosses.length);
    // A version of Node with fused multiply-add rounds otherwise; without it, the bits are the same.
    losses.forEach((loss, step) => {
      expect(loss).toBeCloseTo(recipe.firstLosses[step] ?? Number.NaN, 5);
    });
  });

  it('says of a single picture what it says of it among others', async () => {
    const images = await testImages();
    const { probabilities } = await predictionsOn({ images, first: 0, end: 3 }, evaluatedSmallNetwork());
    const single = await classify(pictureAt(images, 2), openSmallNetwork(smallNetworkFile()));
    expect(single).toHaveLength(10);
    single.forEach((probability, label) => {
      expect(probability).toBeCloseTo(probabilities[20 + label] ?? Number.NaN, 5);
    });
  });

  it('can be opened and trained on like any file of weights of this page', async () => {
    const { recipe: inputs } = await realCifar10();
    const { checkpoint, stated } = openWeights([{ name: 'weights.safetensors', bytes: smallNetworkFile() }], {
      pixelMean: inputs.pixelMean,
      runId: 'run',
      now: new Date(),
    });
    expect(stated).toEqual({ on: 'test', accuracy: recipe.testAccuracy });
    expect(checkpoint.summary).toMatchObject({
      network: recipe.network,
      hyperparameters: recipe.hyperparameters,
      step: recipe.hyperparameters.maxSteps,
    });
  });
});
