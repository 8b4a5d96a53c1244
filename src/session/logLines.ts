import { type BackendName, backendTitles } from '../backend/backendInfo.ts';
import type { Hyperparameters } from '../configuration/hyperparameters.ts';
import type { ParameterKey } from '../configuration/parameterSpecs.ts';
import { networkNamed } from '../model/networks.ts';
import type { TrainingPoint } from '../training/history.ts';

/** The article prints the training accuracy every 100 steps. */
const loggedEvery = 100;

/** The names of the article's flags, in the order in which its program prints them; it has no seed. */
const flags: readonly [string, ParameterKey][] = [
  ['batch_size', 'batchSize'],
  ['hidden1', 'hiddenUnits'],
  ['learning_rate', 'learningRate'],
  ['max_steps', 'maxSteps'],
  ['reg_constant', 'regConstant'],
  ['seed', 'seed'],
];

/** What the article's program prints before it starts, of the parameters that the network has. */
export function parametersLine(network: string, hyperparameters: Hyperparameters): string {
  const keys = networkNamed(network)?.parameters ?? [];
  const values = flags
    .filter(([, key]) => keys.includes(key))
    .map(([flag, key]) => `${flag} = ${hyperparameters[key]}`);
  return `Parameters: ${values.join(' ')}`;
}

export function forkLine(
  runId: string,
  step: number,
  { learningRate, regConstant }: Hyperparameters,
): string {
  return `Forked from run ${runId} at step ${step}: learning_rate = ${learningRate} reg_constant = ${regConstant}`;
}

/** `Backend changed from WASM to WebGL at step 150` */
export function backendLine(from: BackendName, to: BackendName, step: number): string {
  return `Backend changed from ${backendTitles[from]} to ${backendTitles[to]} at step ${step}`;
}

/** `Step 100, training accuracy 0.2675` for each point that the article would print. */
export function accuracyLines(points: readonly TrainingPoint[]): string[] {
  return points
    .filter(({ step }) => step % loggedEvery === 0)
    .map(({ step, accuracy }) => `Step ${step}, training accuracy ${shortAccuracy(accuracy)}`);
}

export function testAccuracyLine(accuracy: number): string {
  return `Test accuracy ${accuracy.toFixed(4)}`;
}

export function totalTimeLine(seconds: number): string {
  return `Total time: ${seconds.toFixed(2)}s`;
}

/** Up to four digits without trailing zeros, as Python prints them: 0.41, 0.2675 */
function shortAccuracy(accuracy: number): string {
  return String(Number(accuracy.toFixed(4)));
}
