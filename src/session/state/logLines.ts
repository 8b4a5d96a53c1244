import { type BackendName, backendTitles } from '../../backend/backendInfo.ts';
import {
  declarationOf,
  defaultHyperparameters,
  type Hyperparameters,
  type ParameterKey,
} from '../../configuration/hyperparameters.ts';
import { articleParameters, usedParameters } from '../../configuration/parameters.ts';
import type { FailureData } from '../../failure.ts';
import type { AccuracyPoint, ParameterChange, TrainingPoint } from '../../history/history.ts';
import { networkNamed } from '../../network/networks.ts';
import type { Run } from './runState.ts';

/** The article prints the training accuracy every 100 steps. */
const loggedEvery = 100;

/** The article's flags, in the order in which its program prints them: by their names. It has no seed. */
const articleFlags: readonly ParameterKey[] = [...articleParameters].sort((a, b) =>
  flagOf(a) < flagOf(b) ? -1 : 1,
);

/**
 * What the article's program prints before it starts, of the parameters that the network has, and behind it what is not as in
 * the article.
 */
export function parametersLine(network: string, hyperparameters: Hyperparameters): string {
  const used = usedParameters(networkNamed(network)?.parameters ?? [], hyperparameters);
  const further = used.filter(
    (key) => !articleFlags.includes(key) && hyperparameters[key] !== defaultHyperparameters[key],
  );
  const values = [...articleFlags.filter((key) => used.includes(key)), ...further].map(
    (key) => `${flagOf(key)} = ${hyperparameters[key]}`,
  );
  return `Parameters: ${values.join(' ')}`;
}

/** `learning_rate`, `hidden1`: as the article names its flags. */
function flagOf(key: ParameterKey): string {
  const { name, logName } = declarationOf(key);
  return logName ?? name;
}

/** `Step 1200: learning_rate from 0.02 to 0.01` */
export function changeLine({ step, key, from, to }: ParameterChange): string {
  return `Step ${step}: ${flagOf(key)} from ${from} to ${to}`;
}

/** A run that another tab took the place of, while this one hung. */
export function robberyLine(step: number): string {
  return `Step ${step}: another tab took over by force`;
}

/** Why a run has ended before its last step; none where it has not. */
export function patienceLines(run: Run | null): string[] {
  if (!run || run.progress.step >= run.hyperparameters.maxSteps) return [];
  const { patience } = run.hyperparameters;
  const epochs = patience === 1 ? '1 epoch' : `${patience} epochs`;
  return [`Ended at step ${run.progress.step}: ${epochs} brought no better validation accuracy`];
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

/** `GPU lost at step 1250: going on from step 1240` */
export function recoveryLine(failure: FailureData, step: number, from: number): string {
  const goingOn = from === 0 ? 'starting again' : `going on from step ${from}`;
  return `${faultName(failure)} at step ${step}: ${goingOn}`;
}

/** `Diverged by step 30: the loss is infinite or NaN` */
export function divergenceLine(step: number): string {
  return `Diverged by step ${step}: the loss is infinite or NaN`;
}

/** `GPU lost while the checkpoint was restored: done again on a fresh worker` */
export function restoredAgainLine(failure: FailureData): string {
  return `${faultName(failure)} while the checkpoint was restored: done again on a fresh worker`;
}

function faultName({ code, details }: FailureData): string {
  switch (code) {
    case 'gpu-lost':
      return 'GPU lost';
    case 'out-of-memory':
      return 'Out of memory';
    case 'worker-hung':
      return `Worker silent for ${details.seconds} s`;
    case 'backend-unavailable':
      return 'Backend not there again';
    default:
      return 'Worker lost';
  }
}

/** `Step 100, training accuracy 0.2675` for each point that the article would print. */
export function accuracyLines(points: readonly TrainingPoint[]): string[] {
  return points
    .filter(({ step }) => step % loggedEvery === 0)
    .map(({ step, accuracy }) => `Step ${step}, training accuracy ${shortAccuracy(accuracy)}`);
}

/**
 * `Step 225, validation accuracy 0.4512`
 *
 * @param views from `viewsText`, here and below
 */
export function validationLine({ step, accuracy }: AccuracyPoint, views = ''): string {
  return `Step ${step}, validation accuracy ${shortAccuracy(accuracy)}${views}`;
}

export function testAccuracyLine(accuracy: number, views = ''): string {
  return `Test accuracy ${accuracy.toFixed(4)}${views}`;
}

export function totalTimeLine(seconds: number): string {
  return `Total time: ${seconds.toFixed(2)}s`;
}

/** Up to four digits without trailing zeros, as Python prints them: 0.41, 0.2675 */
function shortAccuracy(accuracy: number): string {
  return String(Number(accuracy.toFixed(4)));
}
