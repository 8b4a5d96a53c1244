import type { Hyperparameters } from '../configuration/hyperparameters.ts';
import { parameterName } from '../configuration/parameters.ts';
import type { RunHistory } from '../history/history.ts';
import { usedLearningRate } from '../history/usedLearningRate.ts';

/*
 * What is measured of a run, under the names that CSV, JSON and TensorBoard files share. `step` is the number of completed steps,
 * so figures of the same step are of the same weights.
 */

const onBatch =
  'the next step’s training batch, before its update, with dropout and augmentation where the run uses them';

/** Each quantity with a description for users of the files, in the order of tables. */
export const measuredQuantities = [
  {
    name: 'learning_rate',
    description: 'Learning rate of the next step’s update, by the schedule and by changes during the run',
  },
  { name: 'loss/total', description: `loss/cross_entropy + loss/l2_penalty on ${onBatch}` },
  {
    name: 'loss/cross_entropy',
    description: `Mean cross-entropy on ${onBatch}; with label smoothing, to the smoothed targets`,
  },
  {
    name: 'loss/l2_penalty',
    description: 'reg_constant · Σw²/2 over all weights, before the next step’s update',
  },
  { name: 'accuracy/train', description: `Share of correct predictions on ${onBatch}` },
  {
    name: 'accuracy/validation',
    description:
      'Share of correct predictions for the validation images, after the update of the last completed step',
  },
  {
    name: 'accuracy/test',
    description:
      'Share of correct predictions for the 10,000 test images, after the update of the last completed step',
  },
] as const;

export type QuantityName = (typeof measuredQuantities)[number]['name'];

export interface MeasuredSeries {
  readonly name: QuantityName;
  readonly description: string;
  readonly points: readonly StepValue[];
}

interface StepValue {
  readonly step: number;
  readonly value: number;
}

/**
 * Everything that was measured; each series ascends by step, and is empty where nothing was.
 *
 * @param latest the run's hyperparameters after all changes
 */
export function measuredSeries(
  { training, validation, test, changes }: RunHistory,
  latest: Hyperparameters,
): readonly MeasuredSeries[] {
  const rateSteps = new Set([...training, ...changes].map(({ step }) => step));
  const points: Readonly<Record<QuantityName, readonly StepValue[]>> = {
    learning_rate: [...rateSteps]
      .sort((a, b) => a - b)
      .map((step) => ({ step, value: usedLearningRate(latest, changes, step) })),
    'loss/total': training.map(({ step, loss }) => ({ step, value: loss })),
    'loss/cross_entropy': training.map(({ step, crossEntropy }) => ({ step, value: crossEntropy })),
    'loss/l2_penalty': training.map(({ step, l2Penalty }) => ({ step, value: l2Penalty })),
    'accuracy/train': training.map(accuracyValue),
    'accuracy/validation': validation.map(accuracyValue),
    'accuracy/test': test.map(accuracyValue),
  };
  return measuredQuantities.map((quantity) => ({ ...quantity, points: points[quantity.name] }));
}

function accuracyValue({ step, accuracy }: { readonly step: number; readonly accuracy: number }): StepValue {
  return { step, value: accuracy };
}

/** What was changed during a run: `learning_rate: 0.001 to 0.0005` */
export function changeText({ key, from, to }: RunHistory['changes'][number]): string {
  return `${parameterName(key)}: ${from} to ${to}`;
}

/** What evaluation does besides passing an image through the last weights; null where it does nothing else. */
export function evaluationText({
  averageDecay,
  views,
}: Pick<Hyperparameters, 'averageDecay' | 'views'>): string | null {
  const parts = [
    ...(averageDecay > 0 ? [`an average of the weights (average_decay ${averageDecay})`] : []),
    ...(views === 'mirrored' ? ['the mean of the logits of an image and of its mirror image'] : []),
  ];
  return parts.length === 0 ? null : `Evaluation uses ${parts.join(' and ')}`;
}
