import type { Hyperparameters } from '../configuration/hyperparameters.ts';
import type { TrainingPoint } from '../training/history.ts';

/** The article prints the training accuracy every 100 steps. */
const loggedEvery = 100;

/** What the article's program prints before it starts, with the seed that it does not have. */
export function parametersLine(parameters: Hyperparameters): string {
  const { batchSize, hiddenUnits, learningRate, maxSteps, regConstant, seed } = parameters;
  return (
    `Parameters: batch_size = ${batchSize} hidden1 = ${hiddenUnits} learning_rate = ${learningRate} ` +
    `max_steps = ${maxSteps} reg_constant = ${regConstant} seed = ${seed}`
  );
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
