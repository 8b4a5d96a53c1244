import articleResults from '../../configuration/articleResults.json' with { type: 'json' };
import { defaultHyperparameters } from '../../configuration/hyperparameters.ts';
import { parameterLabel } from '../../configuration/parameters.ts';
import { measuredEvery, type ParameterChange, type RunHistory } from '../../history/history.ts';
import type { RunRecord } from '../../runs/runRecord.ts';
import { parameterText, wholeNumber } from '../words/numbers.ts';
import type { Curve, CurveColour } from './curve.ts';
import { CurvePoints, smoothed } from './curvePoints.ts';
import { accuracyRange, lossRange, type ValueRange } from './valueRange.ts';

export type ChartKind = 'loss' | 'accuracy';

/** What both charts are made of. */
export interface ChartContents {
  readonly history: RunHistory;
  readonly compared: readonly ComparedRun[];
  /** Weight of the past in the smoothed line, in [0, 1). */
  readonly smoothing: number;
  readonly showArticle: boolean;
  /** Of the run; null where there is none. */
  readonly batchSize: number | null;
  /** The axis reaches at least to this step. */
  readonly maxSteps: number;
}

/** Another run, whose curve lies behind. */
export interface ComparedRun {
  readonly name: string;
  readonly history: RunHistory;
}

/** The ticked runs without the one whose charts these are. */
export function comparedRuns(ticked: readonly RunRecord[], ownId: string | undefined): ComparedRun[] {
  return ticked
    .filter(({ summary }) => summary.id !== ownId)
    .map(({ summary, history }) => ({ name: summary.name, history }));
}

/** All that a chart draws: its curves and its axes. */
export interface Plot extends ValueRange {
  readonly title: string;
  /** Of the run, and of the article. */
  readonly own: readonly Curve[];
  /** Of other runs. */
  readonly compared: readonly Curve[];
  /** The right end of the axis of steps; it starts at 0. */
  readonly lastStep: number;
}

/** Until somebody chooses another. */
export const usualSmoothing = 0.6;
/** For the mark of the test accuracy after the last step. */
const roomAtEnd = 1.015;

const titles: Record<ChartKind, string> = { loss: 'Loss', accuracy: 'Accuracy' };

/** @param compared the result of `comparedCurves`, for callers that keep it: it changes less often than the rest */
export function plotOf(
  kind: ChartKind,
  contents: ChartContents,
  compared: readonly Curve[] = comparedCurves(kind, contents.compared, contents.smoothing),
): Plot {
  const { history, smoothing, showArticle, batchSize, maxSteps } = contents;
  const histories = [history, ...contents.compared.map((run) => run.history)];
  const lastStep = roomAtEnd * Math.max(1, maxSteps, ...histories.map(lastStepOf));
  const rest = { title: titles[kind], compared, lastStep };
  const others = compared.map(({ points }) => points);
  if (kind === 'loss') {
    const raw = CurvePoints.from(history.training, ({ loss }) => loss);
    return { ...rest, ...lossRange(raw, others), own: lossCurves(history, smoothing) };
  }
  const own = [...accuracyCurves(history, smoothing), ...(showArticle ? articleCurves(batchSize) : [])];
  return { ...rest, ...accuracyRange([...others, ...own.map(({ points }) => points)]), own };
}

function lastStepOf({ training }: RunHistory): number {
  return training.at(-1)?.step ?? 0;
}

const dashed = [6, 4];
const dotted = [2, 3];
const raw = {
  name: 'Each batch',
  mark: 'line',
  colour: '--train',
  opacity: 0.3,
  tellsValue: 'never',
} as const;

