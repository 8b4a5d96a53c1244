import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Checkpoint } from '../../../src/checkpoint/checkpoint.ts';
import { encodeCheckpoint } from '../../../src/checkpoint/codec.ts';
import { weightsChecksum } from '../../../src/export/weightsChecksum.ts';
import { Failure } from '../../../src/failure.ts';
import { openWeights } from '../../../src/import/openWeights.ts';
import type { ChosenFile } from '../../../src/import/weightsFile.ts';
import type { NamedArray } from '../../../src/tensorFiles/namedArray.ts';
import { encodeNpz } from '../../../src/tensorFiles/npz.ts';
import { encodeSafetensors } from '../../../src/tensorFiles/safetensors.ts';
import { checkpointOf, checkpointWith } from '../../fixtures/checkpoints.ts';
import {
  type ForeignArray,
  headerOf,
  hiddenBiases,
  hiddenWeights,
  mean,
  network,
  npyFile,
  npzFile,
  outputBiases,
  outputWeights,
  reshaped,
  safetensorsFile,
  turned,
} from '../../fixtures/foreignNetwork.ts';
import { pythonFor } from '../../fixtures/missing.ts';
import { environment, sentenceOf } from '../../fixtures/openingWeights.ts';
import { printed } from '../../fixtures/python.ts';
import { temporaryFolder } from '../../fixtures/temporaryFolder.ts';
import { centredRecipe, filesOf, pixelMean } from '../../fixtures/weightsFiles.ts';

const fixtures = join(import.meta.dirname, '../../fixtures/foreignWeights');

function open(files: readonly ChosenFile[]) {
  const { checkpoint, passedOver } = openWeights(files, environment);
  return { weights: bitsOf(checkpoint.weights), summary: checkpoint.summary, passedOver };
}

/** The arrays by names and shapes, and all of their bits as a checksum: comparing these is fast. */
function bitsOf(arrays: readonly NamedArray[]): string {
  return `${arrays.map(({ name, shape }) => `${name} ${shape}`).join(', ')}: ${weightsChecksum(arrays)}`;
}

const opened = bitsOf(network);

/** Under PyTorch's names and in its order. */
const pytorch = {
  'fc1.weight': turned(hiddenWeights),
  'fc1.bias': hiddenBiases,
  'fc2.weight': turned(outputWeights),
  'fc2.bias': outputBiases,
  pixel_mean: mean,
};
/** Under Keras's names and in its order. */
const keras = {
  'dense/kernel': hiddenWeights,
  'dense/bias': hiddenBiases,
  'dense_1/kernel': outputWeights,
  'dense_1/bias': outputBiases,
  pixel_mean: mean,
};

function fixture(name: string): ChosenFile[] {
  const file = `${name}.safetensors`;
  return [{ name: file, bytes: new Uint8Array(readFileSync(join(fixtures, file))) }];
}

