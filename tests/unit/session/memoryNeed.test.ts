import { describe, expect, it } from 'vitest';
import type { BackendChoice, BackendInfo } from '../../../src/backend/backendInfo.ts';
import { defaultHyperparameters, type Hyperparameters } from '../../../src/configuration/hyperparameters.ts';
import { textsOf } from '../../../src/configuration/parseHyperparameters.ts';
import { presets } from '../../../src/configuration/presets.ts';
import { networkNamed } from '../../../src/network/networks.ts';
import { memoryNeed, memoryNeedOf, wasmLimitBytes } from '../../../src/session/state/memoryNeed.ts';
import { initialState, type SessionState } from '../../../src/session/state/sessionState.ts';
import { costliest } from '../../../src/sweep/sweepPlan.ts';
import { disabledReason } from '../../../src/ui/train/controls.ts';
import { memoryRefusalText, memoryText, planTooLargeText } from '../../../src/ui/words/memory.ts';
import { planWith } from '../../fixtures/sweeps.ts';

function stateWith(
  network: string,
  values: Partial<Hyperparameters>,
  backendChoice: BackendChoice = 'auto',
): SessionState {
  return {
    ...initialState,
    data: { kind: 'ready', stored: [], failure: null },
    network,
    fields: textsOf({ lastBatch: 'dropped', ...values }),
    backendChoice,
  };
}

/** What stands beside the batch size. */
function sentenceOf(state: SessionState): string | null {
  const need = memoryNeed(state);
  if (need?.kind !== 'too-much') return need && memoryText(need);
  return memoryRefusalText(need, networkNamed(state.network)?.parameters ?? []);
}

const wide: Partial<Hyperparameters> = { width: 96, depth: 3, patchSize: '2', batchSize: 4_000 };

describe('the memory of a configuration', () => {
  it('is told before anything runs', () => {
    expect(sentenceOf(initialState)).toBe('Needs about 14 MB of memory while training.');
  });

  it('is enough for every preset', () => {
    for (const { network, hyperparameters } of presets) {
      expect(memoryNeed(stateWith(network, hyperparameters))?.kind).toBe('fits');
    }
  });

  it('is not told of fields that are not values', () => {
    expect(memoryNeed(stateWith('two-layer', { batchSize: -1 }))).toBeNull();
  });

  it('is too much where WASM cannot have it, and says what to lower', () => {
    const state = stateWith('convolutional-record', wide);
    expect(sentenceOf(state)).toMatch(
      /^This needs about \d\.\d+ GB of memory, and the CPU backend \(WASM\) has 1\.60 GB\. Lower the batch size to \d+ or less, lower the width or lower the depth\.$/,
    );
    expect(disabledReason('train', state)).toBe(
      'This configuration needs too much memory: see Batch size in Configure.',
    );
  });

  it('is not said to be as much as the limit where it is more', () => {
    const bytes = wasmLimitBytes + 1;
    expect(memoryRefusalText({ kind: 'too-much', bytes, largestBatch: null }, [])).toContain(
      'needs about 1.70 GB of memory, and the CPU backend (WASM) has 1.60 GB',
    );
    expect(planTooLargeText(bytes)).toContain(
      'about 1.70 GB of memory, and the CPU backend (WASM) has 1.60 GB',
    );
  });

  it('is little enough with the batch size that it says', () => {
    const need = memoryNeed(stateWith('convolutional-record', wide));
    if (need?.kind !== 'too-much' || need.largestBatch === null) throw new Error('it fits already');
    const { largestBatch: batchSize } = need;
    expect(memoryNeed(stateWith('convolutional-record', { ...wide, batchSize }))?.kind).toBe('fits');
  });

  it('says a batch size that divides the images, where it must', () => {
    const need = memoryNeed(
      stateWith('convolutional-record', { ...wide, batchSize: 5_000, lastBatch: 'none' }),
    );
    expect(need?.kind === 'too-much' && need.largestBatch && 50_000 % need.largestBatch).toBe(0);
  });

  it('has no batch size to say where the network is too large for any', () => {
    const network = networkNamed('convolutional-record');
    if (!network) throw new RangeError('there is no such network');
    // Wider than the field allows, as a file may be.
    const need = memoryNeedOf(network, { ...defaultHyperparameters, width: 1_024, depth: 4 }, initialState);
    if (need.kind !== 'too-much') throw new RangeError('it fits');
    expect(memoryRefusalText(need, network.parameters)).toMatch(
      / has 1\.60 GB\. Lower the width or lower the depth\.$/,
    );
  });

  const gpu: BackendInfo = {
    name: 'webgl',
    renderer: 'a GPU',
    isSoftware: false,
    precision: 'single',
    threads: 1,
  };

  it('is only warned of on a GPU, because no browser tells how much it has', () => {
    const text =
      /GB of memory while training, which not every GPU has\. If training fails, lower the batch size\.$/;
    expect(sentenceOf(stateWith('convolutional-record', wide, 'webgl'))).toMatch(text);
    expect(sentenceOf({ ...stateWith('convolutional-record', wide), backend: gpu })).toMatch(text);
    expect(disabledReason('train', stateWith('convolutional-record', wide, 'webgl'))).toBeNull();
  });
});

it('a search needs what its largest trial needs', () => {
  const network = networkNamed('two-layer');
  if (!network) throw new RangeError('there is no network');
  const plan = planWith({
    dimensions: [
      { kind: 'numeric', key: 'hiddenUnits', from: 10, to: 2_048, isLog: true },
      { kind: 'choice', key: 'optimizer', options: ['sgd', 'adam', 'momentum'] },
    ],
  });
  const needOf = (values: Hyperparameters) => memoryNeedOf(network, values, initialState).bytes;
  expect(costliest(plan, needOf)).toMatchObject({ hiddenUnits: 2_048, optimizer: 'adam' });
});
