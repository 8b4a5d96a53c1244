import articleResults from '../../configuration/articleResults.json' with { type: 'json' };
import type { RunHistory, TrainingPoint } from '../../training/history.ts';
import { type Curve, type CurvePoint, smoothed, valueAt } from './series.ts';

/** Steps between two measurements, to which the smoothing refers. */
const measuredEvery = 10;

/** What a chart shows, beside the quantity that it is of. */
export interface ChartContents {
  readonly history: RunHistory;
  /** Other runs, whose curves lie behind. */
  readonly overlays: readonly Overlay[];
  /** Weight of the past in the smoothed line, in [0, 1). */
  readonly smoothing: number;
  readonly showArticle: boolean;
}

/** Until somebody chooses another. */
export const usualSmoothing = 0.6;

export function chartCurves(
  kind: 'loss' | 'accuracy',
  { history, overlays, smoothing, showArticle }: ChartContents,
): Curve[] {
  const own =
    kind === 'loss' ? lossCurves(history, smoothing) : accuracyCurves(history, smoothing, showArticle);
  return [...overlayCurves(overlays, kind, smoothing), ...own];
}

/** Total loss, raw and smoothed, and the two parts that it is the sum of. */
export function lossCurves({ training, changes }: RunHistory, smoothing: number): Curve[] {
  const raw = pointsOf(training, ({ loss }) => loss);
  const smooth = smoothed(raw, smoothing, measuredEvery);
  return [
    { name: 'Each batch', style: 'train-pale', shape: 'line', points: raw },
    { name: 'Loss', style: 'train', shape: 'line', points: smooth },
    ...changeCurves(changes, smooth),
    {
      name: 'Cross-entropy',
      style: 'part',
      shape: 'dashes',
      points: smoothed(
        pointsOf(training, ({ crossEntropy }) => crossEntropy),
        smoothing,
        measuredEvery,
      ),
    },
    {
      name: 'L2 part',
      style: 'part',
      shape: 'line',
      points: pointsOf(training, ({ l2Penalty }) => l2Penalty),
    },
  ];
}

/** Accuracy on training batches, on the validation images and on the test set, and the article's own run. */
export function accuracyCurves(
  { training, validation, test, changes }: RunHistory,
  smoothing: number,
  showsArticle: boolean,
): Curve[] {
  const raw = pointsOf(training, ({ accuracy }) => accuracy);
  const smooth = smoothed(raw, smoothing, measuredEvery);
  return [
    { name: 'Each batch', style: 'train-pale', shape: 'line', points: raw },
    { name: 'Training', style: 'train', shape: 'line', points: smooth },
    ...validationCurves(validation),
    ...changeCurves(changes, smooth),
    {
      name: 'Test',
      style: 'test',
      shape: 'bars',
      points: test.map(({ step, accuracy }) => ({ step, value: accuracy })),
    },
    ...(showsArticle ? articleCurves() : []),
  ];
}

/** Nothing where no images are kept for validation. */
function validationCurves(validation: RunHistory['validation']): Curve[] {
  if (validation.length === 0) return [];
  const points = validation.map(({ step, accuracy }) => ({ step, value: accuracy }));
  return [{ name: 'Validation', style: 'validation', shape: 'dashes', points }];
}

/** Where a parameter was changed in the middle of the run, a bar across the curve. */
function changeCurves(changes: RunHistory['changes'], curve: readonly CurvePoint[]): Curve[] {
  const points = changes
    .map(({ step }) => ({ step, value: valueAt(curve, step) }))
    .filter((point): point is CurvePoint => point.value !== null);
  return points.length === 0 ? [] : [{ name: 'Parameter changed', style: 'change', shape: 'bars', points }];
}

/** The run that the article prints: training accuracy every 100 steps, and its test accuracy after 2,000. */
function articleCurves(): Curve[] {
  const { trainingAccuracy, testAccuracy, steps } = articleResults.part2;
  return [
    {
      name: 'Article, training',
      style: 'article-train',
      shape: 'dashes',
      points: trainingAccuracy.map(([step = 0, value = 0]) => ({ step, value })),
    },
    {
      name: `Article, test ${testAccuracy}`,
      style: 'article-test',
      shape: 'bars',
      points: [{ step: steps, value: testAccuracy }],
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
    points: smoothed(
      pointsOf(history.training, (point) => point[kind]),
      smoothing,
      measuredEvery,
    ),
  }));
}

function pointsOf(training: readonly TrainingPoint[], value: (point: TrainingPoint) => number): CurvePoint[] {
  return training.map((point) => ({ step: point.step, value: value(point) }));
}
