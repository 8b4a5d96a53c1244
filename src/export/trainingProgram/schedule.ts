import type { ScheduleName } from '../../configuration/hyperparameters.ts';
import { indented, lines } from './python.ts';
import type { Run } from './run.ts';

interface Schedule {
  /** What the rate does, in a docstring. */
  readonly what: string;
  /** Returns the factor, given `progress` from 0 to 1; null for none. */
  readonly body: string | null;
}

const schedules: Readonly<Record<ScheduleName, Schedule>> = {
  constant: { what: '', body: null },
  step: {
    what: 'falls to a tenth at half of the steps, and to a hundredth at three quarters',
    body: 'return 1 if progress < 0.5 else 0.1 if progress < 0.75 else 0.01',
  },
  cosine: {
    what: 'falls to 0 along half a cosine wave',
    body: 'return (1 + math.cos(math.pi * progress)) / 2',
  },
  triangle: {
    what: 'rises from a fifth for 23 % of the steps, and falls to 7 % after that',
    body: lines(
      'if progress < 0.23:',
      '    return 0.2 + 0.8 * progress / 0.23',
      'return 1 - 0.93 * (progress - 0.23) / 0.77',
    ),
  },
};

/** Whether the learning rate changes during the run. */
export function hasSchedule({ hyperparameters: { schedule, warmupSteps } }: Run): boolean {
  return schedule !== 'constant' || warmupSteps > 0;
}

/** The function `scale_rate`, which gives a step's share of the learning rate, and what it is about in one line. */
export function scaleRate({ hyperparameters: { schedule, warmupSteps } }: Run): string {
  const { what, body } = schedules[schedule];
  const warms = warmupSteps > 0;
  if (body === null) {
    return lines(
      'def scale_rate(step):',
      '    """Returns the factor of the learning rate in a step: it rises in a warm-up."""',
      '    return min(1, (step + 1) / WARMUP_STEPS)',
    );
  }
  return lines(
    'def scale_rate(step, last_step):',
    `    """Returns the factor of the learning rate in a step.`,
    '',
    warms && '    The rate rises in a warm-up.',
    `    ${warms ? 'Then it' : 'The rate'} ${what}.`,
    '    """',
    warms && '    if step < WARMUP_STEPS:',
    warms && '        return (step + 1) / WARMUP_STEPS',
    warms
      ? '    progress = (step - WARMUP_STEPS) / max(1, last_step - WARMUP_STEPS)'
      : '    progress = step / last_step',
    indented(body),
  );
}

/** The call of `scale_rate` for a number of `taken` steps. */
export function scaledRate({ hyperparameters: { schedule } }: Run): string {
  return schedule === 'constant' ? 'scale_rate(STEP + taken)' : 'scale_rate(STEP + taken, last_step)';
}
