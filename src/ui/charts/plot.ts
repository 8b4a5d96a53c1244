import articleResults from '../../configuration/articleResults.json' with { type: 'json' };
import { defaultHyperparameters } from '../../configuration/hyperparameters.ts';
import { parameterLabel } from '../../configuration/parameters.ts';
import { measuredEvery, type ParameterChange, type RunHistory } from '../../history/history.ts';
import type { AccuracyTarget } from '../../network/resultLink.ts';
import type { RunRecord } from '../../runs/runRecord.ts';
import type { CurveSlots } from '../../session/state/curveSlots.ts';
import { accuracyText, parameterText, wholeNumber } from '../words/numbers.ts';
import type { AxisScale } from './axisScale.ts';
import type { Curve, CurveColour } from './curve.ts';
import { CurvePoints, smoothed, within } from './curvePoints.ts';
import type { StepRange } from './stepRange.ts';
import { accuracyRange, fittedRange, type LossScale, lossRange } from './valueRange.ts';

export type ChartKind = 'loss' | 'accuracy';

/** What both charts are made of. */
export interface ChartContents {
  readonly history: RunHistory;
  readonly compared: readonly ComparedRun[];
  /** Weight of the past in the smoothed line, in [0, 1). */
  readonly smoothing: number;
  readonly showArticle: boolean;
  /** What is to be beaten; null where nothing is. */
  readonly target: AccuracyTarget | null;
  /** Of the run; null where there is none. */
  readonly batchSize: number | null;
  /** The axis reaches at least to this step. */
  readonly maxSteps: number;
}

/** How both charts are looked at. */
export interface ChartView {
  readonly lossScale: LossScale;
  readonly stepScale: 'linear' | 'logarithmic from 0';
  /** Null for all steps. */
  readonly zoom: StepRange | null;
  /** The keys of curves that are not drawn. */
  readonly hidden: ReadonlySet<string>;
}

export const usualView: ChartView = {
  lossScale: 'automatic',
  stepScale: 'linear',
  zoom: null,
  hidden: new Set(),
};

/** Another run, whose curve lies behind. */
export interface ComparedRun {
  readonly id: string;
  readonly name: string;
  readonly history: RunHistory;
  /** Which look its curve has: it keeps it while others come and go. */
  readonly slot: number;
}

/**
 * The ticked runs without the one whose charts these are, in the order of their looks.
 *
 * @param names of runs, by id, as their table has them
 */
export function comparedRuns(
  ticked: readonly RunRecord[],
  slots: CurveSlots,
  ownId: string | undefined,
  names: ReadonlyMap<string, string>,
): ComparedRun[] {
  return ticked
    .filter(({ summary }) => summary.id !== ownId)
    .map(({ summary: { id, name }, history }) => ({
      id,
      name: names.get(id) ?? name,
      history,
      slot: slots.indexOf(id),
    }))
    .sort((one, other) => one.slot - other.slot);
}

/** The curves that a chart can show, and its legend lists. */
export interface ChartCurves {
  /** Of the run, and of the article. */
  readonly own: readonly Curve[];
  /** Of other runs. */
  readonly compared: readonly Curve[];
}

/** All that a chart draws: its curves without those that are hidden, and its axes. */
export interface Plot extends ChartCurves {
  readonly title: string;
  readonly steps: AxisScale;
  readonly values: AxisScale;
}

/**
 * The curves with the points that they were last drawn with, so that a legend tells what is seen; with their own where another run is
 * drawn, or more of this one, which has gone back since.
 */
export function asDrawn(curves: readonly Curve[], drawn: ChartCurves | undefined): readonly Curve[] {
  const onCanvas = drawn ? [...drawn.own, ...drawn.compared] : [];
  return curves.map((curve) => {
    const older = onCanvas.find(({ key, mark }) => key === curve.key && mark === curve.mark);
    return older && isBeginningOf(curve.points, older.points) ? { ...curve, points: older.points } : curve;
  });
}

/** Two runs hardly ever start at exactly the same value. */
function isBeginningOf(all: CurvePoints, some: CurvePoints): boolean {
  return some.values[0] === all.values[0] && (some.steps.at(-1) ?? 0) <= (all.steps.at(-1) ?? 0);
}

/** Until somebody chooses another. */
export const usualSmoothing = 0.6;
/** For the mark of the test accuracy after the last step. */
const roomAtEnd = 1.015;

export const chartTitles: Record<ChartKind, string> = { loss: 'Loss', accuracy: 'Accuracy' };

/** @param compared the result of `comparedCurves`, for callers that keep it: it changes less often than the rest */
export function chartCurves(
  kind: ChartKind,
  { history, smoothing, showArticle, target, batchSize, ...contents }: ChartContents,
  compared: readonly Curve[] = comparedCurves(kind, contents.compared, smoothing),
): ChartCurves {
  if (kind === 'loss') return { own: lossCurves(history, smoothing), compared };
  const article = showArticle ? articleCurves(batchSize) : [];
  return { own: [...accuracyCurves(history, smoothing), ...article, ...targetCurves(target)], compared };
}