/** Total loss, raw and smoothed, and the two parts that it is the sum of, where there are two. */
export function lossCurves({ training, changes }: RunHistory, smoothing: number): Curve[] {
  const loss = CurvePoints.from(training, (point) => point.loss);
  const crossEntropy = CurvePoints.from(training, (point) => point.crossEntropy);
  const l2Penalty = CurvePoints.from(training, (point) => point.l2Penalty);
  const hasPenalty = training.length === 0 || training.some((point) => point.l2Penalty !== 0);
  const parts: Curve[] = [
    {
      ...smoothedPoints(crossEntropy, smoothing),
      name: 'Cross-entropy',
      mark: 'line',
      colour: '--text',
      dash: dashed,
    },
    { name: 'L2 part', mark: 'line', colour: '--text-quiet', points: l2Penalty },
  ];
  return [
    { ...raw, points: loss },
    {
      ...smoothedPoints(loss, smoothing),
      name: hasPenalty ? 'Loss' : 'Loss, all of it cross-entropy',
      mark: 'line',
      colour: '--train',
    },
    ...(hasPenalty ? parts : []),
    ...changeCurves(changes),
  ];
}

/** Accuracy on training batches, on the validation images and on the test set. */
export function accuracyCurves(
  { training, validation, test, changes }: RunHistory,
  smoothing: number,
): Curve[] {
  const points = CurvePoints.from(training, ({ accuracy }) => accuracy);
  return [
    { ...raw, points },
    { ...smoothedPoints(points, smoothing), name: 'Training', mark: 'line', colour: '--train' },
    ...validationCurves(validation),
    ...changeCurves(changes),
    {
      name: 'Test',
      mark: 'plus',
      colour: '--test',
      points: CurvePoints.from(test, ({ accuracy }) => accuracy),
    },
  ];
}

function smoothedPoints(measured: CurvePoints, smoothing: number): Pick<Curve, 'points' | 'measured'> {
  return { points: smoothed(measured, smoothing, measuredEvery), measured };
}

/** Nothing where no images are kept for validation. */
function validationCurves(validation: RunHistory['validation']): Curve[] {
  if (validation.length === 0) return [];
  const points = CurvePoints.from(validation, ({ accuracy }) => accuracy);
  return [{ name: 'Validation', mark: 'line', colour: '--validation', dash: dashed, points }];
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
      mark: 'vertical',
      colour: '--text-quiet',
      tellsValue: 'never',
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
  const { trainingAccuracy, testAccuracy, steps } = articleResults.part2;
  const articleBatch = defaultHyperparameters.batchSize;
  const isAlike = batchSize === null || batchSize === articleBatch;
  return [
    {
      name: `Article, training${isAlike ? '' : `, by step, batches of ${articleBatch}`}`,
      mark: 'line',
      colour: '--text',
      opacity: 0.75,
      dash: dashed,
      tellsValue: 'pointed at',
      points: CurvePoints.of(trainingAccuracy.map(([step = 0, value = 0]) => ({ step, value }))),
    },
    {
      name: `Article, test ${testAccuracy}`,
      mark: 'horizontal',
      colour: '--test',
      dash: dotted,
      tellsValue: 'never',
      points: CurvePoints.of([{ step: steps, value: testAccuracy }]),
    },
  ];
}

const comparedDashes = [[], [8, 3], [2, 2], [10, 3, 2, 3], [16, 5], [6, 2, 2, 2, 2, 2]];
const comparedColours: readonly CurveColour[] = [
  '--overlay-1',
  '--overlay-2',
  '--overlay-3',
  '--overlay-4',
  '--overlay-5',
];
const comparedLooks = comparedDashes.flatMap((dash) => comparedColours.map((colour) => ({ colour, dash })));

/**
 * The smoothed curve of each other run. The first five have a colour each, the next five the same colours with dashes, and so on
 * through six kinds of lines: the 31st looks like the first.
 */
export function comparedCurves(kind: ChartKind, runs: readonly ComparedRun[], smoothing: number): Curve[] {
  return runs.map(({ name, history }, index) => ({
    ...smoothedPoints(
      CurvePoints.from(history.training, (point) => point[kind]),
      smoothing,
    ),
    ...(comparedLooks[index % comparedLooks.length] ?? { colour: '--overlay-1' }),
    name,
    mark: 'line',
    thickness: 1.5,
  }));
}
