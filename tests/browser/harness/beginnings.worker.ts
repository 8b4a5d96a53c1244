import type { BackendName } from '../../../src/backend/backendInfo.ts';
import { startBackend } from '../../../src/backend/startBackend.ts';
import { imagePixels } from '../../../src/data/cifar10.ts';
import { weightsFromParameters } from '../../../src/model/parameters.ts';
import { twoLayerNetwork } from '../../../src/network/twoLayerNetwork.ts';
import type { TrainingData } from '../../../src/training/stepBatch.ts';
import { newRun } from '../../../src/training/trainingRun.ts';
import { articleHyperparameters } from '../../fixtures/articleHyperparameters.ts';

export interface BeginningInput {
  readonly backend: BackendName;
  readonly seed: number;
}

/** What a seed fixes, as SHA-256 in hexadecimal. */
export interface Beginning {
  /** All initial weights, read back from the backend, one after the other. */
  readonly weights: string;
  /** The indices of all batches of the first epoch, as 32-bit numbers. */
  readonly firstEpoch: string;
}

/** The network has no layer that is computed from pictures. */
const withoutPictures: TrainingData = {
  trainingSet: { imageCount: 0, batches: [] },
  scaling: { offset: new Float32Array(imagePixels), scale: null },
};

async function beginning({ backend, seed }: BeginningInput): Promise<Beginning> {
  await startBackend(backend);
  const run = newRun('run', twoLayerNetwork, { ...articleHyperparameters, seed }, withoutPictures);
  const weights = await weightsFromParameters(run.state.parameters);
  const order: number[] = [];
  while (run.sampler.place.epoch === 0) order.push(...run.sampler.next());
  return {
    weights: await sha256(new Blob(weights.map(({ values }) => values))),
    firstEpoch: await sha256(new Blob([Uint32Array.from(order)])),
  };
}

async function sha256(bytes: Blob): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await bytes.arrayBuffer()));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

addEventListener('message', ({ data }: MessageEvent<BeginningInput>) => {
  beginning(data).then(postMessage, (error: unknown) => postMessage({ error: String(error) }));
});
