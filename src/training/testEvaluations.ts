import { type AccuracyPoint, withPoint } from '../history/history.ts';
import type { TrainingRun } from './trainingRun.ts';

/** Notes that the test images were looked at, and what came out: one point a step, ascending. */
export function noteTestEvaluation(run: TrainingRun, point: AccuracyPoint): void {
  const { test } = run.history;
  test.splice(0, test.length, ...withPoint(test, point));
  run.testEvaluations += 1;
}

/** Whether the run knows its test accuracy at that step already: then looking again shows nothing new. */
export function isEvaluatedAt({ history }: TrainingRun, step: number): boolean {
  return history.test.some((point) => point.step === step);
}
