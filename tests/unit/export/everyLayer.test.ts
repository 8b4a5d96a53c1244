import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import '@tensorflow/tfjs-backend-cpu';
import * as layersApi from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { imagePixels } from '../../../src/data/cifar10.ts';
import { valuesInFile } from '../../../src/export/arrayForm.ts';
import { kerasLayers } from '../../../src/export/kerasLayers.ts';
import { layerForms, layouts, placedLayers } from '../../../src/export/layouts.ts';
import { valuesNamed } from '../../../src/export/networkWeights.ts';
import { pythonFiles } from '../../../src/export/proof.ts';
import { pytorchModules, sequentialText } from '../../../src/export/pytorchModules.ts';
import { inference } from '../../../src/model/inference.ts';
import { modelOf } from '../../../src/model/model.ts';
import { initialWeights, parametersFromWeights } from '../../../src/model/parameters.ts';
import { networkArrays } from '../../../src/network/arrays.ts';
import {
  averagePooling,
  batchNormalization,
  chain,
  convolution,
  dense,
  dropout,
  flatten,
  gelu,
  globalAveragePooling,
  globalMaxPooling,
  image,
  maxPooling,
  relu,
} from '../../../src/network/chain.ts';
import type { LayerSpec } from '../../../src/network/specification.ts';
import { randomStream } from '../../../src/random/random.ts';
import type { NamedArray } from '../../../src/tensorFiles/namedArray.ts';
import { encodeNpz } from '../../../src/tensorFiles/npz.ts';
import { pythonFor } from '../../fixtures/missing.ts';
import { printed } from '../../fixtures/python.ts';
import { expectSameLogits } from '../../fixtures/sameLogits.ts';
import { temporaryFolder } from '../../fixtures/temporaryFolder.ts';

const windows = { initialStddev: 0.5, hasBiases: true, startsAsIdentity: false } as const;
const normalization = { epsilon: 0.01, momentum: 0.3 };
const logits = dense('output', 10, { initialStddev: 0.5, outputScale: 1 / 4 });

/** Networks that the page does not have, of every kind of layer and of every padding. */
const networks: readonly (readonly [title: string, layers: readonly LayerSpec[], text: string])[] = [
  [
    'the mean of each channel',
    chain(
      [imagePixels],
      image(3),
      convolution('a', 4, { ...windows, size: 3, stride: 2, padding: 'same' }),
      averagePooling(3),
      relu(),
      convolution('b', 5, { ...windows, size: 2, stride: 1, padding: 'same', hasBiases: false }),
      batchNormalization(normalization),
      globalAveragePooling(),
      logits,
    ),
    'nn.ZeroPad2d((0, 1, 0, 1)), nn.Conv2d(3, 4, 3, stride=2), nn.AvgPool2d(3), ',
  ],
  [
    'the largest value of each channel',
    chain(
      [imagePixels],
      image(3),
      convolution('a', 4, { ...windows, size: 4, stride: 2, padding: 'same' }),
      gelu(),
      convolution('b', 5, { ...windows, size: 3, stride: 1, padding: 'valid' }),
      globalMaxPooling(),
      logits,
    ),
    'nn.Conv2d(3, 4, 4, stride=2, padding=1), nn.GELU(), nn.Conv2d(4, 5, 3), ',
  ],
  [
    'flattened images behind dropout',
    chain(
      [imagePixels],
      image(3),
      convolution('a', 2, { ...windows, size: 5, stride: 5, padding: 'valid' }),
      maxPooling(2),
      flatten(),
      dropout(0.5),
      dense('hidden', 6, { initialStddev: 0.5 }),
      gelu(),
      logits,
    ),
    'nn.Conv2d(3, 2, 5, stride=5), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(18, 6), nn.GELU()',
  ],
];

const count = 4;
const random = randomStream(6, 'pictures');
const pictures = Uint8Array.from({ length: count * imagePixels }, () => random.below(4));

