import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { startWasm } from '../../../src/backend/wasm/startWasm.ts';
import type { Checkpoint } from '../../../src/checkpoint/checkpoint.ts';
import type { Hyperparameters } from '../../../src/configuration/hyperparameters.ts';
import { batchNames } from '../../../src/data/cifar10.ts';
import { layersOf, networkWeights } from '../../../src/export/networkWeights.ts';
import { openWeights } from '../../../src/import/openWeights.ts';
import { type PreparedPictures, standardizedPictures } from '../../../src/input/inputScaling.ts';
import { modelOf } from '../../../src/model/model.ts';
import { type Tensors, tensorNamed } from '../../../src/model/operation.ts';
import { parametersFromWeights } from '../../../src/model/parameters.ts';
import { twoLayerNetwork } from '../../../src/network/twoLayerNetwork.ts';
import { stepBatch } from '../../../src/training/stepBatch.ts';
import {
  evaluatedParameters,
  freshAverage,
  freshSlots,
  type TrainedState,
  trainStep,
} from '../../../src/training/trainStep.ts';
import { articleHyperparameters } from '../../fixtures/articleHyperparameters.ts';
import { checkpointOf, checkpointWith } from '../../fixtures/checkpoints.ts';
import { pythonFor } from '../../fixtures/missing.ts';
import { officialFolder, unpacked } from '../../fixtures/officialFiles.ts';
import { printed, pythonWith } from '../../fixtures/python.ts';
import { realCifar10 } from '../../fixtures/realCifar10.ts';
import { hyperparametersOf } from '../../fixtures/referenceCases.ts';
import { referenceWeights } from '../../fixtures/referenceWeights.ts';
import { startCommand, startHostOn } from '../../fixtures/startedHost.ts';
import { followedInOrder, programFolder } from '../../fixtures/trainingPrograms.ts';
import reference from '../../reference/training.json' with { type: 'json' };