describe('numbers of other types', () => {
  it.each([
    ['float16', []],
    ['bfloat16', []],
    // In single and double precision, beside integers, booleans and numbers of eight bits.
    ['several-types', ['num_batches_tracked', 'scores', 'mask']],
  ])('in a safetensors file are opened: %s', (name, passedOver) => {
    expect(open(fixture(name))).toMatchObject({ weights: opened, passedOver });
  });

  it('that NumPy writes are opened: of every type, byte order, version and order of axes', (test) => {
    const python = pythonFor(test, 'numpy');
    const folder = temporaryFolder();
    const script = `
import io, sys, zipfile, numpy as np
values = lambda count, start: ((np.arange(count) * 7 + start) % 61 - 30) / 64
arrays = {'dense/kernel': values(3072, 0).reshape(3072, 1), 'dense/bias': values(1, 1),
          'dense_1/kernel': values(10, 2).reshape(1, 10), 'dense_1/bias': values(10, 3)}
def write(name, convert, version=None):
    with zipfile.ZipFile(f'{sys.argv[1]}/{name}.npz', 'w') as file:
        for array, numbers in {**{k: convert(a) for k, a in arrays.items()},
                               'pixel_mean': (100 + np.arange(3072) % 50 / 7).astype('f4')}.items():
            data = io.BytesIO()
            np.lib.format.write_array(data, np.asanyarray(numbers), version=version)
            file.writestr(array + '.npy', data.getvalue())
for dtype in ['<f2', '>f2', '<f4', '>f4', '=f4', '<f8', '>f8']:
    write('float-' + dtype[1:] + {'<': 'little', '>': 'big', '=': 'native'}[dtype[0]], lambda a: a.astype(dtype))
for dtype in ['|i1', '<i2', '>i2', '<i4', '>i4', '<i8', '>i8']:
    write('integer-' + dtype[1:] + {'|': 'none', '<': 'little', '>': 'big'}[dtype[0]], lambda a: (a * 64).astype(dtype))
for dtype in ['|u1', '<u2', '>u4', '<u8']:
    write('unsigned-' + dtype[1:], lambda a: (a * 64 + 30).astype(dtype))
for version in [(1, 0), (2, 0), (3, 0)]:
    write(f'version-{version[0]}', lambda a: np.asfortranarray(a.astype('>f8')), version)
import os
print('\\n'.join(sorted(os.listdir(sys.argv[1]))))`;
    const names = printed(python, '-c', script, folder).trim().split('\n');
    expect(names).toHaveLength(21);
    for (const name of names) {
      const { weights } = open([{ name, bytes: new Uint8Array(readFileSync(join(folder, name))) }]);
      const kind = name.replace(/-.*/, '');
      const expected = network.map((array) => {
        const { values } = array;
        if (kind === 'integer') return { ...array, values: values.map((value) => value * 64) };
        return kind === 'unsigned' ? { ...array, values: values.map((value) => value * 64 + 30) } : array;
      });
      expect([name, weights]).toEqual([name, bitsOf(expected)]);
    }
  });

  it.each([
    [
      'by Python 2, which ends lengths with L',
      "{'descr': '<f4', 'fortran_order': False, 'shape': (3072L, 1L), }",
    ],
    ['in another order, in double quotes', '{"shape": (3072, 1), "descr": "=f4", "fortran_order": False}'],
    ['without spaces', "{'descr':'|f4','fortran_order':False,'shape':(3072,1)}"],
  ])('are opened with a header written %s', (_, header) => {
    const files = npzFile({ ...keras, 'dense/kernel': npyFile(hiddenWeights, header) });
    expect(open(files).weights).toEqual(opened);
  });

  it('are opened where the pixel mean is rounded to bytes', () => {
    const rounded = { ...mean, numbers: mean.numbers.map(Math.round) };
    expect(open(npzFile({ ...keras, pixel_mean: rounded })).weights).toEqual(opened);
  });

  it.each([
    ["'<c8'", '<c8'],
    ["'<U4'", '<U4'],
    ["'|O'", '|O'],
    ["'<f16'", '<f16'],
    ["'|V2'", '|V2'],
    ["[('shape', '<f4'), ('b', '<i4')]", 'structured'],
  ])('that are needed and cannot be read are named: %s', (descriptor, type) => {
    const bytes = npyFile(hiddenWeights, headerOf(hiddenWeights, descriptor));
    expect(sentenceOf(npzFile({ ...keras, 'dense/kernel': bytes }))).toBe(
      `In foreign.npz, “dense/kernel” is of a type this page does not read (${type}). It reads floating-point numbers of 16, 32 and 64 bits, and integers. Save it as one of these.`,
    );
  });

  it('in a format of a later version are named', () => {
    const bytes = npyFile(hiddenWeights);
    bytes[6] = 4;
    expect(sentenceOf(npzFile({ ...keras, 'dense/kernel': bytes }))).toContain(
      '“dense/kernel” is of a type this page does not read (NPY version 4)',
    );
  });

  it('that do not fit into single precision, or are none, are refused', () => {
    const doubles = (...numbers: readonly number[]) =>
      npyFile(
        outputBiases,
        headerOf(outputBiases, "'<f8'"),
        new Uint8Array(Float64Array.from(numbers).buffer),
      );
    const withBiases = (first: number) =>
      sentenceOf(npzFile({ ...keras, 'dense_1/bias': doubles(first, ...Array(9).fill(0)) }));
    expect(withBiases(1e300)).toBe(
      'In foreign.npz, “dense_1/bias” contains 1e+300, which does not fit into single precision (at most 3.4e+38). Choose other weights.',
    );
    expect(withBiases(Number.NaN)).toContain('“dense_1/bias” contains NaN, which is not a finite number');
    expect(withBiases(Number.NEGATIVE_INFINITY)).toContain(
      'contains -Infinity, which is not a finite number',
    );
  });

  it('that are quantized are refused where their scale is an array of its own', () => {
    const bytes = npyFile(hiddenWeights, headerOf(hiddenWeights, "'|i1'"), new Uint8Array(3072));
    const scale = { shape: [1], numbers: [0.01] };
    const files = npzFile({ ...keras, 'dense/kernel': bytes, 'dense/kernel_scale': scale });
    expect(sentenceOf(files)).toContain(
      '“dense/kernel” holds quantized integers, whose scale “dense/kernel_scale” is not applied here',
    );
  });
});

