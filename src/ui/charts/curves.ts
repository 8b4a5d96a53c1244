import articleResults from '../../configuration/articleResults.json' with { type: 'json' };
import { defaultHyperparameters } from '../../configuration/hyperparameters.ts';
import { parameterLabel } from '../../configuration/parameters.ts';
import {
  measuredEvery,
  type ParameterChange,
  type RunHistory,
  type TrainingPoint,
} from '../../history/history.ts';
import { parameterText, wholeNumber } from '../words/numbers.ts';
import { CurvePoints } from './curvePoints.ts';
import { type Curve, smoothed } from './series.ts';

/** What a chart shows, beside the quantity that it is of. */
export interface ChartContents {
  readonly history: RunHistory;
  /** Other runs, whose curves lie behind. */
  readonly overlays: readonly Overlay[];
  /** Weight of the past in the smoothed line, in [0, 1). */
  readonly smoothing: number;
  readonly showArticle: boolean;
  /** Of the run; null where there is none. */
  readonly batchSize: number | null;
}

/** Until somebody chooses another. */
export const usualSmoothing = 0.6;

export function chartCurves(
  kind: 'loss' | 'accuracy',
  { history, overlays, smoothing, showArticle, batchSize }: ChartContents,
): Curve[] {
  const own = kind === 'loss' ? lossCurves(history, smoothing) : accuracyCurves(history, smoothing);
  const article = kind === 'accuracy' && showArticle ? articleCurves(batchSize) : [];
  return [...overlayCurves(overlays, kind, smoothing), ...own, ...article];
}

/** Total loss, raw and smoothed, and the two parts that it is the sum of, where there are two. */
export function lossCurves({ training, changes }: RunHistory, smoothing: number): Curve[] {
  const raw = CurvePoints.from(training, ({ loss }) => loss);
  const hasPenalty = training.length === 0 || training.some(({ l2Penalty }) => l2Penalty !== 0);
  const name = hasPenalty ? 'Loss' : 'Loss, all of it cross-entropy';
  return [
    { name: 'Each batch', style: 'train-pale', shape: 'line', points: raw },
    { ...smoothedCurve(raw, smoothing), name, style: 'train', shape: 'line' },
    ...(hasPenalty ? lossParts(training, smoothing) : []),
    ...changeCurves(changes),
  ];
}

function lossParts(training: readonly TrainingPoint[], smoothing: number): Curve[] {
  const crossEntropy = CurvePoints.from(training, (point) => point.crossEntropy);
  const l2Penalty = CurvePoints.from(training, (point) => point.l2Penalty);
  return [
    { ...smoothedCurve(crossEntropy, smoothing), name: 'Cross-entropy', style: 'part', shape: 'dashes' },
    { name: 'L2 part', style: 'part', shape: 'line', points: l2Penalty },
  ];
}

/** Accuracy on training batches, on the validation images and on the test set. */
export function accuracyCurves(
  { training, validation, test, changes }: RunHistory,
  smoothing: number,
): Curve[] {
  const raw = CurvePoints.from(training, ({ accuracy }) => accuracy);
  return [
    { name: 'Each batch', style: 'train-pale', shape: 'line', points: raw },
    { ...smoothedCurve(raw, smoothing), name: 'Training', style: 'train', shape: 'line' },
    ...validationCurves(validation),
    ...changeCurves(changes),
    {
      name: 'Test',
      style: 'test',
      shape: 'marks',
      points: CurvePoints.from(test, ({ accuracy }) => accuracy),
    },
  ];
}

function smoothedCurve(measured: CurvePoints, smoothing: number): Pick<Curve, 'points' | 'measured'> {
  return { points: smoothed(measured, smoothing, measuredEvery), measured };
}

/** Nothing where no images are kept for validation; a mark while there is only one measurement. */
function validationCurves(validation: RunHistory['validation']): Curve[] {
  if (validation.length === 0) return [];
  const points = CurvePoints.from(validation, ({ accuracy }) => accuracy);
  return [
    { name: 'Validation', style: 'validation', shape: points.length === 1 ? 'marks' : 'dashes', points },
  ];
}

/** Where parameters that training goes by were changed in the middle of the run; the last changes by name. */
function changeCurves(changes: RunHistory['changes']): Curve[] {
  const felt = changes.filter(({ key }) => key !== 'maxSteps');
  const step = felt.at(-1)?.step;
  if (step === undefined) return [];
  const steps = [...new Set(felt.map((change) => change.step))];
  const texts = felt.filter((change) => change.step === step).map(changeText);
  const earlier = steps.length > 1 ? `, the last of ${wholeNumber(steps.length)} changes` : '';
  return [
    {
      name: `${texts.join(', ')} at step ${wholeNumber(step)}${earlier}`,
      style: 'change',
      shape: 'uprights',
      points: CurvePoints.of(steps.map((changed) => ({ step: changed, value: 0 }))),
    },
  ];
}

function changeText({ key, from, to }: ParameterChange): string {
  return `${parameterLabel(key)} ${parameterText(from)} → ${parameterText(to)}`;
}

/**
 * The run that the article prints: training accuracy every 100 steps, and its test accuracy after 2,000.
 *
 * @param batchSize of the run beside it: with another one than the article's, as many steps are not as many images
 */
export function articleCurves(batchSize: number | null): Curve[] {
  const { trainingAccuracy, testAccuracy } = articleResults.part2;
  const articleBatch = defaultHyperparameters.batchSize;
  const isAlike = batchSize === null || batchSize === articleBatch;
  return [
    {
      name: `Article, training${isAlike ? '' : `, by step, batches of ${articleBatch}`}`,
      style: 'article-train',
      shape: 'dashes',
      points: CurvePoints.of(trainingAccuracy.map(([step = 0, value = 0]) => ({ step, value }))),
    },
    {
      name: `Article, test ${testAccuracy}`,
      style: 'article-test',
      shape: 'level',
      points: CurvePoints.of([{ step: articleResults.part2.steps, value: testAccuracy }]),
    },
  ];
}

/** Another run, by name. */
export interface Overlay {
  readonly name: string;
  readonly history: RunHistory;
}

const overlayStyles = ['overlay-1', 'overlay-2', 'overlay-3', 'overlay-4'] as const;

/** The smoothed curve of each other run, in colours of their own. */
export function overlayCurves(
  overlays: readonly Overlay[],
  kind: 'loss' | 'accuracy',
  smoothing: number,
): Curve[] {
  return overlays.map(({ name, history }, index) => ({
    name,
    style: overlayStyles[index % overlayStyles.length] ?? 'overlay-1',
    shape: 'line',
    ...smoothedCurve(
      CurvePoints.from(history.training, (point) => point[kind]),
      smoothing,
    ),
  }));
}
