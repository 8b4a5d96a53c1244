import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { startWasm } from '../../../../src/backend/wasm/startWasm.ts';
import { testBatchName } from '../../../../src/data/cifar10.ts';
import { imageSetOf } from '../../../../src/data/imageSet.ts';
import { smallNetworkRecipe } from '../../../../src/smallNetwork/recipe.ts';
import { accuracyOn, allOf } from '../../../../src/training/accuracy.ts';
import { realBatch } from '../../../fixtures/realCifar10.ts';
import { evaluatedSmallNetwork } from '../../../fixtures/smallNetwork.ts';

it('the small network has exactly the test accuracy that its recipe says', async () => {
  await startWasm(1);
  await tf.setBackend('wasm');
  const images = imageSetOf([await realBatch(testBatchName)]);
  expect(await accuracyOn(allOf(images), evaluatedSmallNetwork())).toBe(smallNetworkRecipe.testAccuracy);
});