describe('arrays that are not needed', () => {
  const one: ForeignArray = { shape: [], numbers: [7] };
  it.each([
    ['a step', { step: one }],
    ['texts', { labels: npyFile(outputBiases, headerOf(outputBiases, "'<U10'"), new Uint8Array(400)) }],
    ['a pickled object', { config: npyFile(one, headerOf(one, "'|O'"), new Uint8Array(162)) }],
    ['an array that ends too early', { history: npyFile(mean).subarray(0, 500) }],
    ['NaN', { losses: { shape: [2], numbers: [Number.NaN, 1] } }],
    ['a matrix of another meaning', { confusion_matrix: { shape: [10, 10], numbers: Array(100).fill(1) } }],
    ['weights of classes', { class_weights: outputBiases }],
    ['weights of examples', { sample_weight: mean }],
    ['an optimizer’s state', { 'adam/m/dense/kernel': hiddenWeights, 'adam/v/dense/kernel': hiddenWeights }],
    ['a temperature', { bias: one, logit_scale: one }],
  ])('are passed over and named: %s', (_, others: Readonly<Record<string, ForeignArray | Uint8Array>>) => {
    expect(open(npzFile({ ...others, ...keras }))).toMatchObject({
      weights: opened,
      passedOver: Object.keys(others),
    });
  });

  it('are looked at where something is missing, for it may be they', () => {
    const { 'dense/bias': _, ...others } = keras;
    expect(sentenceOf(npzFile({ ...others, 'dense/bias': npyFile(hiddenBiases).subarray(0, 60) }))).toBe(
      'foreign.npz is damaged: “dense/bias” ends too early. Nothing was changed. Download it again from its source.',
    );
    const objects = npyFile(outputBiases, headerOf(outputBiases, "'|O'"));
    expect(sentenceOf(npzFile({ weights: objects, pixel_mean: mean }))).toContain(
      '“weights” is of a type this page does not read (|O)',
    );
  });
});

