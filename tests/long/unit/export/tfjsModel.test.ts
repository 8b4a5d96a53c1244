import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { centredPictures, standardizedPictures } from '../../../../src/input/inputScaling.ts';
import { articleHyperparameters } from '../../../fixtures/articleHyperparameters.ts';
import { tfjsModelTestAccuracy } from '../../../fixtures/openedElsewhere.ts';
import { realCifar10 } from '../../../fixtures/realCifar10.ts';
import { startCommand, startHostOn } from '../../../fixtures/startedHost.ts';
import { nearlyWhitened } from '../../../fixtures/whitenedPictures.ts';

const prepare = {
  centred: ({ trainingSet, testSet, recipe }) => centredPictures(trainingSet, testSet, recipe.pixelMean),
  standardized: standardizedPictures,
  whitened: (pictures) => nearlyWhitened(standardizedPictures(pictures)),
} as const satisfies Record<string, typeof standardizedPictures>;

beforeAll(async () => {
  await tf.setBackend('cpu');
});

it.each(['centred', 'standardized', 'whitened'] as const)(
  'a model trained on %s pictures has the page’s test accuracy in TensorFlow.js, given only what its metadata say',
  async (inputScaling) => {
    const { host, events } = startHostOn(prepare[inputScaling](await realCifar10()));
    const changes = { inputScaling, hiddenUnits: 20, maxSteps: 20, learningRate: 0.002 };
    await tf.setBackend('cpu');
    await host.handle(startCommand({ ...articleHyperparameters, ...changes }));
    await host.handle({ kind: 'evaluateTestSet' });
    await host.handle({ kind: 'exportFiles', what: 'tfjs' });
    const [evaluated] = events.filter((event) => event.kind === 'testSetEvaluated');
    const [exported] = events.filter((event) => event.kind === 'filesExported');
    const [json, weights] = exported?.files ?? [];
    if (!json || !weights) throw new Error('there are no two files');
    const model = JSON.parse(new TextDecoder().decode(json.bytes));
    expect(await tfjsModelTestAccuracy(model, weights.bytes)).toBe(evaluated?.point.accuracy);
  },
);
