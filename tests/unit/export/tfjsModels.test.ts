import { environment, sentenceOf } from '../../fixtures/openingWeights.ts';
import '@tensorflow/tfjs-backend-cpu';
import * as layersApi from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { openWeights } from '../../../src/import/openWeights.ts';
import type { ChosenFile } from '../../../src/import/weightsFile.ts';
import { pixelMean } from '../../fixtures/weightsFiles.ts';

const { layers, sequential, model: functional, input } = layersApi;

type Json = Readonly<Record<string, unknown>>;

/** What `model.save` hands to its destination. */
interface Saved {
  readonly topology: Json;
  readonly specs: readonly { readonly name: string; readonly shape: readonly number[] }[];
  readonly data: Uint8Array<ArrayBuffer>;
  /** The first weights, as the model has them. */
  readonly kernel: Float32Array;
}

/** Saves with TensorFlow.js's own writer. */
async function saved(model: layersApi.LayersModel, includeOptimizer = false): Promise<Saved> {
  let artifacts: layersApi.io.ModelArtifacts = {};
  const handler = layersApi.io.withSaveHandler(async (given) => {
    artifacts = given;
    return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
  });
  await model.save(handler, { includeOptimizer });
  const { modelTopology, weightSpecs = [], weightData } = artifacts;
  if (!(weightData instanceof ArrayBuffer)) throw new Error('there are several buffers');
  const [kernel] = model.getWeights();
  return {
    topology: modelTopology as Json,
    specs: weightSpecs,
    data: new Uint8Array(weightData),
    kernel: (await kernel?.data()) as Float32Array,
  };
}

function filesOf(
  { topology, specs, data }: Pick<Saved, 'topology' | 'specs' | 'data'>,
  others: Json = {},
  names = ['model.json', 'group1-shard1of1.bin'],
): ChosenFile[] {
  const json = {
    format: 'layers-model',
    modelTopology: topology,
    weightsManifest: [{ paths: ['./group1-shard1of1.bin'], weights: specs }],
    userDefinedMetadata: { pixelMean: [...pixelMean] },
    ...others,
  };
  const bytes = new Uint8Array(Buffer.from(JSON.stringify(json)));
  return [
    { name: names[0] ?? '', bytes },
    { name: names[1] ?? '', bytes: data },
  ];
}

function open(files: readonly ChosenFile[]) {
  const { checkpoint, passedOver } = openWeights(files, environment);
  return { first: checkpoint.weights[0]?.values, network: checkpoint.summary.network, passedOver };
}

const hidden = () => layers.dense({ units: 2, activation: 'relu' });
const classes = () => layers.dense({ units: 10, activation: 'softmax' });