describe('metadata of other programs', () => {
  it.each([
    ['null', null, []],
    ['a number', { format: 'pt', epoch: 12 }, ['epoch']],
    ['a list', [1, 2], ['0', '1']],
    ['a text', 'mine', ['metadata']],
    ['the name and version of something else', { network: 'MLP', schema: '1' }, ['network', 'schema']],
    ['a batch size that the page does not train with', { batch_size: '128' }, ['batch_size']],
    ['an optimizer that the page does not have', { optimizer: 'lion', seed: '-1' }, ['optimizer', 'seed']],
    ['another scaling of inputs', { input_scaling: 'minmax' }, ['input_scaling']],
    ['a checksum of something else', { weights_crc32: '00000000' }, ['weights_crc32']],
    ['a whole history', { summary: 'an MLP', history: '[]', author: 'me' }, ['summary', 'history', 'author']],
  ])('do not matter: %s', (_, metadata, passedOver) => {
    const { weights, passedOver: found } = open(safetensorsFile(pytorch, metadata));
    expect(weights).toEqual(opened);
    expect(found).toEqual(passedOver);
  });

  it('are used where the page can train with them', () => {
    const metadata = { learning_rate: '0.01', momentum: '2', optimizer: 'nesterov', step: '300' };
    const { summary, passedOver } = open(safetensorsFile(pytorch, metadata));
    expect(summary).toMatchObject({
      step: 300,
      hyperparameters: { learningRate: 0.01, optimizer: 'nesterov' },
    });
    expect(passedOver).toEqual(['momentum']);
  });

  it('are used where they are valid only together, whatever else is beside them', () => {
    const metadata = { batch_size: '375', validation_images: '5000', optimizer: 'lion' };
    const { summary, passedOver } = open(safetensorsFile(pytorch, metadata));
    expect(summary.hyperparameters).toMatchObject({ batchSize: 375, validationImages: 5_000 });
    expect(passedOver).toEqual(['optimizer']);
  });

  it('are left out where they are valid only with others', () => {
    const { summary, passedOver } = open(safetensorsFile(pytorch, { validation_images: '5000', seed: '7' }));
    expect(summary.hyperparameters).toMatchObject({ batchSize: 400, validationImages: 0, seed: 7 });
    expect(passedOver).toEqual(['validation_images']);
  });

  it('in an .npz need not be JSON', () => {
    const bytes = encodeNpz(
      Object.entries(keras).map(([name, { shape, numbers }]) => ({
        name,
        shape,
        values: Float32Array.from(numbers),
      })),
      {},
    );
    const text = Buffer.from(bytes).toString('latin1').replaceAll('{}', '{v');
    const file = { name: 'a.npz', bytes: new Uint8Array(Buffer.from(text, 'latin1')) };
    expect(open([file])).toMatchObject({ weights: opened, passedOver: ['metadata'] });
  });
});