/** @param curves the result of `chartCurves`, for callers that keep it */
export function plotOf(
  kind: ChartKind,
  contents: ChartContents,
  view: ChartView = usualView,
  curves: ChartCurves = chartCurves(kind, contents),
): Plot {
  const isShown = ({ key }: Curve) => !view.hidden.has(key);
  const shown = { own: curves.own.filter(isShown), compared: curves.compared.filter(isShown) };
  const { from, to } = view.zoom ?? allSteps(contents);
  return {
    title: chartTitles[kind],
    ...shown,
    steps: { kind: view.stepScale, from, to: view.zoom ? to : roomAtEnd * to },
    values: valuesAxis(kind, contents, view, [...shown.compared, ...shown.own]),
  };
}

/** The steps of an axis that is not zoomed. */
export function allSteps({ history, compared, maxSteps }: ChartContents): StepRange {
  const histories = [history, ...compared.map((run) => run.history)];
  return { from: 0, to: Math.max(1, maxSteps, ...histories.map(lastStepOf)) };
}

function valuesAxis(
  kind: ChartKind,
  { history, compared }: ChartContents,
  { zoom, lossScale }: ChartView,
  curves: readonly Curve[],
): AxisScale {
  const seen = (points: CurvePoints) => (zoom ? within(points, zoom.from, zoom.to) : points);
  const drawn = curves
    // A level may lie far from all that a zoomed chart shows.
    .filter(({ mark }) => mark === 'line' || mark === 'plus' || (mark === 'horizontal' && !zoom))
    .map(({ points }) => seen(points));
  if (kind === 'accuracy') return zoom ? fittedRange(drawn) : accuracyRange(drawn);
  const judged = [history, ...compared.map((run) => run.history)].filter(
    ({ training }) => training.length > 0,
  );
  const losses = judged.map(({ training }) => seen(CurvePoints.from(training, ({ loss }) => loss)));
  const range = lossRange(losses, drawn, lossScale);
  return zoom && range.kind === 'linear' ? fittedRange(drawn) : range;
}

function lastStepOf({ training }: RunHistory): number {
  return training.at(-1)?.step ?? 0;
}

const dashed = [6, 4];
const dotted = [2, 3];
const targetDash = [10, 3, 2, 3];
const raw = {
  key: 'measured',
  name: 'Measured',
  mark: 'line',
  colour: '--train',
  opacity: 0.4,
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
      key: 'cross-entropy',
      name: 'Cross-entropy',
      mark: 'line',
      colour: '--train-strong',
      dash: dashed,
    },
    {
      key: 'L2 part',
      name: 'L2 part',
      mark: 'line',
      colour: '--text-quiet',
      dash: dotted,
      ...smoothedPoints(l2Penalty, smoothing),
    },
  ];
  return [
    { ...raw, points: loss },
    {
      ...smoothedPoints(loss, smoothing),
      key: 'loss',
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
    {
      ...smoothedPoints(points, smoothing),
      key: 'training',
      name: 'Training',
      mark: 'line',
      colour: '--train',
    },
    ...validationCurves(validation),
    ...changeCurves(changes),
    {
      key: 'test',
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
  return [{ key: 'validation', name: 'Validation', mark: 'line', colour: '--test', dash: dashed, points }];
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
      key: 'changes',
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
      key: 'article training',
      name: `Article, training${isAlike ? '' : `, by step, batches of ${articleBatch}`}`,
      mark: 'line',
      colour: '--text',
      opacity: 0.75,
      dash: dashed,
      tellsValue: 'pointed at',
      points: CurvePoints.of(trainingAccuracy.map(([step = 0, value = 0]) => ({ step, value }))),
    },
    {
      key: 'article test',
      name: `Article, test ${testAccuracy}`,
      mark: 'horizontal',
      colour: '--test',
      dash: dotted,
      tellsValue: 'never',
      points: CurvePoints.of([{ step: steps, value: testAccuracy }]),
    },
  ];
}

/** A level across the chart; nothing where nothing is to be beaten. */
function targetCurves(target: AccuracyTarget | null): Curve[] {
  if (!target) return [];
  const { measuredOn, accuracy } = target;
  return [
    {
      key: 'target',
      name: `To beat, ${measuredOn} ${accuracyText(accuracy)}`,
      mark: 'horizontal',
      colour: '--text',
      dash: targetDash,
      tellsValue: 'never',
      points: CurvePoints.of([{ step: 0, value: accuracy }]),
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

/** Colour and dashes of the curve of another run. */
export function comparedLook(slot: number): Pick<Curve, 'colour' | 'dash'> {
  return comparedLooks[slot % comparedLooks.length] ?? { colour: '--overlay-1' };
}

/**
 * The smoothed curve of each other run, and its accuracies on the test images. The first five slots have a colour each, the next five
 * the same colours with dashes, and so on through six kinds of lines: the 31st looks like the first.
 */
export function comparedCurves(kind: ChartKind, runs: readonly ComparedRun[], smoothing: number): Curve[] {
  return runs.flatMap(({ id, name, history, slot }) => {
    const look = comparedLook(slot);
    const points = CurvePoints.from(history.training, (point) => point[kind]);
    const key = `run ${id}`;
    const line: Curve = {
      ...smoothedPoints(points, smoothing),
      ...{ key, name, ...look },
      mark: 'line',
      thickness: 1.5,
    };
    if (kind === 'loss' || history.test.length === 0) return [line];
    const test = CurvePoints.from(history.test, ({ accuracy }) => accuracy);
    return [line, { key, name: `${name}, test`, mark: 'plus', colour: look.colour, points: test }];
  });
}
