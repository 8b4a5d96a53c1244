import type { Page } from '@playwright/test';
import type { BackendName } from '../../../src/backend/backendInfo.ts';
import reference from '../../reference/two_layer_fc.json' with { type: 'json' };
import { expect } from '../fixtures.ts';
import { resultOfWorker } from './bundledWorker.ts';
import type { ReferenceResult } from './referenceLosses.worker.ts';

/**
 * Runs both cases of the float64 reference on a backend, on the pictures that the page has stored, and compares each step.
 *
 * @param most how many steps of each case; all, and the test accuracy, where it is left out
 */
export async function expectToFollowReference(
  page: Page,
  choice: BackendName,
  most = Number.POSITIVE_INFINITY,
): Promise<void> {
  const { backend, runs } = await resultOfWorker<ReferenceResult>(page, 'referenceLosses.worker.ts', {
    backend: choice,
    steps: most,
  });
  expect(backend).toBe(choice);
  expect(runs).toHaveLength(reference.cases.length);
  reference.cases.forEach((expectedRun, index) => {
    const run = runs[index];
    const followed = expectedRun.steps.slice(0, most);
    expect(run?.steps).toHaveLength(followed.length);
    for (const { step, loss, crossEntropy, l2Penalty } of followed) {
      const actual = run?.steps[step];
      if (!actual) throw new Error(`step ${step} is missing`);
      expect(relativeError(actual.crossEntropy + actual.l2Penalty, loss)).toBeLessThan(1e-4);
      expect(relativeError(actual.crossEntropy, crossEntropy)).toBeLessThan(1e-4);
      expect(relativeError(actual.l2Penalty, l2Penalty)).toBeLessThan(1e-5);
    }
    if (followed.length < expectedRun.steps.length) return;
    const accuracyError = (run?.testAccuracy ?? Number.NaN) - expectedRun.afterTraining.testAccuracy;
    expect(Math.abs(accuracyError)).toBeLessThanOrEqual(0.0005);
  });
}

function relativeError(actual: number, expected: number): number {
  return Math.abs(actual - expected) / Math.abs(expected);
}
