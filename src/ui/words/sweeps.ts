import type { Hyperparameters } from '../../configuration/hyperparameters.ts';
import { trainingImageCount } from '../../data/cifar10.ts';
import { chanceAccuracy } from '../../doctor/observation.ts';
import { standardError } from '../../history/standardError.ts';
import { rungSizes } from '../../sweep/nextTrial.ts';
import type { DraftProblem } from '../../sweep/sweepDraft.ts';
import type { SweepMethod, SweepPlan } from '../../sweep/sweepPlan.ts';
import { eta, type TrialResult } from '../../sweep/sweepState.ts';
import { numberProblemText } from './numberProblems.ts';
import { accuracyText, counted, durationText, parameterText, wholeNumber } from './numbers.ts';

export const methodTitles: Record<SweepMethod, string> = {
  random: 'Random',
  grid: 'Grid',
  halving: 'Successive halving',
};

export const methodHelp: Record<SweepMethod, string> = {
  random:
    'Each trial draws its values at random, which is usually more effective than a grid. The same seed draws the same values again.',
  grid: 'Values are spread evenly over each range. Their combinations are tried, up to the number of trials.',
  halving:
    'Starts with random values. The best third of the trials is trained again for three times as many steps, and so on, so that little time is spent on trials that look bad early.',
};

/** Why a sweep cannot start, and what to type instead. */
export function draftProblemText(problem: DraftProblem): string {
  switch (problem.kind) {
    case 'number':
      return numberProblemText(problem.range, problem.problem);
    case 'not-above':
      return `The end of the range must be above its start: type more than ${parameterText(problem.from)}.`;
    case 'log-from-zero':
      return 'A logarithmic range cannot start at 0: type a larger value, or untick “logarithmic”.';
    case 'too-few-options':
      return 'Tick at least two. To use a single value, set it in Configure.';
    case 'no-dimension':
      return 'Add a parameter: the trials must differ in at least one.';
    case 'time-needs-constant-rate':
      return 'A time limit requires a constant learning rate: with a decaying one, each trial must reach its last step. Leave this empty, or choose the constant schedule.';
    case 'too-many-steps':
      return problem.maxSteps > 0
        ? `Too large: the last trials would have more than 100,000 steps. The maximum is ${parameterText(problem.maxSteps)}.`
        : 'With so many trials, the last ones would have more than 100,000 steps. Use fewer trials.';
  }
}

/** `20 trials of 500 steps, then 7 of 1,500, then 3 of 4,500.` */
export function planText(plan: Omit<SweepPlan, 'id'>): string {
  const rungs = rungSizes({ ...plan, id: '' }).map((size, rung) => {
    const steps = plan.stepsPerTrial * eta ** rung;
    if (rung > 0) return `then ${size} of ${wholeNumber(steps)}`;
    return `${counted(size, 'trial')} of ${counted(steps, 'step')}`;
  });
  const { secondsPerTrial: seconds } = plan;
  const limit =
    seconds === null ? '' : `, or ${limitText(seconds)}${rungs.length > 1 ? ' and its multiples' : ''}`;
  return `${rungs.join(', ')}${limit}.`;
}

/** As it was typed, where a duration would be rounded. */
function limitText(seconds: number): string {
  return Number.isInteger(seconds) ? durationText(seconds) : `${parameterText(seconds)} s`;
}

/** What came out of a trial. A loss can grow beyond all use without ever being no number: then the accuracy is that of guessing. */
export function trialResultText(
  { validationAccuracy, hyperparameters }: TrialResult,
  hasDiverged: boolean,
): string {
  if (validationAccuracy === null) return hasDiverged ? 'none: diverged' : 'none: ended by a fault';
  const error = standardError(chanceAccuracy, hyperparameters.validationImages);
  const text = accuracyText(validationAccuracy);
  return validationAccuracy <= chanceAccuracy + 2 * error ? `${text}, no better than guessing` : text;
}

/** How much better than another one a trial must be for the difference to mean something. */
export function chanceText(accuracy: number, imageCount: number): string {
  const difference = accuracyText(2 * standardError(accuracy, imageCount));
  return `On ${counted(imageCount, 'image')}, differences below ${difference} (two standard errors) may be due to chance.`;
}

/** How the trials are ranked, and what that changes in the configuration. */
export function judgingText(configured: Hyperparameters, base: Hyperparameters): string {
  const kept = counted(base.validationImages, 'training image');
  const ranking = `Trials are ranked by their accuracy on images held out for validation: the last ${kept}. The test images are not used.`;
  if (configured.batchSize === base.batchSize) return ranking;
  const rest = wholeNumber(trainingImageCount - base.validationImages);
  return `${ranking} The batch size becomes ${wholeNumber(base.batchSize)}, because ${wholeNumber(configured.batchSize)} does not divide the other ${rest}.`;
}
