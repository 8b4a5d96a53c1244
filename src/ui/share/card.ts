import type { Hyperparameters } from '../../configuration/hyperparameters.ts';
import type { FirstLayerPictures } from '../../inspection/firstLayerPictures.ts';
import { type RunResult, runResult } from '../../session/state/runResult.ts';
import { shownRun } from '../../session/state/runState.ts';
import { isBesideArticle } from '../../session/state/selectors.ts';
import type { SessionState } from '../../session/state/sessionState.ts';
import { type Plot, plotOf, usualSmoothing, usualView } from '../charts/plot.ts';
import { firstLayerCardText } from '../words/guesses.ts';
import { accuracyText, counted } from '../words/numbers.ts';
import { networkLine, resultTexts, trainingLine } from '../words/results.ts';

/** The parts of the state that it is made of. */
export type CardSource = Pick<SessionState, 'run' | 'runs' | 'network' | 'history'>;

/** All that stands on the card. */
export interface Card {
  readonly result: RunResult;
  /** The result in a few characters, and the rest of its sentence. */
  readonly figure: string;
  readonly sentence: string;
  readonly plot: Plot;
  readonly network: string;
  readonly training: string;
  readonly pictures: CardPictures | null;
  /** Of the page; null where nobody else could open it. */
  readonly address: string | null;
}

/** Pictures of the first layer; places for them while they are being made. */
export interface CardPictures {
  readonly count: number;
  readonly caption: string;
}

export const pageTitle = 'CIFAR-10 in a tab';

/** 32 × 32 pictures at twice their size, in two rows. */
export const mostPictures = 12;

/** What the card leaves out of the page's chart, to be read at a glance. */
const left: ReadonlySet<string> = new Set(['article training', 'changes']);

/**
 * The card of the shown run; null before anything was measured.
 *
 * @param pictures `pending` while they are being made, null where there are none
 */
export function cardOf(
  state: CardSource,
  pictures: FirstLayerPictures | 'pending' | null,
  address: string | null,
): Card | null {
  const run = shownRun(state.run);
  const result = runResult(state);
  if (!run || !result) return null;
  const { figure, rest } = resultTexts(result, run.hyperparameters);
  return {
    result,
    figure,
    sentence: rest,
    plot: cardPlot(state, run.hyperparameters),
    network: networkLine(run.network, run.hyperparameters),
    training: trainingLine(run.progress, run.hyperparameters),
    pictures: picturesOf(pictures),
    address,
  };
}

function cardPlot(state: CardSource, { batchSize, maxSteps }: Hyperparameters): Plot {
  const contents = {
    ...{ history: state.history, compared: [], smoothing: usualSmoothing, target: null },
    ...{ showArticle: isBesideArticle(state), batchSize, maxSteps },
  };
  return plotOf('accuracy', contents, { ...usualView, hidden: left });
}

function picturesOf(pictures: FirstLayerPictures | 'pending' | null): CardPictures | null {
  if (pictures === null) return null;
  if (pictures === 'pending')
    return { count: mostPictures, caption: 'Pictures of the first layer are being computed' };
  const count = Math.min(mostPictures, pictures.shown.length);
  return { count, caption: firstLayerCardText(pictures, count) };
}

/** Everything on the card, in words. */
export function cardText({
  figure,
  sentence,
  result,
  plot,
  pictures,
  network,
  training,
  address,
}: Card): string {
  const curves = plot.own.filter(({ mark }) => mark !== 'horizontal').map(({ name }) => name.toLowerCase());
  const article = plot.own.find(({ key }) => key === 'article test')?.points.lastValue ?? null;
  return [
    `${pageTitle}. ${figure} ${sentence}.`,
    `Accuracy over ${counted(result.step, 'step')}: ${curves.join(', ')}.`,
    ...(article === null ? [] : [`A line at the article’s test accuracy, ${accuracyText(article)}.`]),
    ...(pictures ? [`${counted(pictures.count, 'picture')}: ${pictures.caption}.`] : []),
    `${network}. ${training}.`,
    ...(address ? [`${address}.`] : []),
  ].join(' ');
}

/** Hosts that are nobody else's. */
const ownHost = /^(localhost|.*\.localhost|127(\.\d+){3}|0\.0\.0\.0|\[::1?\])$/;

/** The page's address as people read it; null where it is only on this machine. */
export function shownAddress({
  hostname,
  host,
  pathname,
}: Pick<URL, 'hostname' | 'host' | 'pathname'>): string | null {
  if (hostname === '' || ownHost.test(hostname)) return null;
  return `${host}${pathname.replace(/(index\.html)?$/, '').replace(/\/$/, '')}`;
}
