import { choiceDeclaration } from '../../configuration/hyperparameters.ts';
import { isUsed } from '../../configuration/parameters.ts';
import type { Dimension } from '../../sweep/sweepPlan.ts';
import type { TrialResult } from '../../sweep/sweepState.ts';
import { parameterText } from '../words/numbers.ts';

/** A trial with a result, as a dot. */
export interface Dot {
  readonly trial: number;
  /** From left to right, in [0, 1]. */
  readonly x: number;
  /** From the least accuracy to the best, in [0, 1]. */
  readonly y: number;
}

export interface Scatter {
  readonly dots: readonly Dot[];
  /** Accuracies at the bottom and at the top, in [0, 1]. */
  readonly range: readonly [number, number];
  /** What stands below the axis, and where, in [0, 1]. */
  readonly ticks: readonly { readonly x: number; readonly label: string }[];
}

/** Where each trial lies along a dimension; trials in which the parameter means nothing, or without a result, are left out. */
export function scatterOf(dimension: Dimension, results: readonly TrialResult[]): Scatter {
  const judged = results.flatMap(({ trial, hyperparameters, validationAccuracy: accuracy }) => {
    const value = isUsed(dimension.key, hyperparameters) ? hyperparameters[dimension.key] : undefined;
    return accuracy === null || value === undefined
      ? []
      : [{ trial, accuracy, x: shareOf(dimension, value) }];
  });
  const accuracies = judged.map(({ accuracy }) => accuracy);
  const [least, most] = [Math.min(1, ...accuracies), Math.max(0, ...accuracies)];
  // A single height has no scale of its own.
  const height = most - least || 1;
  return {
    dots: judged.map(({ trial, accuracy, x }) => ({ trial, x, y: (accuracy - least) / height })),
    range: [least, most],
    ticks: ticksOf(dimension),
  };
}

function shareOf(dimension: Dimension, value: string | number): number {
  if (dimension.kind === 'choice') {
    return (dimension.options.indexOf(String(value)) + 0.5) / dimension.options.length;
  }
  const { from, to, isLog } = dimension;
  if (from === to) return 0.5;
  // A batch size may lie a little outside, where no possible one lies within.
  const number = Math.min(to, Math.max(from, Number(value)));
  return isLog ? Math.log(number / from) / Math.log(to / from) : (number - from) / (to - from);
}

function ticksOf(dimension: Dimension): Scatter['ticks'] {
  if (dimension.kind === 'numeric') {
    const { from, to } = dimension;
    if (from === to) return [{ x: 0.5, label: parameterText(from) }];
    return [
      { x: 0, label: parameterText(from) },
      { x: 1, label: parameterText(to) },
    ];
  }
  return dimension.options.map((option) => ({
    x: shareOf(dimension, option),
    label: choiceDeclaration(dimension.key).options.find(({ value }) => value === option)?.value ?? option,
  }));
}
