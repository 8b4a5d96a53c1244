import type { FailureData } from '../../failure.ts';
import type {
  InspectedWeights,
  InspectionAnswer,
  InspectionKind,
  InspectionQuestion,
} from '../../worker/training/inspection/inspectionProtocol.ts';
import type { RunState } from './runState.ts';

/** Whose weights are looked at. */
export type LookedAt = { readonly kind: 'presentRun' } | { readonly kind: 'checkpoint'; readonly id: string };

/** The places on the page that show an answer: one for each kind of question, and the matrix to compare with. */
export type InspectionView = InspectionKind | 'comparison';

/** What a view has asked, and what it knows. */
export interface Look {
  readonly question: InspectionQuestion;
  /** Null where it follows what the whole page looks at. */
  readonly subject: LookedAt | null;
  readonly isPending: boolean;
  /** The latest; it stays while another is under way. */
  readonly answer: { readonly weights: InspectedWeights; readonly content: InspectionAnswer } | null;
  /** Why the last question was not answered. */
  readonly failure: FailureData | null;
}

export interface InspectionState {
  readonly subject: LookedAt;
  /** The views that are open. */
  readonly looks: Readonly<Partial<Record<InspectionView, Look>>>;
}

export const nothingInspected: InspectionState = { subject: { kind: 'presentRun' }, looks: {} };

/** The latest answer of a view, where it is of that kind. */
export function answerIn<Kind extends InspectionKind>(
  look: Look | undefined,
  kind: Kind,
): Extract<InspectionAnswer, { kind: Kind }> | null {
  const content = look?.answer?.content;
  return content && isOfKind(content, kind) ? content : null;
}

function isOfKind<Kind extends InspectionKind>(
  answer: InspectionAnswer,
  kind: Kind,
): answer is Extract<InspectionAnswer, { kind: Kind }> {
  return answer.kind === kind;
}

/** Whether the training worker has the weights of the run that the page shows: from its first step on, or from where it goes on. */
export function hasPresentWeights(run: RunState): boolean {
  if (run.kind === 'preparing') return run.stage === 'shaders';
  return ['training', 'pausing', 'paused', 'stopping', 'stopped', 'finished'].includes(run.kind);
}
