import type { BackendName } from '../../../src/backend/backendInfo.ts';
import { startBackend } from '../../../src/backend/startBackend.ts';
import type { PreparedPictures } from '../../../src/input/inputScaling.ts';
import { modelOf } from '../../../src/model/model.ts';
import { parametersFromWeights } from '../../../src/model/parameters.ts';
import { twoLayerNetwork } from '../../../src/network/twoLayerNetwork.ts';
import { accuracyOn, allOf } from '../../../src/training/accuracy.ts';
import { batchTensors, disposeBatch } from '../../../src/training/batch.ts';
import { type TrainedState, trainStep } from '../../../src/training/trainStep.ts';
import { openOfficialPictures } from '../../../src/worker/training/openPictures.ts';
import { articleHyperparameters } from '../../fixtures/articleHyperparameters.ts';
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
  const data = await openOfficialPictures();
  const runs: ReferenceRun[] = [];
  for (const { learningRate, steps } of reference.cases) {
    runs.push(await referenceRun(data, learningRate, Math.min(most, steps.length), most >= steps.length));
  }
  return { backend: info.name, runs };
}

async function referenceRun(
  { trainingSet, testSet, scaling }: PreparedPictures,
  learningRate: number,
  stepCount: number,
  isWhole: boolean,
): Promise<ReferenceRun> {
  const { batchSize, regConstant, hidden } = reference;
  const model = modelOf(twoLayerNetwork.layers({ ...articleHyperparameters, hiddenUnits: hidden }));
  let state: TrainedState = {
    parameters: parametersFromWeights(model, referenceWeights(model.layers)),
    average: undefined,
    slots: [],
    slotsFrom: 0,
  };
  const settings = { ...articleHyperparameters, learningRate, regConstant };
  const steps: ReferenceRun['steps'][number][] = [];
  for (let step = 0; step < stepCount; step++) {
    const indices = Uint32Array.from({ length: batchSize }, (_, row) => step * batchSize + row);
    const batch = batchTensors(trainingSet, indices, scaling);
    const options = { measures: true, collectsHistograms: false };
    const result = trainStep(batch, model, state, settings, step, options);
    state = result.state;
    const [crossEntropy = Number.NaN, l2Penalty = Number.NaN] = (await result.measurements?.data()) ?? [];
    steps.push({ crossEntropy, l2Penalty });
    disposeBatch(batch);
    result.measurements?.dispose();
  }
  const accuracy = isWhole
    ? await accuracyOn(allOf(testSet), { model, parameters: state.parameters, scaling, views: 'one' })
    : null;
  return { learningRate, steps, testAccuracy: accuracy };
}

addEventListener('message', ({ data }: MessageEvent<ReferenceInput>) => {
  referenceResult(data).then(postMessage, (error: unknown) => postMessage({ error: String(error) }));
});
