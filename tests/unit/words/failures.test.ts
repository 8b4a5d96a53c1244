import { describe, expect, it } from 'vitest';
import type { FailureData } from '../../../src/failure.ts';
import { lastSavedStep } from '../../../src/session/state/selectors.ts';
import { initialState, type SessionState } from '../../../src/session/state/sessionState.ts';
import { failureText, isWholeFailure } from '../../../src/ui/words/failures.ts';
import { articleHyperparameters } from '../../fixtures/articleHyperparameters.ts';
import { checkpointWith, listed } from '../../fixtures/checkpoints.ts';

const diverged: FailureData = { code: 'diverged', details: { step: 1_180 } };

describe('what is said after a run has ended by itself', () => {
  it('offers a checkpoint only where there is one', () => {
    expect(failureText(diverged, null)).toMatch(/Train again with a smaller learning rate\.$/);
    expect(failureText(diverged)).not.toContain('checkpoint');
    expect(failureText(diverged, 1_000)).toMatch(/or restore the checkpoint of step 1,000 and continue/);
    const lost: FailureData = { code: 'gpu-lost', details: { step: 1_180 } };
    expect(failureText(lost, null)).toMatch(/Nothing of the run was saved: train again\.$/);
    expect(failureText(lost, 1_000)).toMatch(/last saved at step 1,000: continue from there\.$/);
  });

  it('has details only where the sentence leaves facts out', () => {
    const isWhole = (failure: FailureData) => isWholeFailure(failure, failureText(failure));
    expect(isWhole(diverged)).toBe(true);
    expect(isWhole({ code: 'storage-unavailable', details: {} })).toBe(true);
    expect(isWhole({ code: 'unexpected', details: { reason: 'x is undefined' } })).toBe(true);
    expect(isWhole({ code: 'checkpoint-damaged', details: { id: 'run-100' } })).toBe(false);
  });
});

describe('the step at which a run was last saved', () => {
  const run = {
    id: 'fork',
    network: 'two-layer',
    hyperparameters: articleHyperparameters,
    progress: { step: 500, epochs: 4, elapsedSeconds: 9, msPerStep: null, tensorCount: 4 },
    testEvaluations: 0,
    startedAt: '2026-11-24T12:00:00.000Z',
    parent: { runId: 'parent', step: 300 },
  };
  const saved = (...of: [runId: string, step: number][]): SessionState => ({
    ...initialState,
    run: { kind: 'opened', run },
    checkpoints: of.map(([runId, step]) => {
      const { summary } = checkpointWith(3, step);
      return listed({ summary: { ...summary, runId } });
    }),
  });

  it('is that of its own checkpoints, or of those of the run that it was forked from', () => {
    expect(lastSavedStep(saved())).toBeNull();
    expect(lastSavedStep(saved(['other', 900]))).toBeNull();
    expect(lastSavedStep(saved(['parent', 200], ['parent', 400]))).toBe(200);
    expect(lastSavedStep(saved(['parent', 200], ['fork', 450]))).toBe(450);
  });
});

describe('what is said of a file that was chosen in place of CIFAR-10', () => {
  it('fits what the file is: weights and pictures are opened elsewhere, and later', () => {
    const textOf = (kind: 'weights' | 'png' | 'gzip') =>
      failureText({ code: 'file-not-cifar10', details: { file: 'mine', kind } });
    expect(textOf('weights')).toBe(
      'mine is a file of weights. Once CIFAR-10 is loaded, “Open weights…” in Export opens it.',
    );
    expect(textOf('png')).toMatch(/^mine is a picture in PNG form\. Once CIFAR-10 is loaded and a network/);
    expect(textOf('gzip')).toContain('Choose cifar-10-binary.tar.gz');
  });
});
