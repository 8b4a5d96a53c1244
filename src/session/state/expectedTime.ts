import { type BackendName, backendNames } from '../../backend/backendInfo.ts';
import type { Hyperparameters } from '../../configuration/hyperparameters.ts';
import { testImageCount, trainingImageCount } from '../../data/cifar10.ts';
import { networkNamed } from '../../network/networks.ts';
import { evaluationCost, type StepCost, stepCost, type Work } from '../../network/stepCost.ts';
import type { SessionState } from './sessionState.ts';
import type { TimedStep } from './timedSteps.ts';

/** How long a configuration is expected to take. */
export interface ExpectedTime {
  readonly msPerStep: number;
  /** For one image. */
  readonly msPerEvaluation: number;
  /** Whether it follows from steps that were timed on this machine; else it is that of a common processor. */
  readonly isMeasured: boolean;
}

/** ms for a layer of a step, and for a million of each that it computes. */
interface Rates {
  readonly layers: number;
  readonly products: number;
  readonly convolutions: number;
  readonly values: number;
}

/**
 * Of WASM on one core of a server's processor of 2023, and of plain JavaScript there. What a GPU takes is not known before it was
 * timed; its rates are only in proportion.
 */
const rates: Readonly<Record<BackendName, Rates>> = {
  wasm: { layers: 0.2, products: 0.05, convolutions: 0.018, values: 1.6 },
  cpu: { layers: 0.3, products: 1.5, convolutions: 8, values: 20 },
  webgl: { layers: 1, products: 0.6, convolutions: 0.17, values: 4 },
  webgpu: { layers: 1, products: 0.6, convolutions: 0.6, values: 4 },
};

type Circumstances = Pick<SessionState, 'backendChoice' | 'backend' | 'autoBackend' | 'timedSteps'>;

/** Null where nothing is known of the backend’s speed here. */
export function expectedTime(
  state: Circumstances,
  networkName: string,
  hyperparameters: Hyperparameters,
): ExpectedTime | null {
  const network = networkNamed(networkName);
  const backend = backendOf(state);
  if (!network) return null;
  const timed = state.timedSteps.filter((step) => step.backend === backend);
  const isMeasured = timed.length > 0;
  if (!isMeasured && backend !== 'wasm' && backend !== 'cpu') return null;
  const layers = network.layers(hyperparameters);
  const cost = stepCost(layers, hyperparameters);
  const pace = isMeasured ? paceOf(cost, timed, backend) : 1;
  return {
    msPerStep: pace * msOfStep(cost, rates[backend]),
    msPerEvaluation: pace * msOf(evaluationCost(layers, hyperparameters), rates[backend]),
    isMeasured,
  };
}

/** What is left to compute of a run. */
export interface Remaining {
  readonly steps: number;
  readonly hyperparameters: Hyperparameters;
}

/** Of steps, the validations between them, and the evaluation at the end. */
export function secondsFor(
  { msPerStep, msPerEvaluation }: Pick<ExpectedTime, 'msPerStep' | 'msPerEvaluation'>,
  { steps, hyperparameters: { batchSize, validationImages } }: Remaining,
): number {
  const epochs = (steps * batchSize) / (trainingImageCount - validationImages);
  const evaluated = testImageCount + (Math.floor(epochs) + 1) * validationImages;
  return (steps * msPerStep + evaluated * msPerEvaluation) / 1_000;
}

/** Auto is what it turned out to be, now or at an earlier visit; WASM before that. */
function backendOf({ backendChoice, backend, autoBackend }: Circumstances): BackendName {
  if (backendChoice !== 'auto') return backendChoice;
  return backend?.name ?? backendNames.find((name) => name === autoBackend) ?? 'wasm';
}

function msOfStep(cost: StepCost, { layers, ...perMillion }: Rates): number {
  return layers * cost.layers + msOf(cost, perMillion);
}

function msOf({ products, convolutions, values }: Work, perMillion: Omit<Rates, 'layers'>): number {
  const millions =
    products * perMillion.products + convolutions * perMillion.convolutions + values * perMillion.values;
  return millions / 1e6;
}

/** Of two kinds of layers: as much as a tenfold cost tells two steps apart. */
const kindDistance = Math.log(10);
const nearness = 0.2;

/** How many times as long steps take here as they would at these rates: the mean over timed steps, those alike counting most. */
function paceOf(cost: StepCost, timed: readonly TimedStep[], backend: BackendName): number {
  const expected = msOfStep(cost, rates[backend]);
  const compared = timed.flatMap(({ network, hyperparameters, msPerStep }) => {
    const layers = networkNamed(network)?.layers(hyperparameters);
    if (!layers) return [];
    const other = stepCost(layers, hyperparameters);
    const typical = msOfStep(other, rates[backend]);
    const distance =
      Math.abs(Math.log(typical / expected)) +
      kindDistance * Math.abs(convolutionShare(other) - convolutionShare(cost));
    return [{ weight: (nearness + distance) ** -2, ratio: Math.log(msPerStep / typical) }];
  });
  const weights = compared.reduce((sum, { weight }) => sum + weight, 0);
  return Math.exp(compared.reduce((sum, { weight, ratio }) => sum + weight * ratio, 0) / weights);
}

function convolutionShare({ products, convolutions }: Work): number {
  return convolutions / (products + convolutions);
}