describe.each(networks)('a network with %s', (_, layers, text) => {
  const weights = initialWeights(layers, 3).map((array) => ({
    ...array,
    values: array.values.map((value) => value + random.uniform() / 4),
  }));
  let own: readonly number[] = [];

  beforeAll(async () => {
    await tf.setBackend('cpu');
    const inputs = tf.tensor2d(Float32Array.from(pictures), [count, imagePixels]);
    const model = modelOf(layers);
    own = [...(await inference(inputs, model, parametersFromWeights(model, weights)).data())];
  });

  it('is the same in TensorFlow.js', async () => {
    const arrays = placedLayers(layers).flatMap((placed) =>
      layerForms(placed, layouts.keras).map((form) => ({
        name: `${placed.layer.name}/${form.name}`,
        tensor: layersApi.tensor(valuesInFile(form, valuesNamed(form.array, weights)), [...form.shape]),
      })),
    );
    await layersApi.setBackend('cpu');
    const config = { name: 'a', layers: kerasLayers(layers) };
    const modelTopology = JSON.parse(JSON.stringify({ class_name: 'Sequential', config }));
    const model = await layersApi.models.modelFromJSON({ modelTopology });
    model.loadWeights(Object.fromEntries(arrays.map(({ name, tensor }) => [name, tensor])));
    const inputs = layersApi.tensor2d(Float32Array.from(pictures), [count, imagePixels]);
    const outputs = model.predict(inputs);
    if (!(outputs instanceof layersApi.Tensor)) throw new Error('the model has one output');
    expectSameLogits([...(await outputs.data())], own);
  });

  it('is the same module of PyTorch', async (test) => {
    const python = pythonFor(test, 'numpy', 'torch');
    expect(sequentialText(layers)).toContain(text);
    const folder = await folderOf(layers, weights);
    const state: NamedArray[] = pytorchModules(layers).flatMap(({ forms, constants }, place) => [
      ...forms.map((form) => ({
        name: `${place}.${form.name}`,
        shape: form.shape,
        values: valuesInFile(form, valuesNamed(form.array, weights)),
      })),
      ...constants.map((array) => ({ ...array, name: `${place}.${array.name}` })),
    ]);
    await writeFile(join(folder, 'state.npz'), encodeNpz(state, {}));
    expectSameLogits(JSON.parse(printed(python, '-c', pytorchModule, folder, sequentialText(layers))), own);
  });

  it.for([
    ['NumPy', 'numpy', 'numpy_network'],
    ['PyTorch', 'torch', 'pytorch_network'],
  ] as const)(
    'has the same logits in a proof’s network in %s, and the arrays that a proof must have',
    async ([, library, module], test) => {
      const python = pythonFor(test, 'numpy', library);
      const folder = await folderOf(layers, weights);
      await writeFile(join(folder, 'logits.py'), logitsOf(module));
      const { logits: found, shapes } = JSON.parse(printed(python, join(folder, 'logits.py')));
      expectSameLogits(found, own);
      const arrays = networkArrays(layers).map(({ name, shape }) => [name, [...shape]]);
      expect(shapes).toEqual({ ...Object.fromEntries(arrays), pixel_mean: [imagePixels] });
    },
  );
});

/** The programs, and a configuration with these layers. */
async function folderOf(layers: readonly LayerSpec[], weights: readonly NamedArray[]): Promise<string> {
  const folder = temporaryFolder();
  const mean = { name: 'pixel_mean', shape: [imagePixels], values: new Float32Array(imagePixels) };
  const files = {
    ...pythonFiles,
    'configuration.json': JSON.stringify({ layers, input_scaling: 'centred' }),
    'weights.npz': encodeNpz([...weights, mean], {}),
    pictures,
  };
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  return folder;
}

const pytorchModule = `
import json, numpy, pathlib, sys, torch
from torch import nn
folder, text = pathlib.Path(sys.argv[1]), sys.argv[2]
module = eval(text)
state = numpy.load(folder / "state.npz")
module.load_state_dict({name: torch.from_numpy(state[name]) for name in state.files}, strict=True)
inputs = torch.from_numpy(numpy.fromfile(folder / "pictures", "u1").reshape(-1, ${imagePixels})).float()
with torch.no_grad():
    print(json.dumps(module.eval()(inputs).flatten().tolist()))
`;

/** Prints the exact ones, as the others have the errors of single precision, and the shapes of the arrays by name. */
function logitsOf(module: string): string {
  return `
import json, numpy, check_statements, ${module}
from cifar10_data import CONFIGURATION, HERE
pictures = numpy.fromfile(HERE / "pictures", "u1").reshape(-1, ${imagePixels})
logits = ${module}.logits(pictures)[0].flatten().tolist()
print(json.dumps({"logits": logits, "shapes": check_statements.expected_arrays(CONFIGURATION)}))`;
}
