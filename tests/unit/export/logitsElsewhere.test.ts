import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import '@tensorflow/tfjs-backend-cpu';
import * as layersApi from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Checkpoint } from '../../../src/checkpoint/checkpoint.ts';
import { imagePixels } from '../../../src/data/cifar10.ts';
import { layersOf } from '../../../src/export/networkWeights.ts';
import { openWeights } from '../../../src/import/openWeights.ts';
import type { ChosenFile } from '../../../src/import/weightsFile.ts';
import { pictureInputs } from '../../../src/input/pictureInputs.ts';
import { inference } from '../../../src/model/inference.ts';
import { modelOf } from '../../../src/model/model.ts';
import { parametersFromWeights } from '../../../src/model/parameters.ts';
import { randomStream } from '../../../src/random/random.ts';
import { checkpointOf, checkpointsOfNetworks } from '../../fixtures/checkpoints.ts';
import { pythonFor } from '../../fixtures/missing.ts';
import { printed } from '../../fixtures/python.ts';
import { expectSameLogits } from '../../fixtures/sameLogits.ts';
import { temporaryFolder } from '../../fixtures/temporaryFolder.ts';
import {
  filesOf,
  pixelMean,
  standardizedRecipe,
  trained,
  whitenedRecipe,
} from '../../fixtures/weightsFiles.ts';

const pictures = 3;
const random = randomStream(4, 'pictures');
const inputs = Float32Array.from({ length: pictures * imagePixels }, () => 4 * random.uniform() - 2);

describe.each(checkpointsOfNetworks)('exported weights of the network %s', (_, saved) => {
  const checkpoint = trained(saved);
  let own: readonly number[] = [];

  beforeAll(async () => {
    await tf.setBackend('cpu');
    own = await ownLogits(checkpoint, inputs);
  });

  it('give the page’s logits in TensorFlow.js', async () => {
    const model = await kerasModel(checkpoint);
    expectSameLogits(await predicted(model, inputs), own);
  });

  it('open here bit for bit when TensorFlow.js has saved them again', async () => {
    const model = await kerasModel(checkpoint);
    const saved: ChosenFile[] = [];
    await model.save({
      async save({ weightSpecs: weights, weightData, ...json }) {
        if (!(weightData instanceof ArrayBuffer)) throw new Error('the weights are in one piece');
        const manifest = { ...json, weightsManifest: [{ paths: ['a.bin'], weights }] };
        saved.push({ name: 'a.json', bytes: new TextEncoder().encode(JSON.stringify(manifest)) });
        saved.push({ name: 'a.bin', bytes: new Uint8Array(weightData) });
        return { modelArtifactsInfo: layersApi.io.getModelArtifactsInfoForJSON(json) };
      },
    });
    const opened = openWeights(saved, { pixelMean, runId: 'opened', now: new Date() }).checkpoint;
    expect(opened.weights).toEqual(checkpoint.weights);
  });

  it('give the page’s logits in PyTorch, loaded strictly into the module in their metadata', async (test) => {
    const python = pythonFor(test, 'numpy', 'torch');
    const folder = temporaryFolder();
    const [weights] = filesOf('safetensors', checkpoint, standardizedRecipe);
    await writeFile(join(folder, 'a.safetensors'), weights?.bytes ?? '');
    await writeFile(join(folder, 'inputs'), inputs);
    expectSameLogits(JSON.parse(printed(python, '-c', pytorchLogits, folder)), own);
  });
});