describe('names of other programs', () => {
  const inOrder = [hiddenWeights, hiddenBiases, outputWeights, outputBiases];
  const outputsFirst = [turned(hiddenWeights), hiddenBiases, turned(outputWeights), outputBiases];

  it.each([
    ['dense/kernel:0', 'dense/bias:0', 'dense_1/kernel:0', 'dense_1/bias:0'],
    ['arr_0', 'arr_1', 'arr_2', 'arr_3'],
    ['0', '1', '2', '3'],
    ['W1', 'b1', 'W2', 'b2'],
    ['w_1', 'b_1', 'w_2', 'b_2'],
    ['fc1_weight', 'fc1_bias', 'fc2_weight', 'fc2_bias'],
    ['module.fc1.weight', 'module.fc1.bias', 'module.fc2.weight', 'module.fc2.bias'],
    ['_orig_mod.net.0.weight', '_orig_mod.net.0.bias', '_orig_mod.net.2.weight', '_orig_mod.net.2.bias'],
    ['params/Dense_0/kernel', 'params/Dense_0/bias', 'params/Dense_1/kernel', 'params/Dense_1/bias'],
    ['dense_10.Kernel', 'dense_10.Bias', 'dense_11.Kernel', 'dense_11.Bias'],
    ['W_hidden', 'b_hidden', 'W_output', 'b_output'],
    ['hidden/weights', 'hidden/biases', 'output/weights', 'output/biases'],
  ])('are understood, whichever axis comes first: %s', (...names) => {
    for (const arrays of [inOrder, outputsFirst]) {
      const named = Object.fromEntries(names.map((name, place) => [name, arrays[place] ?? mean]));
      expect(open(npzFile({ pixel_mean: mean, ...named }))).toMatchObject({
        weights: opened,
        passedOver: [],
      });
    }
  });

  it('of one layer alone need no more than the word', () => {
    const weights = { shape: [10, 3072], numbers: Array(30_720).fill(0.5) };
    const { summary } = open(safetensorsFile({ weight: weights, bias: outputBiases, pixel_mean: mean }));
    expect(summary.network).toBe('softmax');
  });

  it.each([
    [
      [1, 1],
      [1, 10],
    ],
    [[1], [10, 1]],
    [
      [1, 1, 1, 1],
      [1, 10, 1, 1],
    ],
  ])('may be of biases as rows or columns: %j and %j', (first, second) => {
    const rows = {
      'dense/bias': reshaped(hiddenBiases, ...first),
      'dense_1/bias': reshaped(outputBiases, ...second),
    };
    expect(open(npzFile({ ...keras, ...rows })).weights).toEqual(opened);
    const listed = [hiddenWeights, rows['dense/bias'], outputWeights, rows['dense_1/bias']];
    const files = npzFile({
      ...Object.fromEntries(listed.map((array, place) => [`arr_${place}`, array])),
      mean,
    });
    expect(open(files).weights).toEqual(opened);
  });

  it('are refused where two arrays fit the same place', () => {
    const copies = Object.fromEntries(
      Object.entries(pytorch).flatMap(([name, array]) =>
        name === 'pixel_mean'
          ? [[name, array]]
          : [
              [`model.${name}`, array],
              [`ema.${name}`, array],
            ],
      ),
    );
    expect(sentenceOf(safetensorsFile(copies))).toBe(
      'In foreign.safetensors, “model.fc1.weight” and “ema.fc1.weight” fit the same place, and their names do not say which comes first. Save one network only, with its layers numbered.',
    );
    expect(sentenceOf([...npzFile(keras), ...npzFile(keras)])).toContain('“dense/kernel” and “dense/kernel”');
    expect(sentenceOf(npzFile({ ...keras, 'dense/w': hiddenWeights }))).toContain(
      '“dense/kernel” and “dense/w” fit the same place',
    );
  });

  it('are refused as a length and a direction, which are no weights', () => {
    const { 'fc1.weight': weights, ...others } = pytorch;
    const files = safetensorsFile({ ...others, 'fc1.weight_v': weights, 'fc1.weight_g': hiddenBiases });
    expect(sentenceOf(files)).toContain('“fc2.weight” has the shape 10 × 1; expected … × 3072');
  });
});

