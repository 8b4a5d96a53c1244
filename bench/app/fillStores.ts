import type { Checkpoint } from '../../src/checkpoint/checkpoint.ts';
import { indexedDbCheckpoints } from '../../src/checkpoint/indexedDbCheckpoints.ts';
import { localStorageCheckpoints } from '../../src/checkpoint/localStorageCheckpoints.ts';
import { packCheckpoint } from '../../src/checkpoint/packCheckpoint.ts';
import { defaultHyperparameters } from '../../src/configuration/hyperparameters.ts';
import { networkArrays } from '../../src/network/arrays.ts';
import { networkNamed, withOwnHyperparameters } from '../../src/network/networks.ts';
import { sizeOf } from '../../src/network/specification.ts';
import type { RunRecord } from '../../src/runs/runRecord.ts';
import { openRunStore } from '../../src/runs/runStore.ts';

/* Runs in a document of the page's origin: fills the page's own stores, through the code of the page. */

const network = 'two-layer';
const { hyperparameters } = withOwnHyperparameters({
  network,
  hyperparameters: { ...defaultHyperparameters, hiddenUnits: 8 },
});
const weights = networkArrays(networkNamed(network)?.layers(hyperparameters) ?? []).map(
  ({ name, shape }) => ({
    name,
    shape,
    values: new Float32Array(sizeOf(shape)),
  }),
);
/** As many as a run of 2,000 steps has. */
const measuredSteps = Array.from({ length: 200 }, (_, index) => 10 * index);

/** The newest of the checkpoints are in localStorage as well: about as many as fit. */
const inLocalStorage = 90;

/** Stores so many finished runs, and so many checkpoints, the same number of each run. */
export async function fillStores(runs: number, checkpoints: number): Promise<void> {
  const runStore = openRunStore();
  for (let number = 1; number <= runs; number++) await runStore.save(recordOf(number));
  const [local, indexedDb] = [localStorageCheckpoints(localStorage), indexedDbCheckpoints()];
  for (let number = 1; number <= checkpoints; number++) {
    const step = 100 * Math.ceil(number / runs);
    const { summary, bytes, text } = packCheckpoint(checkpointOf(1 + (number % runs), step));
    await indexedDb.save(summary, bytes, number);
    if (text !== null && number > checkpoints - inLocalStorage) local.save(summary, text, number);
  }
}

function recordOf(number: number): RunRecord {
  const id = idOf(number);
  return {
    summary: {
      id,
      name: id,
      notes: '',
      startedAt: startOf(number).toISOString(),
      number,
      network,
      hyperparameters,
      changes: [],
      backend: 'wasm',
      step: 2_000,
      epochs: 16,
      elapsedSeconds: 20,
      trainAccuracy: 0.5,
      trainLoss: 1.5,
      validationAccuracy: null,
      testAccuracy: 0.4 + number / 10_000,
      testEvaluations: 1,
      parent: null,
      brokenBy: null,
    },
    history: {
      training: measuredSteps.map((step) => ({
        step,
        loss: 1.5,
        crossEntropy: 1.4,
        l2Penalty: 0.1,
        accuracy: 0.5,
      })),
      validation: [],
      test: [{ step: 2_000, accuracy: 0.5 }],
      changes: [],
    },
    logits: [],
    layers: [],
    times: measuredSteps.map((step) => ({ step, seconds: step / 100 })),
    log: measuredSteps.map((step) => `Step ${step}, training accuracy 0.5`),
  };
}

function checkpointOf(number: number, step: number): Checkpoint {
  const runId = idOf(number);
  return {
    summary: {
      id: `${runId}-step-${step}`,
      runId,
      savedAt: startOf(number).toISOString(),
      reason: 'scheduled',
      network,
      hyperparameters,
      step,
      slotsFrom: 0,
      epoch: Math.floor(step / 125),
      position: (step % 125) * 400,
      elapsedSeconds: step / 100,
      testEvaluations: 0,
      trainLoss: 1.5,
      trainAccuracy: 0.5,
      validationAccuracy: null,
      testAccuracy: null,
      nextLoss: 1.5,
      backend: 'wasm',
    },
    history: { training: [], validation: [], test: [], changes: [] },
    weights,
  };
}

function startOf(number: number): Date {
  return new Date(1_700_000_000_000 + 60_000 * number);
}

function idOf(number: number): string {
  return startOf(number).toISOString().slice(0, 19).replace('T', '_').replaceAll(':', '-');
}
