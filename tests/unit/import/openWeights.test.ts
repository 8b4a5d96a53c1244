import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import type { Checkpoint } from '../../../src/checkpoint/checkpoint.ts';
import { encodeCheckpoint } from '../../../src/checkpoint/codec.ts';
import { weightsFormats } from '../../../src/export/weightsFormats.ts';
import { Failure } from '../../../src/failure.ts';
import { openWeights } from '../../../src/import/openWeights.ts';
import { readWeights, requireSizes } from '../../../src/import/readWeights.ts';
import type { ChosenFile } from '../../../src/import/weightsFile.ts';
import { AllocationBudget } from '../../../src/limits/allocationBudget.ts';
import { maxWeightsBytes } from '../../../src/limits/readingLimits.ts';
import { randomStream } from '../../../src/random/random.ts';
import type { NamedArray } from '../../../src/tensorFiles/namedArray.ts';
import { encodeNpz } from '../../../src/tensorFiles/npz.ts';
import { parseJsonText } from '../../../src/tensorFiles/parseJson.ts';
import { decodeSafetensors, encodeSafetensors } from '../../../src/tensorFiles/safetensors.ts';
import { failureText } from '../../../src/ui/words/failures.ts';
import { checkpointOf, checkpointWith } from '../../fixtures/checkpoints.ts';
import { environment, sentenceOf } from '../../fixtures/openingWeights.ts';
import { centredRecipe, filesOf, pixelMean, standardizedRecipe } from '../../fixtures/weightsFiles.ts';

const formats = weightsFormats.map(({ id }) => id);

function npz(...arrays: readonly NamedArray[]): ChosenFile[] {
  return [{ name: 'weights.npz', bytes: encodeNpz(arrays, {}) }];
}

function array(name: string, ...shape: readonly number[]): NamedArray {
  return { name, shape, values: new Float32Array(shape.reduce((product, side) => product * side, 1)) };
}

const mean: NamedArray = { name: 'pixel_mean', shape: [3072], values: pixelMean };
const softmax = [array('output/weights', 3072, 10), array('output/biases', 10)];

/** What is said of files of these sizes. */
function failureOf(files: Parameters<typeof requireSizes>[0]): unknown {
  try {
    requireSizes(files);
  } catch (error) {
    if (error instanceof Failure) return error.data.details;
    throw error;
  }
  throw new Error('they are not too large');
}