describe('the mean of other programs', () => {
  /** From the order of records, colour after colour, into that of images. */
  function byPixels({ numbers }: ForeignArray): number[] {
    return Array.from({ length: 3072 }, (_, place) => {
      const [pixel, colour] = [Math.floor(place / 3), place % 3];
      return numbers[colour * 1024 + pixel] ?? Number.NaN;
    });
  }
  const pixels: ForeignArray = { shape: [3072], numbers: byPixels(mean) };
  const { pixel_mean: _, ...layers } = keras;

  it.each([
    ['mean', mean],
    ['train_mean', reshaped(mean, 1, 3072)],
    ['pixel_mean', reshaped(mean, 3, 32, 32)],
    ['mean_image', reshaped(mean, 1, 3, 32, 32)],
  ])('is used under the name %s, in planes', (name, array) => {
    expect(open(npzFile({ ...layers, [name]: array }))).toMatchObject({ weights: opened, passedOver: [] });
  });

  it('in one row, pixel after pixel, says that the inputs are in this order, too', () => {
    const weights = { shape: [3072, 1], numbers: byPixels(hiddenWeights) };
    const files = npzFile({ ...layers, 'dense/kernel': weights, mean: pixels });
    const { checkpoint, isRearranged } = openWeights(files, environment);
    expect(bitsOf(checkpoint.weights)).toBe(opened);
    expect(isRearranged).toBe(true);
  });

  it('with the colours last leaves open in which order the inputs are, so the page asks', () => {
    const files = npzFile({ ...layers, mean: reshaped(pixels, 32, 32, 3) });
    expect(sentenceOf(files)).toBe(
      'In foreign.npz, “mean” has the colours last, and nothing says whether the inputs of “dense/kernel” have, too. Choose how pictures were flattened.',
    );
    const answered = (order: 'planes' | 'pixels') =>
      openWeights(files, environment, { isMeanOwn: false, order }).checkpoint.weights[0]?.values;
    expect(answered('planes')).toEqual(network[0]?.values);
    const [first, second] = [answered('pixels')?.[0], answered('pixels')?.[1]];
    expect([first, second]).toEqual([network[0]?.values[0], network[0]?.values[3]]);
  });

  it('that is missing may be that of the images stored here, if the user says so', () => {
    const files = npzFile(layers);
    const sentence = sentenceOf(files);
    expect(sentence).toContain('In foreign.npz, the pixel mean is missing.');
    expect(sentence).toContain(
      'Nothing says in which order “dense/kernel” takes the values of a picture, so choose this, too.',
    );
    const { checkpoint, isMeanOwn } = openWeights(files, environment, { isMeanOwn: true, order: 'planes' });
    expect(bitsOf(checkpoint.weights)).toBe(opened);
    expect(isMeanOwn).toBe(true);
    const weights = { shape: [3072, 1], numbers: byPixels(hiddenWeights) };
    const rearranged = openWeights(npzFile({ ...layers, 'dense/kernel': weights }), environment, {
      isMeanOwn: true,
      order: 'pixels',
    });
    expect(bitsOf(rearranged.checkpoint.weights)).toBe(opened);
    expect(() => openWeights(files, environment, { isMeanOwn: true, order: null })).toThrow(Failure);
  });

  it('that is missing leaves nothing else open in a file of this page, or before a convolution', () => {
    for (const checkpoint of [
      checkpointWith(2, 10),
      checkpointOf('convolutional-record', { width: 4, depth: 1 }, 10),
    ]) {
      const [weights] = filesOf('safetensors', checkpoint, centredRecipe);
      if (!weights) throw new Error('there is no file');
      expect(sentenceOf([weights])).not.toContain('Nothing says in which order');
      const opens = openWeights([weights], environment, { isMeanOwn: true, order: null });
      expect(opens).toMatchObject({ isMeanOwn: true, isRearranged: false });
    }
  });

  it('of other pictures is refused', () => {
    for (const array of [reshaped(pixels, 3, 32, 32), reshaped(mean, 32, 32, 3)]) {
      expect(sentenceOf(npzFile({ ...layers, mean: array }))).toContain(
        'their pixel mean is not that of CIFAR-10’s',
      );
    }
  });

  it('of each colour is refused: the weights were trained on other inputs', () => {
    const colours = { shape: [3], numbers: [0.49, 0.48, 0.45] };
    expect(sentenceOf(npzFile({ ...layers, mean: colours }))).toContain(
      '“mean” has the shape 3; expected 3072',
    );
  });

  it('that is missing is asked for, whatever else in the files cannot be read', () => {
    const others = {
      history: npyFile(mean).subarray(0, 500),
      'adam/m/kernel': npyFile(mean, headerOf(mean, "'<c8'")),
    };
    expect(sentenceOf(npzFile({ ...layers, ...others }))).toContain('the pixel mean is missing');
  });

  it('that is damaged is not taken for missing', () => {
    expect(sentenceOf(npzFile({ ...layers, mean: npyFile(mean).subarray(0, 200) }))).toContain('is damaged');
  });
});

