import * as tf from '@tensorflow/tfjs-core';
import type { BackendName } from '../../../src/backend/backendInfo.ts';
import { startBackend } from '../../../src/backend/startBackend.ts';
import { articleHyperparameters } from '../../../src/configuration/hyperparameters.ts';
import { parametersFromWeights } from '../../../src/model/parameters.ts';
import { twoLayerNetwork } from '../../../src/model/twoLayerNetwork.ts';
import { testAccuracy } from '../../../src/training/testAccuracy.ts';
import { training } from '../../../src/training/training.ts';
import { batchTensors } from '../../../src/training/trainingBatch.ts';
import { openHostData } from '../../../src/worker/training/openHostData.ts';
import type { HostData } from '../../../src/worker/training/trainingHost.ts';
import { referenceWeights } from '../../fixtures/referenceWeights.ts';
import reference from '../../reference/two_layer_fc.json' with { type: 'json' };

export interface ReferenceRun {
  readonly learningRate: number;
  readonly steps: readonly { readonly crossEntropy: number; readonly l2Penalty: number }[];
  /** Null where the case was not followed to its end. */
  readonly testAccuracy: number | null;
}

export interface ReferenceResult {
  readonly backend: string;
  readonly runs: readonly ReferenceRun[];
}

export interface ReferenceInput {
  readonly backend: BackendName;
  /** How far to follow each case. The test accuracy is measured only at its end. */
  readonly steps: number;
}

/** Both cases of the reference on the chosen backend, with the pictures that the page has stored. */
async function referenceResult({ backend, steps: most }: ReferenceInput): Promise<ReferenceResult> {
  const { info } = await startBackend(backend);
  const data = await openHostData();
  const runs: ReferenceRun[] = [];
  for (const { learningRate, steps } of reference.cases) {
    runs.push(await referenceRun(data, learningRate, Math.min(most, steps.length), most >= steps.length));
  }
  return { backend: info.name, runs };
}

async function referenceRun(
  data: HostData,
  learningRate: number,
  stepCount: number,
  isWhole: boolean,
): Promise<ReferenceRun> {
  const { batchSize, regConstant, hidden } = reference;
  const layers = twoLayerNetwork.layers({ ...articleHyperparameters, hiddenUnits: hidden });
  let parameters = parametersFromWeights(layers, referenceWeights(layers));
  const steps: ReferenceRun['steps'][number][] = [];
  for (let step = 0; step < stepCount; step++) {
    const indices = Uint32Array.from({ length: batchSize }, (_, row) => step * batchSize + row);
    const batch = batchTensors(data.trainingSet, indices, data.pixelMean);
    const options = { learningRate, regConstant, isMeasured: true, keepsLogits: false };
    const result = training(batch, layers, parameters, options);
    parameters = result.parameters;
    const [crossEntropy = Number.NaN, l2Penalty = Number.NaN] = (await result.measurements?.data()) ?? [];
    steps.push({ crossEntropy, l2Penalty });
    tf.dispose([batch.images, batch.labels, result.measurements ?? []]);
  }
  const accuracy = isWhole ? await testAccuracy(layers, parameters, data.testSet, data.pixelMean) : null;
  return { learningRate, steps, testAccuracy: accuracy };
}

addEventListener('message', ({ data }: MessageEvent<ReferenceInput>) => {
  referenceResult(data).then(postMessage, (error: unknown) => postMessage({ error: String(error) }));
});
