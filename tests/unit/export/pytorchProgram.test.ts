import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { startWasm } from '../../../src/backend/wasm/startWasm.ts';
import type { Checkpoint } from '../../../src/checkpoint/checkpoint.ts';
import type { Hyperparameters } from '../../../src/configuration/hyperparameters.ts';
import { batchNames } from '../../../src/data/cifar10.ts';
import { layersOf, networkWeights } from '../../../src/export/networkWeights.ts';
import { programOf, pytorchProgram } from '../../../src/export/pytorchProgram.ts';
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

  it('begins with the run’s own configuration', () => {
    const { summary } = checkpointWith(7, 250, 'softmax');
    const program = programOf({
      ...summary,
      hyperparameters: { ...summary.hyperparameters, optimizer: 'adam', learningRate: 1e-7 },
    });
    expect(program).toContain('\nNETWORK = "softmax"\nSAMPLING = "draws"\nSTEP = 250\n');
    expect(program).toContain('\nOPTIMIZER = "adam"\n');
    expect(program).toContain('\nLEARNING_RATE = 1e-7\n');
    expect(program).not.toContain('LEARNING_RATE = 0.001');
    // What the network lacks has a value that changes nothing.
    expect(program).toContain('\nLAST_BATCH = "none"\n');
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

  it.for(plain)('takes the steps of the float64 reference with $name', async (expected, test) => {
    const python = pythonFor(test, 'numpy', 'torch');
    const hyperparameters = hyperparametersOf(expected);
    const { summary, history } = checkpointWith(reference.hidden, 0);
    const weights = referenceWeights(twoLayerNetwork.layers(hyperparameters));
    const checkpoint = { summary: { ...summary, hyperparameters }, history, weights };
    const [file] = pytorchProgram(checkpoint, pictures.recipe);
    const folder = await unpacked(file?.bytes ?? new Uint8Array());
    const driver = join(folder, 'follow.py');
    await writeFile(driver, followReference);
    const measured = JSON.parse(
      printed(python, driver, official, String(reference.steps), String(reference.batchSize)),
    );
    expected.crossEntropy.forEach((value, step) => {
      const scale = expected.crossEntropy[0] ?? 1;
      expect(Math.abs(measured.crossEntropy[step] - value) / scale).toBeLessThan(2e-5);
    });
    const { w1Norm } = expected.afterTraining;
    expect(Math.abs(measured.w1Norm - w1Norm) / w1Norm).toBeLessThan(2e-5);
  });

  const further: Partial<Hyperparameters> = {
    ...{ learningRate: 0.05, maxSteps: 8, regConstant: 0.01, weightDecay: 0.1, inputScaling: 'standardized' },
    ...{
      optimizer: 'nesterov',
      momentum: 0.85,
      schedule: 'triangle',
      biasRateFactor: 8,
      labelSmoothing: 0.2,
    },
  };

  it.for([
    checkpointOf('convolutional', { ...further, filters: 2, filters2: 3, filters3: 4, denseUnits: 5 }, 0),
    checkpointOf(
      'convolutional-record',
      { ...further, width: 4, depth: 1, activation: 'gelu', averageDecay: 0.6 },
      0,
    ),
  ])(
    'takes the page’s steps with the network $summary.network, and what it ends with opens',
    async (checkpoint, test) => {
      const python = pythonFor(test, 'numpy', 'torch');
      const [file] = pytorchProgram(checkpoint, pictures.recipe);
      const folder = await unpacked(file?.bytes ?? new Uint8Array());
      await writeFile(join(folder, 'follow.py'), followReference);
      const [steps, size] = [5, 8];
      printed(
        python,
        join(folder, 'follow.py'),
        official,
        String(steps),
        String(size),
        join(folder, 'trained_on.npz'),
      );
      const bytes = new Uint8Array(await readFile(join(folder, 'trained_on.npz')));
      const environment = { pixelMean: pictures.recipe.pixelMean, runId: 'opened', now: new Date() };
      const opened = openWeights([{ name: 'trained_on.npz', bytes }], environment).checkpoint;
      const weights = networkWeights(opened);

      const own = trainedOn(checkpoint, pictures, steps, size);
      expect(weights.map(({ name }) => name)).toEqual(Object.keys(own));
      for (const { name, values } of weights) {
        const before = checkpoint.weights.find((array) => array.name === name)?.values ?? [];
        const expected = tensorNamed(own, name).dataSync();
        const scale = Math.max(...expected.map(Math.abs));
        const differences = expected.map((value, index) => Math.abs(value - (values[index] ?? Number.NaN)));
        expect(Math.max(...differences) / scale, name).toBeLessThan(1e-4);
        const isConstant = name === 'whitening/filters';
        expect(
          values.some((value, index) => value !== before[index]),
          name,
        ).toBe(!isConstant);
      }
    },
  );

  it('mirrors the images in every second epoch that it did not mirror in the first', async (test) => {
    const python = pythonFor(test, 'numpy', 'torch');
    const [file] = pytorchProgram(
      checkpointOf('convolutional', { filters: 1, flip: 'alternating' }, 0),
      pictures.recipe,
    );
    const folder = await unpacked(file?.bytes ?? new Uint8Array());
    await writeFile(join(folder, 'mirror.py'), mirroredEpochs);
    const { share, alternates } = JSON.parse(printed(python, join(folder, 'mirror.py'), official));
    expect(share).toBeCloseTo(0.5, 1);
    expect(alternates).toBe(true);
  });
});

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
sys.argv = ['train_on.py', ${JSON.stringify(official)}, '--steps', '20']
runpy.run_path('train_on.py', run_name='__main__')`;
}

/** The program's own step on the pictures in their order, so that nothing is left to chance. */
const followReference = `
import json, sys, torch
import train_on
official, steps, size = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
pictures = train_on.Pictures(["data_batch_1"], official)
model = train_on.pytorch_network.network()
average = train_on.average_of(model)
optimizer = train_on.optimizer_of(model)
cross_entropy = []
for step in range(steps):
    places = torch.arange(step * size, (step + 1) * size)
    inputs, labels = pictures.inputs(pictures.augmented(places, 0)), pictures.labels[places]
    model.eval()
    with torch.no_grad():
        cross_entropy.append(train_on.functional.cross_entropy(model(inputs), labels).item())
    model.train()
    train_on.train_step(model, optimizer, inputs, labels, train_on.learning_rate(step, train_on.MAX_STEPS))
    train_on.follow(average, model, step)
if len(sys.argv) > 4:
    train_on.save(average, steps, sys.argv[4])
    sys.exit()
print(json.dumps({"crossEntropy": cross_entropy, "w1Norm": model[0].weight.norm().item()}))
`;

/** Which of a thousand images are mirrored in three epochs, and whether these are the others in every second epoch. */
const mirroredEpochs = `
import json, sys, torch
import train_on
pictures = train_on.Pictures(["data_batch_1"], sys.argv[1])
places = torch.arange(1000)
own = pictures.bytes[places].view(-1, 3, 32, 32)
epochs = [pictures.augmented(places, epoch).view(-1, 3, 32, 32) for epoch in range(3)]
first, second, third = ([bool((image == picture.flip(2)).all()) for image, picture in zip(images, own)] for images in epochs)
alternates = first == third and all(a != b or (picture == picture.flip(2)).all() for a, b, picture in zip(first, second, own))
print(json.dumps({"share": sum(first) / 1000, "alternates": bool(alternates)}))
`;