describe('the PyTorch program', () => {
  let pictures: PreparedPictures;
  let official = '';

  beforeAll(async () => {
    // Without it no test needs the pictures.
    if (pythonWith('numpy', 'torch') === null) return;
    await startWasm(1);
    await tf.setBackend('wasm');
    pictures = standardizedPictures(await realCifar10());
    official = await officialFolder(...batchNames);
  });

  it('trains on from the page’s accuracy, and what it ends with opens in the page again', async (test) => {
    const python = pythonFor(test, 'numpy', 'torch');
    const hyperparameters: Hyperparameters = {
      ...{ ...articleHyperparameters, hiddenUnits: 16, learningRate: 0.02, maxSteps: 40 },
      ...{ optimizer: 'nesterov', schedule: 'cosine', weightDecay: 0.01, dropout: 0.1, regConstant: 0 },
      ...{ inputScaling: 'standardized', flip: 'on', shift: 2, validationImages: 5_000, lastBatch: 'short' },
      views: 'mirrored',
    };
    const { host, events } = startHostOn(pictures);
    await host.handle(startCommand(hyperparameters, 20));
    await host.handle({ kind: 'evaluateTestSet' });
    await host.handle({ kind: 'exportFiles', what: 'program' });
    const evaluated = events.find((event) => event.kind === 'testSetEvaluated');
    const exported = events.find((event) => event.kind === 'filesExported');
    if (evaluated?.kind !== 'testSetEvaluated' || exported?.kind !== 'filesExported')
      throw new Error('no files');
    const folder = await unpacked(exported.files[0]?.bytes ?? new Uint8Array());

    const lines = printed(python, '-c', inFolder(folder, official)).trimEnd().split('\n');
    expect(lines[0]).toBe(`Step 20, test accuracy ${evaluated.point.accuracy.toFixed(4)}`);
    expect(lines[1]).toMatch(/^Step 20, loss \d\.\d{4}, training accuracy 0\.\d{4}$/);
    expect(lines[2]).toMatch(/^Step 30, loss /);
    const after = Number(/^Step 40, test accuracy (0\.\d{4})$/.exec(lines.at(-1) ?? '')?.[1]);
    expect(after).toBeGreaterThan(evaluated.point.accuracy - 0.02);

    const bytes = new Uint8Array(await readFile(join(folder, 'trained_on.npz')));
    const opened = openWeights([{ name: 'trained_on.npz', bytes }], {
      ...{ pixelMean: pictures.recipe.pixelMean, runId: 'opened', now: new Date() },
    });
    expect(opened.assumed).toEqual([]);
    expect(opened.checkpoint.summary).toMatchObject({ step: 40, hyperparameters });
  });

  const plain = reference.cases.filter(
    ({ dropout, flip, shift }) => dropout === 0 && flip === 'off' && shift === 0,
  );

  it('takes the steps of the float64 reference, with every optimizer and schedule', async (test) => {
    const python = pythonFor(test, 'numpy', 'torch');
    const folders = await Promise.all(
      plain.map((expected) => {
        const hyperparameters = hyperparametersOf(expected);
        const { summary, history } = checkpointWith(reference.hidden, 0);
        const weights = referenceWeights(twoLayerNetwork.layers(hyperparameters));
        return programFolder({ summary: { ...summary, hyperparameters }, history, weights }, pictures.recipe);
      }),
    );
    const followed = followedInOrder(python, folders, official, reference.steps);
    plain.forEach(({ name, crossEntropy, afterTraining: { w1Norm } }, index) => {
      const scale = crossEntropy[0] ?? 1;
      crossEntropy.forEach((value, step) => {
        const own = followed[index]?.crossEntropy[step] ?? Number.NaN;
        expect(Math.abs(own - value) / scale, `${name}, step ${step}`).toBeLessThan(2e-5);
      });
      expect(Math.abs((followed[index]?.norm ?? Number.NaN) - w1Norm) / w1Norm, name).toBeLessThan(2e-5);
    });
  });

  const size = 8;
  const further: Partial<Hyperparameters> = {
    batchSize: size,
    ...{ learningRate: 0.05, maxSteps: 8, regConstant: 0.01, weightDecay: 0.1, inputScaling: 'standardized' },
    ...{
      optimizer: 'nesterov',
      momentum: 0.85,
      schedule: 'triangle',
      biasRateFactor: 8,
      labelSmoothing: 0.2,
    },
  };

  const convolutional = [
    checkpointOf('convolutional', { ...further, filters: 2, filters2: 3, filters3: 4, denseUnits: 5 }, 0),
    checkpointOf(
      'convolutional-record',
      { ...further, width: 4, depth: 1, activation: 'gelu', averageDecay: 0.6 },
      0,
    ),
  ];

  it('takes the page’s steps with convolutional networks, and what it ends with opens', async (test) => {
    const python = pythonFor(test, 'numpy', 'torch');
    const folders = await Promise.all(
      convolutional.map((checkpoint) => programFolder(checkpoint, pictures.recipe)),
    );
    const steps = 5;
    followedInOrder(python, folders, official, steps);
    for (const [index, checkpoint] of convolutional.entries()) {
      const bytes = new Uint8Array(await readFile(join(folders[index] ?? '', 'trained_on.npz')));
      const environment = { pixelMean: pictures.recipe.pixelMean, runId: 'opened', now: new Date() };
      const opened = openWeights([{ name: 'trained_on.npz', bytes }], environment).checkpoint;
      expectClose(opened, trainedOn(checkpoint, pictures, steps, size), checkpoint);
    }
  });

  it('mirrors the images in every second epoch that it did not mirror in the first', async (test) => {
    const python = pythonFor(test, 'numpy', 'torch');
    const given = { filters: 1, flip: 'alternating', batchSize: 100 } as const;
    const folder = await programFolder(checkpointOf('convolutional', given, 0), pictures.recipe);
    const { share, alternates } = JSON.parse(printed(python, '-c', mirroredEpochs, folder, official));
    expect(share).toBeCloseTo(0.5, 1);
    expect(alternates).toBe(true);
  });

  it('mirrors and shifts half of the images at random, and fills the gap from the mean image', async (test) => {
    const python = pythonFor(test, 'numpy', 'torch');
    const given = { flip: 'on', shift: 3, batchSize: 500, hiddenUnits: 2 } as const;
    const folder = await programFolder(checkpointOf('two-layer', given, 0), pictures.recipe);
    const { share, distances, areAsDrawn } = JSON.parse(
      printed(python, '-c', shiftedImages, folder, official),
    );
    expect(share).toBeCloseTo(0.5, 1);
    expect(distances).toEqual([-3, -2, -1, 0, 1, 2, 3]);
    expect(areAsDrawn).toBe(true);
  });
});

