import { isBusy, runOf } from '../../session/state/runState.ts';
import type { SessionState } from '../../session/state/sessionState.ts';

export interface HeadlineAccuracy {
  /** `test`: measured on all test images, with the weights as they are. */
  readonly kind: 'batch' | 'test';
  readonly value: number;
}

/**
 * What the person came for: the test accuracy of a run at rest, and while it trains that of its last batch. Null before there is
 * either.
 */
export const headlineAccuracy = remembered(({ run, history }: SessionState): HeadlineAccuracy | null => {
  const test = history.test.at(-1);
  if (test && !isBusy(run) && test.step === runOf(run)?.progress.step) {
    return { kind: 'test', value: test.accuracy };
  }
  const batch = history.training.at(-1);
  return batch ? { kind: 'batch', value: batch.accuracy } : null;
});

/** Equal answers are one object, so that what shows them is not rendered at every change of the state. */
function remembered(
  find: (state: SessionState) => HeadlineAccuracy | null,
): (state: SessionState) => HeadlineAccuracy | null {
  let last: HeadlineAccuracy | null = null;
  return (state) => {
    const found = find(state);
    if (found?.kind !== last?.kind || found?.value !== last?.value) last = found;
    return last;
  };
}