describe('convolutional networks', () => {
  const convolutional = checkpointOf(
    'convolutional',
    { filters: 3, filters2: 4, filters3: 5, denseUnits: 6 },
    0,
  );
  const record = checkpointOf('convolutional-record', { width: 4, depth: 2, patchSize: '2' }, 0);

  /** The arrays of a layer after the other, as Keras has them. */
  function listed({ weights }: Checkpoint): ForeignArray[] {
    return weights.map(({ shape, values }) => ({ shape, numbers: [...values] }));
  }

  function numbered(arrays: readonly ForeignArray[]) {
    return Object.fromEntries(arrays.map((array, place) => [`arr_${place}`, array]));
  }

  /** Other programs have no output scale, so theirs is in the weights. */
  function withoutScale(checkpoint: Checkpoint): Checkpoint {
    const weights = checkpoint.weights.map((array) =>
      array.name.startsWith('output/') ? { ...array, values: array.values.map((value) => value / 8) } : array,
    );
    return { ...checkpoint, weights };
  }

  it('open from a list of arrays', () => {
    expect(open(npzFile({ ...numbered(listed(convolutional)), mean })).weights).toBe(
      bitsOf(convolutional.weights),
    );
    const files = npzFile({ ...numbered(listed(withoutScale(record))), mean });
    expect(open(files).weights).toBe(bitsOf(record.weights));
  });

  it('open with filters in half precision under Keras’s names, which number layers from the second on', () => {
    const half = encodeHalf(convolutional);
    expect(half.map(({ name }) => name)).toContain('conv2d/kernel:0');
    const files = npzFile({ ...Object.fromEntries(half.map(({ name, bytes }) => [name, bytes])), mean });
    const { weights } = openWeights(files, environment).checkpoint;
    for (const [place, { values }] of weights.entries()) {
      const exact = convolutional.weights[place]?.values ?? [];
      values.forEach((value, index) => {
        expect(Math.abs(value - (exact[index] ?? 0))).toBeLessThanOrEqual(Math.abs(value) / 1024 + 1e-7);
      });
    }
  });

  it('are refused where two layers could change places, and their names do not say which comes first', () => {
    const deep = checkpointOf('convolutional-record', { width: 4, depth: 3, patchSize: '2' }, 0);
    const layers = listed(deep).filter(({ shape }) => shape.length > 1);
    const named = Object.fromEntries(layers.map((array, place) => [`${'abcdefghijk'[place]}/kernel`, array]));
    expect(sentenceOf(npzFile({ ...named, mean }))).toContain(
      '“c/kernel” and “d/kernel” fit the same place, and their names do not say which comes first',
    );
  });

  it('open whatever the order of their arrays, where Keras has numbered its layers from the second on', () => {
    const deep = checkpointOf('convolutional-record', { width: 4, depth: 3, patchSize: '2' }, 0);
    const words: Readonly<Record<string, string>> = {
      ...{ filters: 'kernel', weights: 'kernel', biases: 'bias' },
      ...{ offset: 'beta', mean: 'moving_mean', variance: 'moving_variance' },
    };
    const kerasName = (name: string) => {
      const [, digits = '0', array = ''] = /(\d*)(?:\/norm)?\/(\w+)$/.exec(name) ?? [];
      const number = name.includes('/norm/') ? Number(digits) - 1 : Number(digits);
      const kind = array === 'filters' ? 'conv2d' : name.includes('/norm/') ? 'batch_normalization' : 'dense';
      return `${kind}${number > 0 ? `_${number}` : ''}/${words[array]}`;
    };
    const names = deep.weights.map(({ name }) => kerasName(name));
    expect(names).toContain('conv2d/kernel');
    expect(names).toContain('conv2d_9/kernel');
    const entries = listed(withoutScale(deep)).map((array, place) => [names[place] ?? '', array] as const);
    const files = npzFile({ ...Object.fromEntries(entries.toReversed()), mean });
    expect(open(files).weights).toBe(bitsOf(deep.weights));
  });

  it('are refused where two normalizations could change places', () => {
    const names = new Map([
      ['conv3/norm', 'one/norm'],
      ['conv4/norm', 'other/norm'],
    ]);
    const renamed = record.weights.map(({ name, shape, values }) => {
      const end = name.lastIndexOf('/');
      const layer = name.slice(0, end);
      return [`${names.get(layer) ?? layer}${name.slice(end)}`, { shape, numbers: [...values] }] as const;
    });
    expect(sentenceOf(npzFile({ ...Object.fromEntries(renamed), mean }))).toContain(
      '“one/norm/offset” and “other/norm/offset” fit the same place',
    );
  });

  it('are refused with more arrays than any network has, at once', () => {
    const many = Array.from({ length: 1_001 }, (_, place) => [`${place}/kernel`, outputBiases] as const);
    expect(sentenceOf(npzFile(Object.fromEntries(many)))).toContain(
      '1001 arrays are more than any network has',
    );
  });

  /** The arrays under Keras's names, rounded to half precision with its largest values kept: an .npy file each. */
  function encodeHalf({ weights }: Checkpoint) {
    const layers = ['conv2d', 'conv2d_1', 'conv2d_2', 'dense', 'dense_1'];
    return weights.map(({ name, shape, values }, place) => {
      const array = { shape, numbers: [...values] };
      const bytes = new Uint8Array(Uint16Array.from(values, halfBits).buffer);
      const word = name.endsWith('biases') ? 'bias' : 'kernel';
      return {
        name: `${layers[Math.floor(place / 2)]}/${word}:0`,
        bytes: npyFile(array, headerOf(array, "'<f2'"), bytes),
      };
    });
  }

  /** Truncated, which is good to a 1,024th; the exponents of initial weights fit. */
  function halfBits(value: number): number {
    const [bits = 0] = new Uint32Array(Float32Array.of(value).buffer);
    const exponent = ((bits >>> 23) & 0xff) - 112;
    if (exponent <= 0) return 0;
    return ((bits >>> 16) & 0x8000) | (exponent << 10) | ((bits >>> 13) & 0x3ff);
  }
});