describe('Keras models as TensorFlow.js saves them', () => {
  let plain: Saved;

  beforeAll(async () => {
    await layersApi.setBackend('cpu');
    plain = await saved(
      sequential({ layers: [layers.dense({ units: 2, activation: 'relu', inputShape: [3072] }), classes()] }),
    );
  });

  it('open, whatever case their names are in', () => {
    const capitals = ['MODEL.JSON', 'GROUP1-SHARD1OF1.BIN'];
    for (const names of [undefined, capitals, ['model (1).json', 'group1-shard1of1 (1).bin']]) {
      expect(open(filesOf(plain, {}, names))).toEqual({
        first: plain.kernel,
        network: 'two-layer',
        passedOver: [],
      });
    }
  });

  it('open without their optimizer', async () => {
    const model = sequential({
      layers: [layers.dense({ units: 2, activation: 'relu', inputShape: [3072] }), classes()],
    });
    model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy' });
    const [x, y] = [layersApi.ones([2, 3072]), layersApi.ones([2, 10])];
    await model.fit(x, y, { epochs: 1, verbose: 0 });
    const withOptimizer = await saved(model, true);
    const { first, passedOver } = open(filesOf(withOptimizer));
    expect(first).toEqual(withOptimizer.kernel);
    expect(passedOver).toHaveLength(9);
    expect(passedOver).toContain('optimizer/iter');
  });

  it('open as functional models that are a chain', async () => {
    const inputs = input({ shape: [3072] });
    const last = classes().apply(layers.dropout({ rate: 0.5 }).apply(hidden().apply(inputs)));
    const chain = await saved(functional({ inputs, outputs: last as layersApi.SymbolicTensor }));
    expect(open(filesOf(chain))).toMatchObject({ first: chain.kernel, network: 'two-layer' });
  });

  it('are refused as functional models with branches', async () => {
    const inputs = input({ shape: [3072] });
    const branch = () => layers.dense({ units: 10 }).apply(inputs) as layersApi.SymbolicTensor;
    const sum = layers.add().apply([branch(), branch()]) as layersApi.SymbolicTensor;
    expect(sentenceOf(filesOf(await saved(functional({ inputs, outputs: sum }))))).toMatch(
      /^The weights in model\.json cannot be used here: the model is no chain of layers: “add_\w+” is in a branch\./,
    );
  });

  it('open where they flatten pictures themselves, with their inputs put into the page’s order', async () => {
    const flat = await saved(
      sequential({ layers: [layers.flatten({ inputShape: [32, 32, 3] }), hidden(), classes()] }),
    );
    const { first, network } = open(filesOf(flat));
    expect(network).toBe('two-layer');
    // The second pixel's red is the second input here, and the fourth there; of two units each.
    expect(first?.subarray(2, 4)).toEqual(flat.kernel.subarray(6, 8));
    expect(first?.subarray(2 * 1024, 2 * 1024 + 2)).toEqual(flat.kernel.subarray(2, 4));
  });

  it('open as convolutional networks', async () => {
    const convolution = (filters: number, inputShape?: number[]) =>
      layers.conv2d({
        filters,
        kernelSize: 3,
        padding: 'same',
        activation: 'relu',
        ...(inputShape ? { inputShape } : {}),
      });
    const pooling = () => layers.maxPooling2d({ poolSize: 2 });
    const network = await saved(
      sequential({
        layers: [
          ...[convolution(2, [32, 32, 3]), pooling(), convolution(3), pooling(), convolution(4), pooling()],
          ...[layers.flatten(), layers.dense({ units: 5, activation: 'relu' }), classes()],
        ],
      }),
    );
    expect(open(filesOf(network))).toMatchObject({ first: network.kernel, network: 'convolutional' });
  });

  it('are refused where an activation has settings of its own', async () => {
    const capped = await saved(
      sequential({
        layers: [layers.dense({ units: 2, inputShape: [3072] }), layers.reLU({ maxValue: 6 }), classes()],
      }),
    );
    expect(sentenceOf(filesOf(capped))).toContain('a ReLU layer has max_value 6');
  });

  describe('and the converter converts them', () => {
    /** Keras's own topology, as the converter of Keras 2 and of Keras 3 leave it. */
    const wrapped = (config: Json) => ({
      keras_version: '2.15.0',
      backend: 'tensorflow',
      model_config: config,
    });

    it('open with the topology of Keras 2', () => {
      expect(open(filesOf({ ...plain, topology: wrapped(plain.topology) })).first).toEqual(plain.kernel);
    });

    it('open with the topology of Keras 3', () => {
      const call = (name: string) => ({
        args: [{ class_name: '__keras_tensor__', config: { shape: [null, 2], keras_history: [name, 0, 0] } }],
        kwargs: {},
      });
      const [first, second] = plain.specs.filter(({ name }) => name.endsWith('/kernel'));
      const nameOf = (spec: typeof first) => spec?.name.replace('/kernel', '') ?? '';
      const dense = (spec: typeof first, units: number, activation: unknown, before: string) => ({
        module: 'keras.layers',
        class_name: 'Dense',
        config: { name: nameOf(spec), units, activation, use_bias: true },
        name: nameOf(spec),
        inbound_nodes: [call(before)],
      });
      const relu = {
        module: 'builtins',
        class_name: 'function',
        config: 'relu',
        registered_name: 'function',
      };
      const topology = wrapped({
        class_name: 'Functional',
        config: {
          name: 'functional',
          // Not in the order of the chain.
          layers: [
            dense(second, 10, 'softmax', nameOf(first)),
            {
              class_name: 'InputLayer',
              config: { batch_shape: [null, 3072], name: 'x' },
              name: 'x',
              inbound_nodes: [],
            },
            dense(first, 2, relu, 'x'),
          ],
        },
      });
      expect(open(filesOf({ ...plain, topology })).first).toEqual(plain.kernel);
    });

    /** The converter's quantization: each array's range in 255 or 65,535 steps, or half precision. */
    function quantized(steps: 255 | 65_535): Saved {
      let place = 0;
      const parts: Uint8Array[] = [];
      const specs = plain.specs.map((spec) => {
        const count = spec.shape.reduce((product, side) => product * side, 1);
        const values = [...new Float32Array(plain.data.buffer, place, count)];
        place += 4 * count;
        const min = Math.min(...values);
        const scale = (Math.max(...values) - min) / steps || 1;
        const integers = values.map((value) => Math.round((value - min) / scale));
        parts.push(
          steps === 255 ? Uint8Array.from(integers) : new Uint8Array(Uint16Array.from(integers).buffer),
        );
        const dtype = steps === 255 ? 'uint8' : 'uint16';
        return { ...spec, quantization: { dtype, scale, min, original_dtype: 'float32' } };
      });
      return { ...plain, specs, data: new Uint8Array(Buffer.concat(parts)) };
    }

    it.each([255, 65_535] as const)('open with their weights in %i steps', (steps) => {
      const { first } = open(filesOf(quantized(steps)));
      const range = Math.max(...plain.kernel) - Math.min(...plain.kernel);
      const errors = plain.kernel.map((value, place) => Math.abs(value - (first?.[place] ?? Number.NaN)));
      expect(Math.max(...errors)).toBeLessThanOrEqual((0.51 * range) / steps);
      expect(Math.max(...errors)).toBeGreaterThan(0);
    });

    it('are refused where their steps lead beyond single precision, which is said', () => {
      const { specs, ...rest } = quantized(255);
      const [first, ...others] = specs;
      if (!first) throw new RangeError('there are no weights');
      const overflowing = { ...first, quantization: { dtype: 'uint8', scale: 1e38, min: 0 } };
      expect(sentenceOf(filesOf({ ...rest, specs: [overflowing, ...others] }))).toContain(
        'contains Infinity',
      );
    });

    it('open with arrays of other types beside their weights, which only take their place', () => {
      const specs = [
        { name: 'vocabulary', shape: [2], dtype: 'string' },
        { name: 'mask', shape: [3], dtype: 'bool' },
        ...plain.specs,
      ];
      const texts = [2, 0, 0, 0, 104, 105, 0, 0, 0, 0];
      const data = new Uint8Array(Buffer.concat([Buffer.from([...texts, 1, 0, 1]), plain.data]));
      expect(open(filesOf({ ...plain, specs, data }))).toMatchObject({
        first: plain.kernel,
        passedOver: ['vocabulary', 'mask'],
      });
    });
  });

  it('are refused as what they are where they are no layers model', () => {
    const graph = filesOf(plain, { format: 'graph-model', modelTopology: { node: [] } });
    expect(sentenceOf(graph)).toBe(
      'model.json is of a kind that this page does not read: a tfjs graph model. It reads .safetensors, .npz, and the .json and .bin files of a tfjs layers model that is a chain of layers.',
    );
    const others = filesOf(plain, { weightsManifest: undefined });
    expect(sentenceOf(others)).toContain(
      'of a kind that this page does not read: JSON without the layers and the list of weights',
    );
    const [json, bin] = filesOf(plain);
    if (!json || !bin) throw new Error('there are no two files');
    const short = { ...bin, bytes: bin.bytes.slice(4) };
    expect(sentenceOf([json, short])).toMatch(
      /^model\.json is damaged: its \.bin files have \d+ bytes; expected/,
    );
  });
});
