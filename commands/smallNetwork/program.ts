import * as tf from '@tensorflow/tfjs-core';
import { packageBatch } from '../../build/cifar10Package.ts';
import { startWasm } from '../../src/backend/wasm/startWasm.ts';
import { testBatchName, trainingBatchNames } from '../../src/data/cifar10.ts';
import { imageSetOf } from '../../src/data/imageSet.ts';
import { pixelMeanOf, pixelSumsOf, summarizeBatch } from '../../src/data/summary.ts';
import {
  centredPictures,
  type PreparedPictures,
  standardizedPictures,
} from '../../src/input/inputScaling.ts';
import { type SmallNetworkPlan, type TrainedSmallNetwork, trainSmallNetwork } from './trainSmallNetwork.ts';

/** What `commands/smallNetwork.mjs` bundles and runs: trains on one thread, because Node has no workers of the browser's kind. */
export async function trainedHere(
  plan: SmallNetworkPlan,
  say: (line: string) => void,
): Promise<TrainedSmallNetwork> {
  await startWasm(1);
  await tf.setBackend('wasm');
  const pictures = await standardizedCifar10();
  const { maxSteps } = plan.hyperparameters;
  const startedAt = performance.now();
  return trainSmallNetwork(plan, pictures, (step, loss) => {
    if (step % 100 !== 0 && step !== maxSteps) return;
    const seconds = (performance.now() - startedAt) / 1_000;
    say(`step ${step} of ${maxSteps}   loss ${loss.toFixed(3)}   ${seconds.toFixed(0)} s`);
  });
}

async function standardizedCifar10(): Promise<PreparedPictures> {
  const training: Uint8Array<ArrayBuffer>[] = [];
  for (const name of trainingBatchNames) training.push(await packageBatch(name));
  const summaries = trainingBatchNames.map((name, place) => {
    const records = training[place] ?? new Uint8Array();
    return { ...summarizeBatch(name, records, pixelSumsOf(records)), storedAt: '' };
  });
  const testSet = imageSetOf([await packageBatch(testBatchName)]);
  return standardizedPictures(centredPictures(imageSetOf(training), testSet, pixelMeanOf(summaries)));
}
