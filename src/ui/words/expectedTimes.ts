import type { ParameterKey } from '../../configuration/hyperparameters.ts';
import { parameterLabel } from '../../configuration/parameters.ts';
import type { TimeWarning } from '../../session/state/timeWarning.ts';
import { counted } from './numbers.ts';

const units: readonly { readonly noun: string; readonly seconds: number }[] = [
  { noun: 'year', seconds: 365 * 86_400 },
  { noun: 'month', seconds: 30 * 86_400 },
  { noun: 'day', seconds: 86_400 },
  { noun: 'hour', seconds: 3_600 },
  { noun: 'minute', seconds: 60 },
  { noun: 'second', seconds: 1 },
];

const shortest = 'less than a second';

/** An estimate, in the largest unit of which there are at least two: 40 seconds, 90 minutes, 6 days. */
export function roughDuration(seconds: number): string {
  const unit = units.find((candidate) => seconds >= 1.5 * candidate.seconds);
  if (!unit) return seconds < 0.75 ? shortest : 'a second';
  return counted(roughly(seconds / unit.seconds), unit.noun);
}

/** With no more digits than an estimate has: 3, 12, 45, 120. */
function roughly(count: number): number {
  if (count < 10) return Math.round(count);
  const step = count < 20 ? 1 : 5;
  return step * Math.round(count / step);
}

/**
 * Told before a run begins, in one line.
 *
 * @param isMeasured whether steps were timed on this machine
 */
export function expectedTimeText(seconds: number, isMeasured: boolean): string {
  const duration = roughDuration(seconds);
  return duration === shortest
    ? `A run takes ${duration}.`
    : `A run takes ${isMeasured ? 'about' : 'perhaps'} ${duration}.`;
}

export const unknownTimeText = 'The first steps show how fast the GPU is.';

/** Why a value is better lowered; it need not be. */
export function timeWarningText({ key, seconds, secondsPerStep, instead }: TimeWarning): string {
  const run = `a run takes about ${roughDuration(seconds)}`;
  const begin =
    secondsPerStep < 1
      ? `${capitalized(run)} with these values.`
      : `A step takes about ${roughDuration(secondsPerStep)}, and ${run}.`;
  return `${begin} ${remedyText(key, instead)}`;
}

function remedyText(key: ParameterKey, instead: TimeWarning['instead']): string {
  if (!instead) return 'Lower the sizes to train faster.';
  return `With ${parameterLabel(key).toLowerCase()} ${instead.value}, it would take about ${roughDuration(instead.seconds)}.`;
}

function capitalized(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
