import { accuracyAt } from '../../history/history.ts';
import { looksAtTestImages, type ViewState } from './inspectionState.ts';
import { runOf } from './runState.ts';
import type { SessionState } from './sessionState.ts';

/** Whether an answer about these weights reveals their test accuracy, and that has not been measured yet. */
export function wouldEvaluate(
  viewState: ViewState,
  {
    inspection,
    run,
    history,
    checkpoints,
  }: Pick<SessionState, 'inspection' | 'run' | 'history' | 'checkpoints'>,
): boolean {
  if (!looksAtTestImages(viewState)) return false;
  const of = viewState.target ?? inspection.target;
  if (of.kind === 'presentRun') {
    const step = runOf(run)?.progress.step;
    return accuracyAt(history.test, step) === null;
  }
  const summary = checkpoints.find(({ id }) => id === of.id)?.summary;
  const isOfRun = summary?.runId === runOf(run)?.id;
  return summary?.testAccuracy == null && !(isOfRun && accuracyAt(history.test, summary?.step) !== null);
}
