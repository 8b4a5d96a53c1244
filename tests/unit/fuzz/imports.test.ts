import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'vitest';
import { openWeights } from '../../../src/import/openWeights.ts';
import { AllocationBudget } from '../../../src/limits/allocationBudget.ts';
import { decodeNpy } from '../../../src/tensorFiles/npy.ts';
import { checkpointOf, checkpointWith } from '../../fixtures/checkpoints.ts';
import {
  headerOf,
  hiddenBiases,
  hiddenWeights,
  mean,
  npyFile,
  npzFile,
  outputBiases,
  outputWeights,
  reshaped,
} from '../../fixtures/foreignNetwork.ts';
import { anyBytesLike, anyStructureLike, fuzz } from '../../fixtures/fuzzing.ts';
import { centredRecipe, filesOf, pixelMean } from '../../fixtures/weightsFiles.ts';

const formats = ['npz', 'safetensors', 'tfjs'] as const;
const checkpoints = [
  checkpointWith(1, 250),
  checkpointOf('convolutional-record', { width: 4, depth: 1 }, 250),
] as const;
const environment = { pixelMean, runId: 'run', now: new Date('2026-01-02T03:04:05Z') };
const failures = [
  'weights-file-unknown',
  'weights-file-damaged',
  'weights-kind-unread',
  'weights-type-unread',
  'weights-not-finite',
  'weights-part-missing',
  'weights-of-different-checkpoints',
  'weights-mean-missing',
  'weights-input-order-unknown',
  'weights-ambiguous',
  'weights-wrong-shape',
  'weights-unsuitable',
  'checkpoint-too-new',
] as const;

describe('weights from anywhere', () => {
  it.each(
    checkpoints.flatMap((checkpoint) =>
      formats.map((format) => [format, checkpoint.summary.network, checkpoint] as const),
    ),
  )('as %s are opened, or refused: %s', (format, network, checkpoint) => {
    const [first, ...others] = filesOf(format, checkpoint, centredRecipe);
    if (!first) throw new Error(`there is no format ${format}`);
    return fuzz({
      parser: `weights, ${network}, ${format}`,
      inputs: anyBytesLike(first.bytes),
      parse: (bytes) => openWeights([{ name: first.name, bytes }, ...others], environment),
      failures,
    });
  });

  it.each(checkpoints)(
    'as a model of any structure are opened, or refused: $summary.network',
    (checkpoint) => {
      const [json, ...others] = filesOf('tfjs', checkpoint, centredRecipe);
      const model: unknown = JSON.parse(Buffer.from(json?.bytes ?? []).toString());
      return fuzz({
        parser: `weights, ${checkpoint.summary.network}, model.json changed`,
        inputs: anyStructureLike(model).map((changed) => Buffer.from(JSON.stringify(changed) ?? 'null')),
        parse: (text) =>
          openWeights([{ name: 'a.json', bytes: new Uint8Array(text) }, ...others], environment),
        failures,
      });
    },
  );
});

describe('weights of other programs from anywhere', () => {
  const ofOutput = { 'dense/kernel:0': outputWeights, 'dense/bias:0': outputBiases };
  const named = { W1: hiddenWeights, b1: hiddenBiases, ...ofOutput, mean };
  const listed = {
    ...{ arr_0: hiddenWeights, arr_1: hiddenBiases, arr_2: outputWeights, arr_3: outputBiases },
    ...{ mean: reshaped(mean, 3, 32, 32), config: npyFile(mean, headerOf(mean, "'|O'")) },
  };

  it.each([
    ['names', npzFile(named)],
    ['a list', npzFile(listed)],
    [
      'several types',
      [
        readFileSync(join(import.meta.dirname, '../../fixtures/foreignWeights/several-types.safetensors')),
      ].map((bytes) => ({ name: 'a.safetensors', bytes: new Uint8Array(bytes) })),
    ],
  ])('are opened, or refused: %s', (title, [file]) => {
    if (!file) throw new Error('there is no file');
    openWeights([file], environment);
    return fuzz({
      parser: `other programs’ weights, ${title}`,
      inputs: anyBytesLike(file.bytes),
      parse: (bytes) => openWeights([{ name: file.name, bytes }], environment),
      failures,
    });
  });

  it('as .npy arrays are read, or refused', () =>
    fuzz({
      parser: 'npy',
      inputs: anyBytesLike(
        new Uint8Array(npyFile(outputBiases, headerOf(outputBiases, "'>f2'"), new Uint8Array(20))),
      ),
      parse: (bytes) => decodeNpy(bytes, 'a', new AllocationBudget()).read(),
      failures: ['weights-file-damaged', 'weights-type-unread'],
    }));

  it('as models of any structure are opened, or refused', () => {
    const call = (name: string) => [[[name, 0, 0, {}]]];
    const quantization = { dtype: 'uint8', scale: 0.01, min: -1 };
    const weight = (name: string, ...shape: readonly number[]) => ({
      name,
      shape,
      dtype: 'float32',
      quantization,
    });
    const model = {
      format: 'layers-model',
      modelTopology: {
        model_config: {
          class_name: 'Functional',
          config: {
            layers: [
              {
                class_name: 'InputLayer',
                config: { batch_input_shape: [null, 32, 32, 3], name: 'x' },
                inbound_nodes: [],
              },
              { class_name: 'Flatten', config: { name: 'flat' }, inbound_nodes: call('x') },
              {
                class_name: 'Dense',
                config: { name: 'one', activation: 'relu' },
                inbound_nodes: call('flat'),
              },
              {
                class_name: 'Dense',
                config: { name: 'two', activation: 'softmax' },
                inbound_nodes: call('one'),
              },
            ],
          },
        },
      },
      weightsManifest: [
        {
          paths: ['a.bin'],
          weights: [
            ...[weight('one/kernel', 3072, 1), weight('one/bias', 1), weight('two/kernel', 1, 10)],
            ...[weight('two/bias', 10), { name: 'iter', shape: [], dtype: 'int32', group: 'optimizer' }],
          ],
        },
      ],
      userDefinedMetadata: { pixelMean: [...pixelMean] },
    };
    const bin = { name: 'a.bin', bytes: new Uint8Array(3_097).fill(7) };
    openWeights(
      [{ name: 'a.json', bytes: new Uint8Array(Buffer.from(JSON.stringify(model))) }, bin],
      environment,
    );
    return fuzz({
      parser: 'other programs’ weights, model.json changed',
      inputs: anyStructureLike(model).map((changed) => Buffer.from(JSON.stringify(changed) ?? 'null')),
      parse: (text) => openWeights([{ name: 'a.json', bytes: new Uint8Array(text) }, bin], environment),
      failures,
    });
  });
});