describe('weights that cannot be used', () => {
  it('of another shape: which came and which was wanted', () => {
    const narrow = npz(array('output/weights', 1024, 10), array('output/biases', 10), mean);
    expect(sentenceOf(narrow)).toContain('“output/weights” has the shape 1024 × 10; expected 3072 × …');
    const many = npz(array('output/weights', 3072, 100), array('output/biases', 100), mean);
    expect(sentenceOf(many)).toContain('“output/weights” has the shape 3072 × 100; expected … × 10');
    const biases = npz(array('output/weights', 3072, 10), array('output/biases', 9), mean);
    expect(sentenceOf(biases)).toContain('“output/biases” has the shape 9; expected 10');
  });

  it('with a part missing: which', () => {
    expect(sentenceOf(npz(...softmax))).toContain('the pixel mean is missing');
    expect(sentenceOf(npz(array('output/weights', 3072, 10), mean))).toContain('“output/biases” is missing');
    expect(sentenceOf(npz(mean))).toContain('a matrix of weights is missing');
    const [json, bin] = filesOf('tfjs', checkpointWith(2, 10), centredRecipe);
    if (!json || !bin) throw new Error('there are no two files');
    expect(sentenceOf([json])).toContain(`${bin.name} is missing`);
    expect(sentenceOf([bin])).toContain('the model’s .json is missing');
    const [weights] = filesOf('safetensors', checkpointWith(2, 10), centredRecipe);
    expect(sentenceOf(weights ? [weights] : [])).toContain('the pixel mean is missing');
  });

  it('of two checkpoints together: which, in one sentence', () => {
    const [weights] = filesOf('safetensors', checkpointWith(2, 10), centredRecipe);
    const other = filesOf('safetensors', checkpointWith(2, 10, 'two-layer', 2), centredRecipe)[1];
    if (!weights || !other) throw new Error('there are no two files');
    const renamed = { ...other, name: 'other-preprocessing.safetensors' };
    expect(sentenceOf([weights, renamed])).toBe(
      `${weights.name} and other-preprocessing.safetensors come from different checkpoints. Choose files whose names begin alike.`,
    );
    // Earlier versions wrote preprocessing without a mark.
    const { tensors } = decodeSafetensors(other.bytes);
    const unmarked = { name: 'other-preprocessing.safetensors', bytes: encodeSafetensors(tensors, {}) };
    expect(openWeights([weights, unmarked], environment).checkpoint.summary.step).toBe(10);
  });

  it('trained on other inputs', () => {
    const other = { ...mean, values: mean.values.map((value) => value / 255) };
    expect(sentenceOf(npz(...softmax, other))).toContain('their pixel mean is not that of CIFAR-10’s');
    const scale = { ...array('pixel_scale', 3072), values: new Float32Array(3072).fill(1 / 255) };
    expect(sentenceOf(npz(...softmax, mean, scale))).toContain('their pixel scale is not 1 divided by');
  });

  it('with values that are not numbers', () => {
    const broken = {
      ...array('output/weights', 3072, 10),
      values: new Float32Array(30_720).fill(Number.NaN),
    };
    const files = npz(broken, array('output/biases', 10), mean);
    expect(sentenceOf(files)).toContain('“output/weights” contains NaN, which is not a finite number');
  });

  it('of networks that the page does not train', () => {
    const deep = npz(
      ...[array('a/weights', 3072, 5), array('a/biases', 5), array('b/weights', 5, 6), array('b/biases', 6)],
      ...[
        array('c/weights', 6, 7),
        array('c/biases', 7),
        array('d/weights', 7, 10),
        array('d/biases', 10),
        mean,
      ],
    );
    expect(sentenceOf(deep)).toContain(
      'no network of this page has 4 layers of these sizes: 3072 × 5, 5 × 6, 6 × 7, 7 × 10',
    );
    const [json, bin] = filesOf('tfjs', checkpointWith(2, 10), centredRecipe);
    if (!json || !bin) throw new Error('there are no two files');
    const text = new TextDecoder().decode(json.bytes).replace('"activation":"relu"', '"activation":"tanh"');
    const tanh = { ...json, bytes: new TextEncoder().encode(text) };
    expect(sentenceOf([tanh, bin])).toContain('layer 1 is Dense with tanh, not Dense with relu');
  });

  it('in files of another kind', () => {
    const bytes = new TextEncoder().encode('hello');
    expect(sentenceOf([{ name: 'notes.txt', bytes }])).toContain('notes.txt is not a weights file');
    for (const name of ['a.npz', 'a.safetensors', 'a.json']) {
      expect(sentenceOf([{ name, bytes }])).toMatch(/^a\.\w+ is damaged: /);
    }
  });

  it('in files that are too large, before they are read', () => {
    const half = { name: 'a.bin', size: maxWeightsBytes / 2 };
    const rest = { name: 'b.bin', size: maxWeightsBytes / 2 };
    expect(() => requireSizes([half, rest])).not.toThrow();
    const sizes = { byteLength: maxWeightsBytes + 1, limitBytes: maxWeightsBytes };
    expect(failureOf([half, { ...rest, size: rest.size + 1 }])).toEqual({ file: null, ...sizes });
    expect(failureOf([half, { name: 'c.npz', size: maxWeightsBytes + 1 }])).toEqual({
      file: 'c.npz',
      ...sizes,
    });
    expect(failureText({ code: 'weights-file-too-large', details: { file: null, ...sizes } })).toContain(
      'Together, these files are 100.000001 MB, larger than any network of this page (100 MB at most)',
    );
  });

  it('in a zip that unpacks to more than any network has', () => {
    const bytes = new Uint8Array(zipSync({ 'a.npy': new Uint8Array(maxWeightsBytes + 1) }));
    expect(bytes.length).toBeLessThan(200_000);
    expect(sentenceOf([{ name: 'bomb.npz', bytes }])).toContain('it unpacks to more than any network has');
  });

  it('in a model that names a file of weights more often than there are files', () => {
    const [json, bin] = filesOf('tfjs', checkpointWith(2, 10), centredRecipe);
    if (!json || !bin) throw new Error('there are no two files');
    const path = `"${bin.name}"`;
    const repeated = new TextDecoder().decode(json.bytes).replace(path, Array(100).fill(path).join());
    const budget = new AllocationBudget();
    const model = { ...json, bytes: new TextEncoder().encode(repeated) };
    expect(() => readWeights([model, bin], budget)).toThrow(/weights-part-missing/);
    expect(budget.takenBytes).toBeLessThan(1_000_000);
  });

  it('in JSON that is deeper than any model’s', () => {
    expect(() => parseJsonText('['.repeat(1_000_000), new AllocationBudget())).toThrow(Failure);
    expect(() => parseJsonText(`"${'['.repeat(1_000)}"`, new AllocationBudget())).not.toThrow();
  });
});

