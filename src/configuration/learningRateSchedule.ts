import type { Hyperparameters, ScheduleName } from './hyperparameters.ts';

type ScheduleSettings = Pick<Hyperparameters, 'learningRate' | 'schedule' | 'warmupSteps' | 'maxSteps'>;

/** The rate as a share of the highest one, given the progress from the end of the warm-up to the last step, both in [0, 1]. */
const decays: Record<ScheduleName, (share: number) => number> = {
  constant: () => 1,
  step: (share) => (share < 0.5 ? 1 : share < 0.75 ? 0.1 : 0.01),
  // Loshchilov and Hutter, "SGDR: Stochastic Gradient Descent with Warm Restarts" (2017), without the restarts.
  cosine: (share) => (1 + Math.cos(Math.PI * share)) / 2,
  // Smith and Topin, "Super-Convergence" (2017), with the corners of https://github.com/KellerJordan/cifar10-airbench.
  triangle: (share) =>
    share < trianglePeak
      ? triangleStart + (1 - triangleStart) * (share / trianglePeak)
      : 1 + (triangleEnd - 1) * ((share - trianglePeak) / (1 - trianglePeak)),
};

/** Where the triangle reaches the full rate, and the shares of it where it begins and ends. */
const trianglePeak = 0.23;
const triangleStart = 0.2;
const triangleEnd = 0.07;

/**
 * The learning rate of a step (0 is the first). It rises linearly over the warm-up steps, to its highest value at their end, and
 * then follows the schedule until `maxSteps`.
 */
export function learningRateAt(
  { learningRate, schedule, warmupSteps, maxSteps }: ScheduleSettings,
  step: number,
): number {
  if (step < warmupSteps) return (learningRate * (step + 1)) / warmupSteps;
  const share = Math.min(1, (step - warmupSteps) / Math.max(1, maxSteps - warmupSteps));
  return learningRate * decays[schedule](share);
}
