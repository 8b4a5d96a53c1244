import { type AccuracyPoint, accuracyAt, withPoint } from '../history/history.ts';
import type { TrainingRun } from './trainingRun.ts';

/** Records an evaluation on the test images. The history has one point per step, ascending. */
export function recordTestEvaluation(run: TrainingRun, point: AccuracyPoint): void {
  const { test } = run.history;
  test.splice(0, test.length, ...withPoint(test, point));
  run.testEvaluations += 1;
}

/** Whether the test accuracy at that step is known: evaluating again would reveal nothing new, and does not count. */
export function isEvaluatedAt(run: TrainingRun, step: number): boolean {
  return testAccuracyAt(run, step) !== null;
}

/** The test accuracy at that step, in [0, 1]; null where it was not measured. */
export function testAccuracyAt({ history }: TrainingRun, step: number): number | null {
  return accuracyAt(history.test, step);
}
