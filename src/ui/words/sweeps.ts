import type { Hyperparameters } from '../../configuration/hyperparameters.ts';
import { trainingImageCount } from '../../data/cifar10.ts';
import type { DraftProblem } from '../../sweep/sweepDraft.ts';
import type { SweepMethod, SweepPlan } from '../../sweep/sweepPlan.ts';
import { eta, rungSizes } from '../../sweep/sweepState.ts';
import { numberProblemText } from './numberProblems.ts';
import { counted, durationText, parameterText, wholeNumber } from './numbers.ts';

export const methodTitles: Record<SweepMethod, string> = {
  random: 'Random',
  grid: 'Grid',
  halving: 'Successive halving',
};

export const methodHelp: Record<SweepMethod, string> = {
  random: 'Each trial draws its values anew. With several parameters this finds more than a grid does.',
  grid: 'Values spread evenly over every range, and all their combinations, as far as the trials go.',
  halving:
    'Random values to begin with. The best third of the trials is trained again for three times the steps, and so on, so that little time goes to what looks bad early.',
};

/** What keeps a sweep from being started, and what to type instead. */
export function draftProblemText(problem: DraftProblem): string {
  switch (problem.kind) {
    case 'number':
      return numberProblemText(problem.range, problem.problem);
    case 'not-above':
      return `The range ends where it begins, or before: type more than ${parameterText(problem.from)}.`;
    case 'log-from-zero':
      return 'A logarithmic range cannot begin at 0: type something above it, or take the tick away.';
    case 'too-few-options':
      return 'Tick at least two: what does not differ is set in Configure.';
    case 'no-dimension':
      return 'Add a parameter: something has to differ between the trials.';
    case 'time-needs-constant-rate':
      return 'A limit of time needs a constant learning rate: where the rate falls towards the last step, a trial must reach it. Leave this empty, or choose the constant schedule.';
    case 'too-many-steps':
      return problem.maxSteps > 0
        ? `Too large: the last trials would have more than 100,000 steps. The most is ${wholeNumber(problem.maxSteps)}.`
        : 'With so many trials, the last ones would have more than 100,000 steps. Take fewer trials.';
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
    seconds === null ? '' : `, or ${durationText(seconds)}${rungs.length > 1 ? ' and its multiples' : ''}`;
  return `${rungs.join(', ')}${limit}.`;
}

/** In what the trials differ from the configuration, because they have to be ranked. */
export function judgingText(configured: Hyperparameters, base: Hyperparameters): string {
  const kept = counted(base.validationImages, 'training image');
  const ranking = `Trials are ranked by their accuracy on the last ${kept}, kept for validation. The test images stay unseen.`;
  if (configured.batchSize === base.batchSize) return ranking;
  const rest = wholeNumber(trainingImageCount - base.validationImages);
  return `${ranking} The batch size becomes ${wholeNumber(base.batchSize)}, because ${wholeNumber(configured.batchSize)} does not divide the other ${rest}.`;
}
