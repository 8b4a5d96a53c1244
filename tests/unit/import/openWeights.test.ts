import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { encodeCheckpoint } from '../../../src/checkpoint/codec.ts';
import { weightsFormats } from '../../../src/export/weightsFormats.ts';
import { Failure } from '../../../src/failure.ts';
import { openWeights } from '../../../src/import/openWeights.ts';
import { parseJson } from '../../../src/import/parseJson.ts';
import { maxWeightsBytes, requireSize } from '../../../src/import/readWeights.ts';
import type { ChosenFile } from '../../../src/import/weightsFile.ts';
import { randomStream } from '../../../src/random/random.ts';
import type { NamedArray } from '../../../src/tensorFiles/namedArray.ts';
import { encodeNpz } from '../../../src/tensorFiles/npz.ts';
import { encodeSafetensors } from '../../../src/tensorFiles/safetensors.ts';
import { failureText } from '../../../src/ui/words/failures.ts';
import { checkpointWith } from '../../fixtures/checkpoints.ts';
import { centredRecipe, filesOf, pixelMean, standardizedRecipe } from '../../fixtures/weightsFiles.ts';

const environment = { pixelMean, runId: 'opened', now: new Date('2026-11-25T10:00:00Z') };
const formats = weightsFormats.map(({ id }) => id);

/** What the page says of these files. */
function sentenceOf(files: readonly ChosenFile[]): string {
  try {
    openWeights(files, environment);
  } catch (error) {
    if (error instanceof Failure) return failureText(error.data);
    throw error;
  }
  throw new Error('they were opened');
}

function npz(...arrays: readonly NamedArray[]): ChosenFile[] {
  return [{ name: 'weights.npz', bytes: encodeNpz(arrays, {}) }];
}

function array(name: string, ...shape: readonly number[]): NamedArray {
  return { name, shape, values: new Float32Array(shape.reduce((product, side) => product * side, 1)) };
}

const mean: NamedArray = { name: 'pixel_mean', shape: [3072], values: pixelMean };
const softmax = [array('output/weights', 3072, 10), array('output/biases', 10)];

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
    expect(sentenceOf(files)).toContain('“output/weights” has values that are not finite numbers');
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

  it('with a hyperparameter that cannot be', () => {
    const bytes = encodeNpz([...softmax, mean], { learning_rate: 'fast' });
    expect(sentenceOf([{ name: 'weights.npz', bytes }])).toContain('learning_rate = fast');
  });

  it('in files of another kind', () => {
    const bytes = new TextEncoder().encode('hello');
    expect(sentenceOf([{ name: 'notes.txt', bytes }])).toContain('notes.txt is not a weights file');
    for (const name of ['a.npz', 'a.safetensors', 'a.json']) {
      expect(sentenceOf([{ name, bytes }])).toMatch(/^a\.\w+ is damaged: /);
    }
  });

  it('in files that are too large, before they are read', () => {
    expect(() => requireSize('large.npz', maxWeightsBytes + 1)).toThrow(Failure);
    expect(() => requireSize('largest.npz', maxWeightsBytes)).not.toThrow();
  });

  it('in a zip that unpacks to more than any network has', () => {
    const bytes = new Uint8Array(zipSync({ 'a.npy': new Uint8Array(maxWeightsBytes + 1) }));
    expect(bytes.length).toBeLessThan(200_000);
    expect(sentenceOf([{ name: 'bomb.npz', bytes }])).toContain('it unpacks to more than any network has');
  });

  it('in JSON that is deeper than any model’s', () => {
    expect(() => parseJson('['.repeat(1_000_000))).toThrow(Failure);
    expect(() => parseJson(`"${'['.repeat(1_000)}"`)).not.toThrow();
  });
});

describe.each(formats)('damaged weights as %s', (format) => {
  const files = filesOf(format, checkpointWith(2, 10), standardizedRecipe);

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
