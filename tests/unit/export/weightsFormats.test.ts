import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Checkpoint } from '../../../src/checkpoint/checkpoint.ts';
import { weightsFormats } from '../../../src/export/weightsFormats.ts';
import { openWeights } from '../../../src/import/openWeights.ts';
import type { ChosenFile } from '../../../src/import/weightsFile.ts';
import { AllocationBudget } from '../../../src/limits/allocationBudget.ts';
import { networkNamed } from '../../../src/network/networks.ts';
import { decodeNpy, encodeNpy } from '../../../src/tensorFiles/npy.ts';
import { decodeNpz } from '../../../src/tensorFiles/npz.ts';
import { decodeSafetensors } from '../../../src/tensorFiles/safetensors.ts';
import { checkpointOf, checkpointsOfNetworks, checkpointWith } from '../../fixtures/checkpoints.ts';
import { pythonFor } from '../../fixtures/missing.ts';
import { environment } from '../../fixtures/openingWeights.ts';
import { printed } from '../../fixtures/python.ts';
import { temporaryFolder } from '../../fixtures/temporaryFolder.ts';
import {
  centredRecipe,
  filesOf,
  standardizedRecipe,
  trained,
  whitenedRecipe,
} from '../../fixtures/weightsFiles.ts';

const formats = weightsFormats.map(({ id }) => id);

function withHyperparameters(
  { summary, ...rest }: Checkpoint,
  changes: Partial<Checkpoint['summary']['hyperparameters']>,
): Checkpoint {
  return { ...rest, summary: { ...summary, hyperparameters: { ...summary.hyperparameters, ...changes } } };
}

describe.each(formats)('weights as %s', (format) => {
  it.each(checkpointsOfNetworks)(
    'of the network %s come back bit for bit, with all that training goes on by',
    (_, saved) => {
      const checkpoint = trained(saved);
      const { checkpoint: opened, assumed } = openWeights(
        filesOf(format, checkpoint, centredRecipe),
        environment,
      );
      expect(opened.weights).toEqual(checkpoint.weights);
      const { network, hyperparameters, step, epoch, position, nextLoss } = checkpoint.summary;
      expect(opened.summary).toMatchObject({ network, hyperparameters, step, epoch, position, nextLoss });
      expect(opened.summary).toMatchObject({ reason: 'imported', runId: 'opened', testAccuracy: null });
      expect(assumed).toEqual([]);
    },
  );

  it('are the average of the weights, where there is one, and an average goes on from them', () => {
    const checkpoint = trained(checkpointOf('convolutional', { filters: 2, averageDecay: 0.99 }, 250));
    const averages = checkpoint.weights.filter(({ name }) => name.endsWith('/average'));
    const opened = openWeights(filesOf(format, checkpoint, centredRecipe), environment).checkpoint;
    const asWeights = averages.map((array) => ({ ...array, name: array.name.slice(0, -'/average'.length) }));
    expect(opened.weights).toEqual([...asWeights, ...averages]);
    expect(opened.summary.nextLoss).toBeNull();
  });

  it('leave the optimizer’s memory behind, and keep every further hyperparameter', () => {
    const checkpoint = withHyperparameters(checkpointWith(3, 250), {
      ...{ optimizer: 'nesterov', momentum: 0.95, schedule: 'cosine', warmupSteps: 10, dropout: 0.2 },
      ...{ inputScaling: 'standardized', flip: 'on', shift: 2, lastBatch: 'short', validationImages: 5_000 },
    });
    const velocities = checkpoint.weights.map((array) => ({ ...array, name: `${array.name}/velocity` }));
    const files = filesOf(
      format,
      { ...checkpoint, weights: [...checkpoint.weights, ...velocities] },
      standardizedRecipe,
    );
    const opened = openWeights(files, environment).checkpoint;
    expect(opened.weights).toEqual(checkpoint.weights);
    expect(opened.summary.hyperparameters).toEqual(checkpoint.summary.hyperparameters);
  });
});

