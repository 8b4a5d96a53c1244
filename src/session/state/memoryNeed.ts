import type { Hyperparameters } from '../../configuration/hyperparameters.ts';
import { numberSpec } from '../../configuration/numberSpec.ts';
import type { Network } from '../../network/network.ts';
import { networkNamed } from '../../network/networks.ts';
import { type Device, largestBatchWithin, trainingBytes } from '../../network/trainingMemory.ts';
import { chosenHyperparameters } from './selectors.ts';
import type { SessionState } from './sessionState.ts';

/** WebAssembly has 2 GB here (`backend/wasm/startWasm.ts`); the pictures take 184 MB, and some is lost between the tensors. */
export const wasmLimitBytes = 1.6e9;

/** Browsers do not tell how much memory a GPU has. Some have not much more than this to spare. */
const largeOnGpuBytes = 1e9;

/** What a configuration needs while it trains. */
export type MemoryNeed =
  | { readonly kind: 'fits' | 'large'; readonly bytes: number }
  | {
      readonly kind: 'too-much';
      readonly bytes: number;
      /** The largest batch size that fits and is valid; null where none is. */
      readonly largestBatch: number | null;
    };

type Circumstances = Pick<SessionState, 'backendChoice' | 'backend'>;

/** Of the fields’ configuration; null while any of them is not a value. */
export function memoryNeed(
  state: Circumstances & Pick<SessionState, 'network' | 'fields'>,
): MemoryNeed | null {
  const network = networkNamed(state.network);
  const hyperparameters = chosenHyperparameters(state);
  return network && hyperparameters ? memoryNeedOf(network, hyperparameters, state) : null;
}

export function memoryNeedOf(
  network: Network,
  hyperparameters: Hyperparameters,
  circumstances: Circumstances,
): MemoryNeed {
  const device = deviceOf(circumstances);
  const layers = network.layers(hyperparameters);
  const bytes = trainingBytes(layers, hyperparameters, device);
  if (device === 'gpu') return { kind: bytes > largeOnGpuBytes ? 'large' : 'fits', bytes };
  if (bytes <= wasmLimitBytes) return { kind: 'fits', bytes };
  const largest = largestBatchWithin(wasmLimitBytes, layers, hyperparameters, device);
  return { kind: 'too-much', bytes, largestBatch: validBatch(hyperparameters, largest) };
}

/** The largest valid batch size up to this one; null where there is none. */
function validBatch(hyperparameters: Hyperparameters, largest: number): number | null {
  const { min, divisors } = numberSpec('batchSize', hyperparameters);
  if (divisors) return divisors.values.findLast((value) => value <= largest) ?? null;
  return largest >= min ? largest : null;
}

/** Auto is WASM until it has turned out to be a GPU. Plain JavaScript has no fixed limit either. */
function deviceOf({ backendChoice, backend }: Circumstances): Device {
  const name = backendChoice === 'auto' ? backend?.name : backendChoice;
  return name === undefined || name === 'wasm' ? 'wasm' : 'gpu';
}