/** Every array is the page’s to within rounding, and was trained unless it is a constant. */
function expectClose(opened: Checkpoint, own: Tensors, before: Checkpoint): void {
  const weights = networkWeights(opened);
  expect(weights.map(({ name }) => name)).toEqual(Object.keys(own));
  for (const { name, values } of weights) {
    const old = before.weights.find((array) => array.name === name)?.values ?? [];
    const expected = tensorNamed(own, name).dataSync();
    const scale = Math.max(...expected.map(Math.abs));
    const differences = expected.map((value, index) => Math.abs(value - (values[index] ?? Number.NaN)));
    expect(Math.max(...differences) / scale, name).toBeLessThan(1e-4);
    const isConstant = name === 'whitening/filters';
    expect(
      values.some((value, index) => value !== old[index]),
      name,
    ).toBe(!isConstant);
  }
}

/** Steps of the page, on pictures in their order. */
function trainedOn(checkpoint: Checkpoint, pictures: PreparedPictures, steps: number, size: number): Tensors {
  const { hyperparameters } = checkpoint.summary;
  const model = modelOf(layersOf(checkpoint.summary));
  const parameters = parametersFromWeights(model, checkpoint.weights);
  let state: TrainedState = {
    parameters,
    average: freshAverage(hyperparameters, parameters),
    slots: freshSlots(hyperparameters, model, parameters),
    slotsFrom: 0,
  };
  for (let step = 0; step < steps; step++) {
    const indices = Uint32Array.from({ length: size }, (_, row) => step * size + row);
    const batch = stepBatch(pictures, { step, epoch: 0, indices }, hyperparameters);
    const options = { measures: false, collectsHistograms: false };
    state = trainStep(batch, model, state, hyperparameters, step, options).state;
  }
  return evaluatedParameters(state);
}

/** Runs the program where it lies, as a person would, for twenty steps. */
function inFolder(folder: string, official: string): string {
  return `
import os, runpy, sys
os.chdir(${JSON.stringify(folder)})
sys.path.insert(0, ${JSON.stringify(folder)})
sys.argv = ['train.py', ${JSON.stringify(official)}, '--steps', '20']
runpy.run_path('train.py', run_name='__main__')`;
}

/** Which of a thousand images are mirrored in three epochs, and whether these are the others in every second epoch. */
const mirroredEpochs = `
import json, sys, torch
sys.path.insert(0, sys.argv[1])
import data
own, labels = data.load_images(["data_batch_1"], sys.argv[2], torch.device("cpu"))
images = data.AugmentedImages(own, labels)
sampler = data.BatchSampler(1000, 1, 0, 1, torch.device("cpu"))
epochs = []
for epoch in range(3):
    mirrored = [None] * 1000
    for drawn in sampler:
        for index, image in zip(drawn[0].tolist(), images[drawn][0]):
            mirrored[index] = bool((image == own[index].flip(2)).all())
    epochs.append(mirrored)
first, second, third = epochs
alternates = first == third and all(a != b for a, b in zip(first, second))
print(json.dumps({"share": sum(first) / 1000, "alternates": alternates}))
`;

/** The images of an epoch of a thousand, compared with what was drawn for them. */
const shiftedImages = `
import json, sys, torch
import numpy as np
sys.path.insert(0, sys.argv[1])
import data, train
own, labels = data.load_images(["data_batch_1"], sys.argv[2], torch.device("cpu"))
filling = data.InputScaling(np.load(train.HERE / "weights.npz")).mean_image()
images = data.AugmentedImages(own, labels, filling)


def inside(distance):
    return slice(max(0, distance), 32 + min(0, distance))


mirrored, distances, are_as_drawn = [], set(), True
for drawn in data.BatchSampler(1000, 1, 0, 1, torch.device("cpu")):
    for image, index, is_mirrored, (down, right) in zip(images[drawn][0], *(part.tolist() for part in drawn)):
        before = own[index].flip(2) if is_mirrored else own[index]
        expected = filling.clone()
        expected[:, inside(down), inside(right)] = before[:, inside(-down), inside(-right)]
        are_as_drawn &= bool((image == expected).all())
        mirrored.append(is_mirrored)
        distances |= {down, right}
print(json.dumps({"share": sum(mirrored) / 1000, "distances": sorted(distances), "areAsDrawn": are_as_drawn}))
`;
