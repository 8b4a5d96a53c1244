import { testImageCount } from '../../data/cifar10.ts';
import type { AccuracyTarget, MeasuredOn } from '../../network/resultLink.ts';
import { shownRun } from './runState.ts';
import { divergedAt } from './selectors.ts';
import type { SessionState } from './sessionState.ts';

/** What a run has come to. */
export type RunResult =
  | {
      readonly kind: MeasuredOn;
      /** In [0, 1]. */
      readonly accuracy: number;
      readonly step: number;
      /** On how many images. */
      readonly images: number;
    }
  /** On its last training batch: neither the validation images nor the test images were looked at. */
  | { readonly kind: 'batch'; readonly accuracy: number; readonly step: number }
  | { readonly kind: 'diverged'; readonly step: number };

/**
 * The result of the shown run: its test accuracy with the weights as they are, else its last validation accuracy, else that of its
 * last batch. Null before any was measured.
 */
export function runResult(state: Pick<SessionState, 'run' | 'runs' | 'history'>): RunResult | null {
  const run = shownRun(state.run);
  if (!run) return null;
  const divergence = divergedAt(state);
  if (divergence !== null) return { kind: 'diverged', step: divergence };
  const { test, validation, training } = state.history;
  const tested = test.at(-1);
  if (tested?.step === run.progress.step) return { kind: 'test', ...tested, images: testImageCount };
  const validated = validation.at(-1);
  if (validated) {
    return { kind: 'validation', ...validated, images: run.hyperparameters.validationImages };
  }
  const last = training.at(-1);
  return last ? { kind: 'batch', accuracy: last.accuracy, step: last.step } : null;
}

/** What others can try to exceed; null where there is no accuracy on images that the run did not train on. */
export function targetFrom(result: RunResult): AccuracyTarget | null {
  return result.kind === 'test' || result.kind === 'validation'
    ? { measuredOn: result.kind, accuracy: result.accuracy }
    : null;
}

/** The shown run's accuracy on what the target was measured on; null while there is none. */
export function comparedWithTarget(
  { history, run }: Pick<SessionState, 'run' | 'history'>,
  { measuredOn }: AccuracyTarget,
): number | null {
  const last = history[measuredOn].at(-1);
  const isCurrent = measuredOn === 'validation' || last?.step === shownRun(run)?.progress.step;
  return last && isCurrent ? last.accuracy : null;
}
