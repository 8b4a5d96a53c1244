import { type BackendName, backendNames } from '../../backend/backendInfo.ts';
import { defaultHyperparameters, type Hyperparameters } from '../../configuration/hyperparameters.ts';
import { textsOf } from '../../configuration/parseHyperparameters.ts';
import { linkQuery, readLinkQuery } from '../../network/configurationLink.ts';
import { networkNamed } from '../../network/networks.ts';
import { hyperparametersOf } from './configurationFields.ts';

/** What is timed. */
interface Step {
  readonly backend: BackendName;
  readonly network: string;
  readonly hyperparameters: Hyperparameters;
}

/** How long a step took on this machine. */
export interface TimedStep extends Step {
  readonly msPerStep: number;
  /** `wasm?network=two-layer&batch_size=100`, without what costs no time. */
  readonly description: string;
}

export function timedStep(step: Step, msPerStep: number): TimedStep {
  const { backend, network, hyperparameters } = step;
  const { learningRate, regConstant, maxSteps, seed } = defaultHyperparameters;
  const texts = textsOf({ ...hyperparameters, learningRate, regConstant, maxSteps, seed });
  return { ...step, msPerStep, description: `${backend}${linkQuery({ network, texts })}` };
}

/** Steps of a few sizes say enough of a machine. */
const maxCount = 12;

/** The last ones; the same step counts once. */
export function withTimedStep(steps: readonly TimedStep[], added: TimedStep): readonly TimedStep[] {
  return [...steps.filter(({ description }) => description !== added.description), added].slice(-maxCount);
}

/** As a text that survives a reload. */
export function timedStepsText(steps: readonly TimedStep[]): string {
  return JSON.stringify(steps.map(({ description, msPerStep }) => [description, msPerStep]));
}

/** Leaves out what cannot be read: the text may be an earlier version's, or anybody's. */
export function readTimedSteps(text: string): readonly TimedStep[] {
  return entriesIn(text).flatMap((entry) => {
    const [described, msPerStep] = Array.isArray(entry) ? entry : [];
    if (typeof described !== 'string' || typeof msPerStep !== 'number' || !(msPerStep > 0)) return [];
    const [name, query = ''] = described.split('?');
    const backend = backendNames.find((known) => known === name);
    const reading = readLinkQuery(`?${query}`);
    if (!backend || reading.kind !== 'read') return [];
    const { network, texts } = reading.configuration;
    const hyperparameters = hyperparametersOf(texts, networkNamed(network)?.parameters ?? []);
    return hyperparameters ? [timedStep({ backend, network, hyperparameters }, msPerStep)] : [];
  });
}

function entriesIn(text: string): unknown[] {
  try {
    const entries: unknown = JSON.parse(text);
    return Array.isArray(entries) ? entries : [];
  } catch {
    return [];
  }
}