const damagedNetworks = [
  ['two-layer', checkpointWith(2, 10)],
  [
    'convolutional',
    checkpointOf('convolutional', { filters: 1, filters2: 1, filters3: 1, denseUnits: 1 }, 10),
  ],
  ['convolutional-record', checkpointOf('convolutional-record', { width: 4, depth: 1 }, 10)],
] as const;
const damagedFiles = formats.flatMap((format) =>
  damagedNetworks.map(
    ([network, checkpoint]) => [network, format, filesOf(format, checkpoint, standardizedRecipe)] as const,
  ),
);

describe.each(damagedFiles)('damaged weights of the network %s as %s', (_network, _format, files) => {
  it('are refused with a sentence wherever they were cut off', () => {
    files.forEach((file, index) => {
      for (const share of [0, 0.001, 0.01, 0.3, 0.9, 0.9999]) {
        const bytes = file.bytes.slice(0, Math.floor(share * file.bytes.length));
        const damaged = files.with(index, { ...file, bytes });
        expect(sentenceOf(damaged)).not.toBe('');
      }
    });
  });

  it('never give other weights, and never anything but a sentence, whatever bytes were changed', () => {
    const expected = openWeights(files, environment).checkpoint.weights;
    const random = randomStream(3, 'damage');
    for (let attempt = 0; attempt < 150; attempt++) {
      const index = random.below(files.length);
      const file = files[index];
      if (!file) throw new Error('there is no such file');
      const bytes = file.bytes.slice();
      // Headers are where most can go wrong.
      const reach = attempt % 2 === 0 ? Math.min(4_000, bytes.length) : bytes.length;
      bytes[random.below(reach)] = random.below(256);
      try {
        const { checkpoint } = openWeights(files.with(index, { ...file, bytes }), environment);
        expect(checkpoint.weights).toEqual(expected);
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
      }
    }
  });
});

describe('a checkpoint’s own file', () => {
  it('opens as the checkpoint that it is', () => {
    const checkpoint = checkpointWith(2, 10);
    const file = { name: 'checkpoint.safetensors', bytes: encodeCheckpoint(checkpoint) };
    expect(openWeights([file], environment).checkpoint).toEqual(checkpoint);
  });
});

describe('PyTorch’s own state', () => {
  it('opens with its matrices turned, whatever its modules are called', () => {
    const linear = array('fc1.weight', 4, 3072);
    linear.values[1] = 7;
    const tensors = [
      ...[array('fc2.weight', 10, 4), array('fc2.bias', 10), linear, array('fc1.bias', 4), mean],
    ];
    const file = { name: 'state.safetensors', bytes: encodeSafetensors(tensors, { format: 'pt' }) };
    const [weights] = openWeights([file], environment).checkpoint.weights;
    expect([weights?.name, weights?.shape]).toEqual(['hidden/weights', [3072, 4]]);
    expect(weights?.values[4]).toBe(7);
  });
});

