import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Checkpoint } from '../../../../src/checkpoint/checkpoint.ts';
import type { Hyperparameters } from '../../../../src/configuration/hyperparameters.ts';
import { batchNames, trainingImageCount } from '../../../../src/data/cifar10.ts';
import { pictureAt } from '../../../../src/data/imageSet.ts';
import { type PreparedPictures, standardizedPictures } from '../../../../src/input/inputScaling.ts';
import { checkpointOf } from '../../../fixtures/checkpoints.ts';
import { pythonFor, skipFor } from '../../../fixtures/missing.ts';
import { officialFolder } from '../../../fixtures/officialFiles.ts';
import { printed, pythonWith } from '../../../fixtures/python.ts';
import { realCifar10 } from '../../../fixtures/realCifar10.ts';
import { expectSameLosses, programFolder, type Start, trained } from '../../../fixtures/trainingPrograms.ts';
import { nearlyWhitened } from '../../../fixtures/whitenedPictures.ts';

/** Everything but dropout, which differs between processes. */
const given: Partial<Hyperparameters> = {
  ...{
    learningRate: 0.02,
    regConstant: 0.001,
    weightDecay: 0.01,
    maxSteps: 30,
    inputScaling: 'standardized',
  },
  ...{ optimizer: 'nesterov', schedule: 'triangle', warmupSteps: 3, averageDecay: 0.5, labelSmoothing: 0.1 },
  ...{ flip: 'on', shift: 2, views: 'mirrored', lastBatch: 'short', validationImages: 4_999 },
};

/** Two processes share batches of odd sizes; the last one of an epoch is a single image. */
const networks: readonly Checkpoint[] = [
  checkpointOf('softmax', { ...given, batchSize: 49 }, 5),
  checkpointOf('two-layer', { ...given, batchSize: 5, hiddenUnits: 16, learningRate: 0.01 }, 5),
  checkpointOf('three-layer', { ...given, batchSize: 25, hiddenUnits: 16, hiddenUnits2: 8 }, 5),
  checkpointOf(
    'convolutional',
    { ...given, batchSize: 25, filters: 4, filters2: 4, filters3: 4, denseUnits: 8 },
    5,
  ),
  checkpointOf(
    'convolutional-record',
    { ...given, batchSize: 25, width: 4, depth: 1, activation: 'gelu' },
    5,
  ),
];

describe('the PyTorch program in several processes', () => {
  let pictures: PreparedPictures;
  let official = '';

  beforeAll(async () => {
    if (pythonWith('numpy', 'torch') === null) return;
    pictures = standardizedPictures(await realCifar10());
    official = await officialFolder(...batchNames);
  });

  /** Ten whole batches before the end of its epoch. */
  function nearEpochsEnd({ summary, ...checkpoint }: Checkpoint): Checkpoint {
    const { batchSize, validationImages } = summary.hyperparameters;
    const whole = Math.floor((trainingImageCount - validationImages) / batchSize);
    return { ...checkpoint, summary: { ...summary, position: (whole - 10) * batchSize } };
  }

  it.for(networks)(
    'takes the steps of one process, and saves one file: $summary.network',
    async (checkpoint, test) => {
      const python = pythonFor(test, 'numpy', 'torch');
      const folder = await programFolder(nearEpochsEnd(checkpoint), pictures.recipe);
      const args = [official, '--steps', '20'];
      const alone = await trained(python, folder, 'one process', args);
      expect(alone.losses).toHaveLength(20);
      expect(alone.printed).toMatch(/\nStep 1[56], validation accuracy /);
      const starts: Start[] = ['two processes', ...(startsTorchrun(python) ? (['torchrun'] as const) : [])];
      for (const start of starts) {
        const together = await trained(python, folder, start, args);
        expectSameLosses(together, alone);
        expect(together.printed).toBe(alone.printed);
      }
    },
  );

  it('trains in bfloat16 in two processes', async (test) => {
    const python = pythonFor(test, 'numpy', 'torch');
    const [, , , , record] = networks;
    if (!record) throw new Error('there is no such network');
    const folder = await programFolder(record, pictures.recipe);
    const args = [official, '--steps', '12', '--amp'];
    const { losses } = await trained(python, folder, 'two processes', args);
    expect(losses).toHaveLength(12);
    expect(losses.every(Number.isFinite)).toBe(true);
  });

  it('has dropout in two processes', async (test) => {
    const python = pythonFor(test, 'numpy', 'torch');
    const checkpoint = checkpointOf('two-layer', { hiddenUnits: 16, dropout: 0.5, learningRate: 1e-4 }, 0);
    const folder = await programFolder(checkpoint, pictures.recipe);
    const { losses } = await trained(python, folder, 'two processes', [official, '--steps', '3']);
    expect(losses).toHaveLength(3);
  });

  it('is started by torchrun', (test) => {
    const python = pythonFor(test, 'numpy', 'torch');
    if (!startsTorchrun(python)) skipFor(test, 'torchrun does not start here');
  });
});