describe('an exported model that was trained on whitened pictures', () => {
  const checkpoint = trained(checkpointOf('two-layer', { hiddenUnits: 7, inputScaling: 'whitened' }, 250));
  const recipe = whitenedRecipe();
  const step = recipe.whitening?.step ?? 0;

  it('whitens and rounds as the page does what its metadata say to put in, and then gives its logits', async () => {
    await tf.setBackend('cpu');
    const images = Array.from({ length: pictures }, () =>
      Uint8Array.from({ length: imagePixels }, () => random.below(256)),
    );
    const model = await kerasModel(checkpoint, recipe);
    const { pixelMean: mean, pixelScale: scale, input } = model.getUserDefinedMetadata() as Metadata;
    expect(input).toContain('input = (byte - pixelMean) * pixelScale.');
    const standardized = images.map((image) =>
      Float32Array.from(image, (byte, pixel) => (byte - (mean[pixel] ?? 0)) * (scale[pixel] ?? 0)),
    );
    const first = layersApi.model({ inputs: model.inputs, outputs: model.getLayer('inputs/flatten').output });
    const whitened = await predicted(first, joined(standardized));
    const expected = joined(images.map((image) => pictureInputs(image, recipe)));
    const steps = whitened.map((value, place) => Math.abs(value - (expected[place] ?? 0)) / step);
    // A value half-way between two steps may be rounded to either.
    expect(steps.filter((difference) => difference > 1e-3).length).toBeLessThan(4);
    expect(Math.max(...steps)).toBeLessThan(1.001);
    const own = await ownLogits(checkpoint, Float32Array.from(whitened));
    expectSameLogits(await predicted(model, joined(standardized)), own);
  });

  it('comes back bit for bit, and as whitened even where its metadata are gone', () => {
    const [json, bin] = filesOf('tfjs', checkpoint, recipe);
    if (!json || !bin) throw new Error('there are no two files');
    const environment = { pixelMean, runId: 'opened', now: new Date() };
    const opened = openWeights([json, bin], environment).checkpoint;
    expect(opened.weights).toEqual(checkpoint.weights);
    expect(opened.summary.hyperparameters).toEqual(checkpoint.summary.hyperparameters);
    const { userDefinedMetadata, ...model } = JSON.parse(new TextDecoder().decode(json.bytes));
    const { pixelMean: mean, pixelScale } = userDefinedMetadata;
    const bare = { ...model, userDefinedMetadata: { pixelMean: mean, pixelScale } };
    const bytes = new TextEncoder().encode(JSON.stringify(bare));
    const { weights, summary } = openWeights([{ ...json, bytes }, bin], environment).checkpoint;
    expect(weights).toEqual(checkpoint.weights);
    expect(summary.hyperparameters.inputScaling).toBe('whitened');
  });

  it('of an earlier version, without these layers, opens too', () => {
    const [json, bin] = filesOf('tfjs', checkpoint, standardizedRecipe);
    if (!json || !bin) throw new Error('there are no two files');
    const opened = openWeights([json, bin], { pixelMean, runId: 'opened', now: new Date() }).checkpoint;
    expect(opened.weights).toEqual(checkpoint.weights);
    expect(opened.summary.hyperparameters.inputScaling).toBe('whitened');
  });
});

interface Metadata {
  readonly pixelMean: readonly number[];
  readonly pixelScale: readonly number[];
  readonly input: string;
}

function joined(images: readonly Float32Array[]): Float32Array {
  return Float32Array.from(images.flatMap((image) => [...image]));
}

async function predicted(model: layersApi.LayersModel, values: Float32Array): Promise<readonly number[]> {
  const logits = model.predict(layersApi.tensor2d(values, [pictures, imagePixels]));
  if (!(logits instanceof layersApi.Tensor)) throw new Error('the model has one output');
  return [...(await logits.data())];
}

async function kerasModel(
  checkpoint: Checkpoint,
  recipe = standardizedRecipe,
): Promise<layersApi.LayersModel> {
  const [json, bin] = filesOf('tfjs', checkpoint, recipe);
  if (!json || !bin) throw new Error('there are no two files');
  const { weightsManifest, ...model } = JSON.parse(new TextDecoder().decode(json.bytes));
  await layersApi.setBackend('cpu');
  return layersApi.loadLayersModel({
    load: async () => ({
      ...model,
      weightSpecs: weightsManifest.flatMap((group: { weights: unknown[] }) => group.weights),
      weightData: bin.bytes.buffer,
    }),
  });
}

/** Reads the file without the page's reader, evaluates its module, and prints the logits. */
const pytorchLogits = `
import json, numpy, pathlib, sys, torch
from torch import nn
folder = pathlib.Path(sys.argv[1])
file = (folder / "a.safetensors").read_bytes()
start = 8 + int.from_bytes(file[:8], "little")
header = json.loads(file[8:start])
module = eval(header.pop("__metadata__")["module"])
def tensor(place):
    begin, end = (start + offset for offset in place["data_offsets"])
    return torch.from_numpy(numpy.frombuffer(file[begin:end], "f4").reshape(place["shape"]).copy())
module.load_state_dict({name: tensor(place) for name, place in header.items()}, strict=True)
inputs = torch.from_numpy(numpy.fromfile(folder / "inputs", "f4").reshape(-1, ${imagePixels}))
with torch.no_grad():
    print(json.dumps(module.eval()(inputs).flatten().tolist()))
`;

async function ownLogits({ summary, weights }: Checkpoint, values: Float32Array): Promise<readonly number[]> {
  const model = modelOf(layersOf(summary));
  const logits = inference(
    tf.tensor2d(values, [pictures, imagePixels]),
    model,
    parametersFromWeights(model, weights),
  );
  return [...(await logits.data())];
}
