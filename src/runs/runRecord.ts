import type { Hyperparameters } from '../configuration/hyperparameters.ts';
import type { HistogramPoint, LayersPoint, ParameterChange, RunHistory } from '../history/history.ts';
import type { TimePoint } from '../history/stepTimes.ts';

/** The run and the step that a fork started from. */
export interface RunParent {
  readonly runId: string;
  readonly step: number;
}

/** The data of a run for lists and comparisons. */
export interface RunSummary {
  /** Its date and time, in the format of the article's log directories. */
  readonly id: string;
  /** The id, until the user renames it. */
  readonly name: string;
  /** The user's notes; empty by default. */
  readonly notes: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** Counts the runs in the order in which they came on record; null where an earlier version recorded it. */
  readonly number: number | null;
  readonly network: string;
  /** As they are now; `changes` has what they were before. */
  readonly hyperparameters: Hyperparameters;
  /** What was changed during the run; ascending by step. */
  readonly changes: readonly ParameterChange[];
  /** Null before the backend has started. */
  readonly backend: string | null;
  /** Completed steps. */
  readonly step: number;
  readonly epochs: number;
  readonly elapsedSeconds: number;
  /** On the last measured batch, in [0, 1]. */
  readonly trainAccuracy: number | null;
  readonly trainLoss: number | null;
  /** The best accuracy on the validation images, in [0, 1]. */
  readonly validationAccuracy: number | null;
  /** On the test images, at the last evaluation, in [0, 1]. */
  readonly testAccuracy: number | null;
  /** How often the run was evaluated on the test images. */
  readonly testEvaluations: number;
  readonly parent: RunParent | null;
  /** What ended the run prematurely; null where nothing did. */
  readonly brokenBy: 'divergence' | 'fault' | null;
}

/** Everything that is stored of a run besides its checkpoints. */
export interface RunRecord {
  readonly summary: RunSummary;
  readonly history: RunHistory;
  readonly logits: readonly HistogramPoint[];
  /** Of a long run, every second, fourth … point. */
  readonly layers: readonly LayersPoint[];
  /** Ascending by step; empty in records of earlier versions. */
  readonly times: readonly TimePoint[];
  readonly log: readonly string[];
}