describe('the sentences beside the download', () => {
  const layersOf = ({ summary: { network, hyperparameters } }: Checkpoint) =>
    networkNamed(network)?.layers(hyperparameters) ?? [];
  const twoLayer = layersOf(checkpointWith(7, 250));
  const record = layersOf(checkpointOf('convolutional-record', { width: 4, depth: 1 }, 250));

  it('have the module to load the PyTorch files into', () => {
    expect(weightsFormats[0]?.program?.(twoLayer)).toContain(
      'network = nn.Sequential(\n    nn.Linear(3072, 7),\n    nn.ReLU(),\n    nn.Linear(7, 10),\n)\n',
    );
  });

  it.each(formats)('name the arrays that the inputs need, and no others, for %s', (format) => {
    const { description = () => '' } = weightsFormats.find(({ id }) => id === format) ?? {};
    const named = (['centred', 'standardized', 'whitened'] as const).map((scaling) => {
      const text = description(twoLayer, scaling);
      return [/mean/i, /scale/i, /whiten/].map((array) => array.test(text));
    });
    expect(named).toEqual([
      [true, false, false],
      [true, true, false],
      [true, true, true],
    ]);
    expect(description(record, 'standardized')).toContain('Whitening patches is part of the network');
  });
});

describe('the files of weights', () => {
  const checkpoint = checkpointOf('two-layer', { averageDecay: 0.9, views: 'mirrored' }, 250);

  it('for PyTorch are two of one run, and the second is named as what it is: the whole preprocessing', () => {
    expect(filesOf('safetensors', checkpoint, standardizedRecipe).map(({ name }) => name)).toEqual([
      'cifar-10-two-layer-run-step-250.safetensors',
      'cifar-10-two-layer-run-step-250-preprocessing.safetensors',
    ]);
  });

  it('of two checkpoints have different names, whatever the checkpoints have in common', () => {
    const names = (summary: Partial<typeof checkpoint.summary>) =>
      weightsFormats.flatMap(({ id }) =>
        filesOf(id, { ...checkpoint, summary: { ...checkpoint.summary, ...summary } }, centredRecipe).map(
          ({ name }) => name,
        ),
      );
    const all = [...names({}), ...names({ runId: 'another' }), ...names({ step: 251 })];
    expect(new Set(all).size).toBe(all.length);
  });

  it('for PyTorch still open under the name that the second file once had', () => {
    const [weights, preprocessing] = filesOf('safetensors', trained(checkpoint), centredRecipe);
    if (!weights || !preprocessing) throw new Error('there are two files');
    const files = [weights, { ...preprocessing, name: 'cifar-10-pixel-mean.safetensors' }];
    expect(openWeights(files, environment).checkpoint.summary.step).toBe(250);
  });

  it.each([
    ['centred', centredRecipe, ['pixel_mean'], /input = byte - pixel_mean\. pixel_mean is computed/],
    [
      'standardized',
      standardizedRecipe,
      ['pixel_mean', 'pixel_scale'],
      /input = \(byte - pixel_mean\) \* pixel_scale\./,
    ],
    [
      'whitened',
      whitenedRecipe(),
      ['pixel_mean', 'pixel_scale', 'whitening', 'whitening_step'],
      /input = whitening_step \* clip\(floor\(standardized @ whitening /,
    ],
  ] as const)(
    'have all arrays of %s inputs beside them, and say how to use them',
    (_, recipe, names, text) => {
      const [, preprocessing] = filesOf('safetensors', checkpoint, recipe);
      const { tensors, metadata } = decodeSafetensors(preprocessing?.bytes ?? new Uint8Array());
      expect(tensors.map(({ name }) => name)).toEqual(names);
      expect(metadata.input).toMatch(text);
      expect(metadata.input).toContain('all 50,000 training images, those held out for validation included');
    },
  );

  it.each(formats)('as %s say which weights they hold, and how accuracies were measured', (format) => {
    const description = descriptionIn(format, filesOf(format, checkpoint, centredRecipe));
    expect(description.weights).toBe('an average of the weights in training');
    expect(description.evaluation).toBe(
      'Evaluation uses an average of the weights (average_decay 0.9) and the mean of the logits of an image and of its mirror image',
    );
    const plain = descriptionIn(format, filesOf(format, checkpointWith(7, 250), centredRecipe));
    expect(plain.weights).toBe('the weights in training');
    expect(plain).not.toHaveProperty('evaluation');
  });
});

/** The metadata in the files of a format. */
function descriptionIn(format: string, [file]: readonly ChosenFile[]): Record<string, unknown> {
  const bytes = file?.bytes ?? new Uint8Array();
  if (format === 'safetensors') return decodeSafetensors(bytes).metadata;
  if (format === 'npz')
    return JSON.parse(
      new TextDecoder().decode(decodeNpz(bytes, new AllocationBudget()).metadata ?? undefined),
    );
  return JSON.parse(new TextDecoder().decode(bytes)).userDefinedMetadata;
}

describe('an .npy array', () => {
  it.each([[[5]], [[3, 4]], [[1, 1]], [[3, 3, 2, 4]]])('of shape %s comes back', (shape) => {
    const size = shape.reduce((product, side) => product * side, 1);
    const values = Float32Array.from({ length: size }, (_, index) => Math.fround(index / 3));
    const array = decodeNpy(encodeNpy({ shape, values }), 'a', new AllocationBudget());
    expect([array.shape, array.read()]).toEqual([shape, values]);
  });

  it('begins its numbers at a multiple of 64 bytes, as the format wants it', () => {
    for (const shape of [[1], [3072], [3072, 120], [3072, 3072]]) {
      const file = encodeNpy({ shape, values: new Float32Array(0) });
      expect(file.length % 64).toBe(0);
      expect(file.at(-1)).toBe('\n'.charCodeAt(0));
    }
  });
});

describe('NumPy', () => {
  it('’s filters by columns open here as they are', async (test) => {
    const python = pythonFor(test, 'numpy');
    const path = join(temporaryFolder(), 'columns.npz');
    const script = `
import sys, numpy
filters = numpy.arange(3 * 2 * 4 * 5, dtype='f4').reshape(3, 2, 4, 5)
numpy.savez(sys.argv[1], rows=filters, columns=numpy.asfortranarray(filters))`;
    printed(python, '-c', script, path);
    const { arrays } = decodeNpz(new Uint8Array(await readFile(path)), new AllocationBudget(10_000));
    const [rows, columns] = arrays;
    expect(arrays.map(({ name, shape }) => [name, ...shape])).toEqual([
      ['rows', 3, 2, 4, 5],
      ['columns', 3, 2, 4, 5],
    ]);
    expect(columns?.read()).toEqual(rows?.read());
  });

  it('opens the .npz, finds nothing but arrays in it, and reads the same numbers and texts', async (test) => {
    const python = pythonFor(test, 'numpy');
    const checkpoint = trained(checkpointWith(7, 250));
    const [file] = filesOf('npz', checkpoint, centredRecipe);
    const path = join(temporaryFolder(), file?.name ?? '');
    await writeFile(path, file?.bytes ?? '');
    const script = `
import json, sys, numpy
file = numpy.load(sys.argv[1])
arrays = {name: [file[name].shape, file[name].astype(float).sum()] for name in file.files}
print(json.dumps([arrays, json.loads(file.zip.comment)]))`;
    const [arrays, metadata] = JSON.parse(printed(python, '-c', script, path));
    expect(Object.keys(arrays)).toEqual([...checkpoint.weights.map(({ name }) => name), 'pixel_mean']);
    for (const { name, shape, values } of checkpoint.weights) {
      const sum = values.reduce((total, value) => total + value, 0);
      expect(arrays[name][0]).toEqual(shape);
      expect(arrays[name][1]).toBeCloseTo(sum, 6);
    }
    expect(metadata).toMatchObject({ network: 'two-layer', step: '250', hidden_units: '7' });
  });

  it('’s own files open here: doubles, matrices by columns, and no word about training', async (test) => {
    const python = pythonFor(test, 'numpy');
    const path = join(temporaryFolder(), 'foreign.npz');
    const script = `
import sys, numpy
w = numpy.arange(3072 * 4).reshape(4, 3072) / 64
numpy.savez(sys.argv[1], **{'fc1/weights': w.T, 'fc1/biases': numpy.zeros(4), 'fc2/weights': numpy.ones((4, 10), 'f4'),
  'fc2/biases': numpy.zeros(10, 'f4'), 'pixel_mean': 100 + numpy.arange(3072) % 50 / 7})`;
    printed(python, '-c', script, path);
    const bytes = new Uint8Array(await readFile(path));
    const { checkpoint, assumed } = openWeights([{ name: 'foreign.npz', bytes }], environment);
    const [weights] = checkpoint.weights;
    expect([weights?.name, weights?.shape]).toEqual(['hidden/weights', [3072, 4]]);
    expect(weights?.values.slice(0, 5)).toEqual(Float32Array.of(0, 48, 96, 144, 1 / 64));
    expect(checkpoint.summary).toMatchObject({ step: 0, nextLoss: null, network: 'two-layer' });
    expect(checkpoint.summary.hyperparameters.hiddenUnits).toBe(4);
    expect(assumed).toContain('learningRate');
    expect(assumed).not.toContain('hiddenUnits');
  });
});