describe('the PyTorch program on whitened inputs', () => {
  it('rounds whitened images to the page’s bytes', async (test) => {
    const python = pythonFor(test, 'numpy', 'torch');
    const pictures = nearlyWhitened(standardizedPictures(await realCifar10()));
    const checkpoint = checkpointOf('two-layer', { hiddenUnits: 1, inputScaling: 'whitened', shift: 1 }, 0);
    const folder = await programFolder(checkpoint, pictures.recipe);
    const official = await officialFolder('data_batch_1');
    const count = 500;
    const own = JSON.parse(printed(python, '-c', whitenedImages, folder, official, String(count)));
    const expected = Array.from({ length: count }, (_, index) => [...pictureAt(pictures.trainingSet, index)]);
    const differences = expected.flatMap((picture, index) =>
      picture.map((byte, pixel) => Math.abs(byte - own.bytes[index][pixel])),
    );
    // Single precision decides a few ties the other way.
    expect(Math.max(...new Set(differences))).toBeLessThanOrEqual(1);
    expect(differences.filter((difference) => difference > 0).length / differences.length).toBeLessThan(1e-3);
    const { offset, scale } = pictures.scaling;
    const [first = []] = own.bytes;
    own.inputs.forEach((input: number, pixel: number) => {
      expect(input).toBeCloseTo((first[pixel] - (offset[pixel] ?? 0)) * (scale?.[pixel] ?? 0), 5);
    });
    expect(new Set(own.filling)).toEqual(new Set([128]));
  });
});

describe('the PyTorch program says in a sentence what is wrong', () => {
  it.for([
    ['data that are not there', ['/nowhere'], {}, /^\/nowhere does not exist: pass the path of cifar-10/],
    [
      'steps that are no number',
      ['--steps', 'many'],
      {},
      /error: .*'many' is not a number of steps, such as/,
    ],
    [
      'more processes than images',
      [],
      { RANK: '0', WORLD_SIZE: '9' },
      /^A batch has 5 images: start at most/,
    ],
    [
      'a folder that cannot be written to',
      [],
      { PWD: '/proc' },
      /^\/proc cannot be written to \(.+\): start in/,
    ],
  ] as const)('with %s', async ([, args, environment, sentence], test) => {
    const python = pythonFor(test, 'numpy', 'torch');
    const checkpoint = checkpointOf('two-layer', { hiddenUnits: 1, batchSize: 5 }, 0);
    const folder = await programFolder(checkpoint, (await realCifar10()).recipe);
    const cwd = 'PWD' in environment ? environment.PWD : folder;
    const env = { ...process.env, ...environment };
    const run = [join(folder, 'train.py'), ...args];
    const { status, stderr } = spawnSync(python, run, { encoding: 'utf8', cwd, env });
    expect(stderr.trim().split('\n').at(-1)).toMatch(sentence);
    expect(status).toBeGreaterThan(0);
  });

  it('where PyTorch cannot compile', async (test) => {
    const python = pythonFor(test, 'numpy', 'torch');
    const cannot = spawnSync(python, ['-c', 'import torch; torch.compile']).status !== 0;
    if (!cannot) skipFor(test, 'this PyTorch compiles');
    const folder = await programFolder(checkpointOf('softmax', {}, 0), (await realCifar10()).recipe);
    const run = [join(folder, 'train.py'), '--compile'];
    const { status, stderr } = spawnSync(python, run, { encoding: 'utf8' });
    expect(stderr).toMatch(/^PyTorch 1\.\S+ cannot compile: leave out --compile\.\n$/);
    expect(status).toBe(1);
  });
});

const torchruns = new Map<string, boolean>();

/** Debian's PyTorch 1.13 has one that fails on its Python 3.11. */
function startsTorchrun(python: string): boolean {
  const known = torchruns.get(python);
  if (known !== undefined) return known;
  const starts = spawnSync(python, ['-m', 'torch.distributed.run', '--no_python', 'true']).status === 0;
  torchruns.set(python, starts);
  return starts;
}

/** The first images as bytes, the first one's inputs, and what fills a gap. */
const whitenedImages = `
import json, sys, torch
import numpy as np
sys.path.insert(0, sys.argv[1])
import data, train
images, labels = data.cifar10_data.load(["data_batch_1"], sys.argv[2])
weights = np.load(train.HERE / "weights.npz")
scaling = data.InputScaling(weights)
whitened = data.whiten_images(torch.from_numpy(images[: int(sys.argv[3])].copy()).view(-1, 3, 32, 32), weights)
answer = {
    "bytes": whitened.flatten(1).tolist(),
    "inputs": scaling(whitened[0]).flatten().tolist(),
    "filling": scaling.mean_image().flatten().tolist(),
}
print(json.dumps(answer))
`;
