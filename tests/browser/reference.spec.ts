import reference from '../reference/two_layer_fc.json' with { type: 'json' };
import { expect, test } from './fixtures.ts';
import { resultOfWorker } from './harness/bundledWorker.ts';
import type { ReferenceResult } from './harness/referenceLosses.worker.ts';

for (const choice of ['webgl', 'wasm'] as const) {
  test(`${choice} follows the float64 reference, step by step, on the stored pictures`, async ({
    readyPage: page,
  }) => {
    const { backend, runs } = await resultOfWorker<ReferenceResult>(
      page,
      'referenceLosses.worker.ts',
      choice,
    );
    expect(backend).toBe(choice);
    expect(runs).toHaveLength(reference.cases.length);
    reference.cases.forEach((expectedRun, index) => {
      const run = runs[index];
      expect(run?.steps).toHaveLength(expectedRun.steps.length);
      for (const { step, loss, crossEntropy, l2Penalty } of expectedRun.steps) {
        const actual = run?.steps[step];
        if (!actual) throw new Error(`step ${step} is missing`);
        expect(relativeError(actual.crossEntropy + actual.l2Penalty, loss)).toBeLessThan(1e-4);
        expect(relativeError(actual.crossEntropy, crossEntropy)).toBeLessThan(1e-4);
        expect(relativeError(actual.l2Penalty, l2Penalty)).toBeLessThan(1e-5);
      }
      const accuracyError = (run?.testAccuracy ?? Number.NaN) - expectedRun.afterTraining.testAccuracy;
      expect(Math.abs(accuracyError)).toBeLessThanOrEqual(0.0005);
    });
  });
}

function relativeError(actual: number, expected: number): number {
  return Math.abs(actual - expected) / Math.abs(expected);
}