describe('files of the page', () => {
  it('are held to their checksum, however it was that their weights changed', () => {
    const [file] = filesOf('npz', checkpointWith(2, 10), centredRecipe);
    const bytes = file?.bytes.slice() ?? new Uint8Array();
    const text = Buffer.from(bytes).toString('latin1');
    bytes[text.indexOf('output/biases.npy') + 160] = 1;
    expect(sentenceOf([{ name: 'own.npz', bytes }])).toContain(
      'own.npz is damaged: its weights have changed',
    );
  });

  it('are refused where they say what this page cannot train with', () => {
    const [file] = filesOf('npz', checkpointWith(2, 10), centredRecipe);
    const text = Buffer.from(file?.bytes ?? [])
      .toString('latin1')
      .replace('"batch_size": "400"', '"batch_size": "399"');
    const bytes = new Uint8Array(Buffer.from(text, 'latin1'));
    expect(sentenceOf([{ name: 'own.npz', bytes }])).toContain(
      'the page does not train with batch_size = 399',
    );
  });

  it('open as checkpoints, of every version, and are refused as such where a mark of theirs is damaged', () => {
    for (const version of [1, 2]) {
      const name = `checkpoint-schema-${version}.safetensors`;
      const bytes = new Uint8Array(readFileSync(join(fixtures, '..', name)));
      expect(open([{ name, bytes }]).summary.id).toBe('run-step-250');
    }
    const checkpoint = encodeCheckpoint(checkpointWith(2, 10));
    const text = Buffer.from(checkpoint).toString('latin1').replace('"schema"', '"sxhema"');
    const bytes = new Uint8Array(Buffer.from(text, 'latin1'));
    expect(sentenceOf([{ name: 'a.safetensors', bytes }])).toContain(
      'a.safetensors is damaged: it is a checkpoint that has',
    );
  });

  it('of the first versions, which had no checksum, open with what they say', () => {
    const { weights } = checkpointWith(2, 10);
    const metadata = {
      network: 'two-layer',
      step: '10',
      batch_size: '250',
      input: 'bytes',
      class_names: 'a b',
    };
    const arrays = [...weights, { name: 'pixel_mean', shape: [3072], values: pixelMean }];
    const file = { name: 'old.safetensors', bytes: encodeSafetensors(arrays, metadata) };
    const { summary, passedOver } = open([file]);
    expect(summary).toMatchObject({ step: 10, hyperparameters: { batchSize: 250 } });
    expect(passedOver).toEqual([]);
  });
});