describe('convolutional networks of other programs', () => {
  const record = checkpointOf(
    'convolutional-record',
    { width: 4, depth: 4, patchSize: '2', activation: 'gelu' },
    0,
  );
  const convolutional = checkpointOf(
    'convolutional',
    { filters: 3, filters2: 4, filters3: 5, denseUnits: 6 },
    0,
  );

  /** The tensors of the page's file for PyTorch. */
  function pytorchState(checkpoint: Checkpoint): readonly NamedArray[] {
    const [file] = filesOf('safetensors', checkpoint, centredRecipe);
    return decodeSafetensors(file?.bytes ?? new Uint8Array()).tensors;
  }

  function safetensors(...tensors: readonly NamedArray[]): ChosenFile[] {
    return [{ name: 'state.safetensors', bytes: encodeSafetensors([...tensors, mean], { format: 'pt' }) }];
  }

  it.each([
    ['convolutional', convolutional],
    ['convolutional-record', record],
  ])('open from PyTorch’s own state, whose names are sorted as texts: %s', (network, checkpoint) => {
    const tensors = pytorchState(checkpoint).map((tensor) => ({ ...tensor, name: `net.${tensor.name}` }));
    const sorted = [...tensors].sort((one, other) => (one.name < other.name ? -1 : 1));
    expect(sorted).not.toEqual(tensors);
    const opened = openWeights(safetensors(...sorted), environment);
    expect(opened.checkpoint.summary.network).toBe(network);
    expect(opened.checkpoint.weights).toEqual(checkpoint.weights);
    // Its activation is nowhere in the state.
    expect(opened.assumed.includes('activation')).toBe(network === 'convolutional-record');
  });

  it('are refused where batch normalization has trained factors', () => {
    const factors = (tensor: NamedArray) => tensor.shape.length === 1 && tensor.name === '5.weight';
    const tensors = pytorchState(record).map((tensor) =>
      factors(tensor) ? { ...tensor, values: tensor.values.map(() => 2) } : tensor,
    );
    expect(sentenceOf(safetensors(...tensors))).toContain(
      '“5.weight” are trained factors of batch normalization',
    );
  });

  it('are refused where a part is missing, or one is too many', () => {
    const state = pytorchState(record);
    const without = (...names: readonly string[]) => state.filter(({ name }) => !names.includes(name));
    expect(sentenceOf(safetensors(...without('5.running_var')))).toContain('“5.running_var” is missing');
    const normalizations = state.filter(({ name }) => name.endsWith('.running_mean'));
    const parts = ['weight', 'bias', 'running_mean', 'running_var'];
    const last = normalizations.at(-1)?.name.replace('.running_mean', '') ?? '';
    const fewer = without(...parts.map((part) => `${last}.${part}`));
    expect(sentenceOf(safetensors(...fewer))).toContain('the batch normalization “conv12/norm” is missing');
    const biased = sentenceOf(safetensors(...state, array('3.bias', 4)));
    expect(biased).toContain('the page’s network has no biases where “3.bias” are');
    const normalized = pytorchState(convolutional).concat(parts.map((part) => array(`2.${part}`, 3)));
    expect(sentenceOf(safetensors(...normalized))).toContain('“2” is a batch normalization');
  });

  it('are refused where filters have other channels', () => {
    const tensors = [array('a/kernel', 3, 3, 1, 4), array('a/bias', 4)];
    expect(sentenceOf(npz(...tensors, mean))).toContain(
      '“a/kernel” has the shape 3 × 3 × 1 × 4; expected … × … × 3 × …',
    );
    const planes = [array('a.weight', 4, 1, 3, 3), array('a.bias', 4)];
    expect(sentenceOf(npz(...planes, mean))).toContain(
      '“a.weight” has the shape 4 × 1 × 3 × 3; expected … × 3 × … × …',
    );
  });

  /** The page's Keras model, its JSON changed. */
  function changedModel(checkpoint: Checkpoint, change: (json: string) => string): ChosenFile[] {
    const [json, bin] = filesOf('tfjs', checkpoint, centredRecipe);
    if (!json || !bin) throw new Error('there are no two files');
    const text = change(new TextDecoder().decode(json.bytes));
    return [{ ...json, bytes: new TextEncoder().encode(text) }, bin];
  }

  it.each([
    ['"padding":"same"', '"padding":"valid"', 'layer 3, Conv2D, has padding valid, not same'],
    ['"MaxPooling2D"', '"AveragePooling2D"', 'layer 4 is AveragePooling2D, not MaxPooling2D'],
    ['"MaxPooling2D"', '"constructor"', 'layer 4 is constructor, not MaxPooling2D'],
    ['"dims":[2,3,1]', '"dims":[3,2,1]', 'layer 2, Permute, has dims [3,2,1], not [2,3,1]'],
  ])('are refused as Keras models that compute something else: %s → %s', (own, other, sentence) => {
    const files = changedModel(convolutional, (json) => json.replace(own, other));
    expect(sentenceOf(files)).toContain(sentence);
  });

  it('are refused as Keras models that normalize otherwise', () => {
    const files = changedModel(record, (json) => json.replace('"epsilon":0.00001', '"epsilon":0.001'));
    expect(sentenceOf(files)).toContain('layer 6, BatchNormalization, has epsilon 0.001, not 0.00001');
  });

  it('open as Keras models that take images, with GELU as they say', () => {
    const files = changedModel(record, (json) => {
      const model = JSON.parse(json);
      const { config } = model.modelTopology;
      config.layers = config.layers.slice(2);
      config.layers[0].config.batch_input_shape = [null, 32, 32, 3];
      const { pixelMean: kept } = model.userDefinedMetadata;
      return JSON.stringify({ ...model, userDefinedMetadata: { pixelMean: kept } });
    });
    const { checkpoint } = openWeights(files, environment);
    expect(checkpoint.weights).toEqual(record.weights);
    expect(checkpoint.summary.hyperparameters).toMatchObject({
      activation: 'gelu',
      width: 4,
      depth: 4,
      patchSize: '2',
    });
  });
});
