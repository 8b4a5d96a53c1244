import type { FailureData } from '../../failure.ts';
import type {
  InspectedWeights,
  InspectionAnswer,
  InspectionKind,
  InspectionQuestion,
} from '../../worker/training/inspection/inspectionProtocol.ts';
import type { RunState } from './runState.ts';

/** The weights that a view inspects. */
export type InspectionTarget =
  | { readonly kind: 'presentRun' }
  | { readonly kind: 'checkpoint'; readonly id: string };

/**
 * The places on the page that show an answer: one for each kind of question, the matrix to compare with, the picture card of a
 * result, and what the network makes of a picture of one's own.
 */
export type InspectionView =
  | InspectionKind
  | 'comparison'
  | 'card'
  | 'ownLayerOutputs'
  | 'ownOutputWeights'
  | 'ownSaliency'
  | 'ownExcitingImages'
  | 'ownNearestImages';

/** A view's question and its latest answer. */
export interface ViewState {
  readonly question: InspectionQuestion;
  /** Null where it follows the target of the page. */
  readonly target: InspectionTarget | null;
  readonly isPending: boolean;
  /** Whether an answer would evaluate the network on the test images, which is done only when somebody asks for it. */
  readonly isHeldBack: boolean;
  /** The latest; it is kept while the next one is pending. */
  readonly answer: { readonly weights: InspectedWeights; readonly content: InspectionAnswer } | null;
  /** Why the last question was not answered. */
  readonly failure: FailureData | null;
}

export interface InspectionState {
  readonly target: InspectionTarget;
  /** The views that are open. */
  readonly views: Readonly<Partial<Record<InspectionView, ViewState>>>;
}

/** Whether an answer reveals the test accuracy. */
export function looksAtTestImages({ question }: ViewState): boolean {
  return question.kind === 'predictions' && question.images === 'test';
}

export const nothingInspected: InspectionState = { target: { kind: 'presentRun' }, views: {} };

/** The latest answer of a view if it is of that kind, otherwise null. */
export function answerIn<Kind extends InspectionKind>(
  viewState: ViewState | undefined,
  kind: Kind,
): Extract<InspectionAnswer, { kind: Kind }> | null {
  const content = viewState?.answer?.content;
  return content && isOfKind(content, kind) ? content : null;
}

function isOfKind<Kind extends InspectionKind>(
  answer: InspectionAnswer,
  kind: Kind,
): answer is Extract<InspectionAnswer, { kind: Kind }> {
  return answer.kind === kind;
}

/** Whether the worker has the weights of the shown run: from its first step on, or from the step at which it continues. */
export function hasPresentWeights(run: RunState): boolean {
  if (run.kind === 'preparing') return run.stage === 'shaders';
  return ['training', 'pausing', 'paused', 'stopping', 'stopped', 'finished'].includes(run.kind);
}
