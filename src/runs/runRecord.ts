import type { Hyperparameters } from '../configuration/hyperparameters.ts';
import type { HistogramPoint, LayersPoint, RunHistory } from '../history/history.ts';

/** The run and the step that a fork began at. */
export interface RunParent {
  readonly runId: string;
  readonly step: number;
}

/** What the list and the comparison show of a run. */
export interface RunSummary {
  /** Its date and time, as the article names its log directories. */
  readonly id: string;
  /** The id, until the person gives it another name. */
  readonly name: string;
  /** What the person wrote about it; empty until then. */
  readonly notes: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly network: string;
  readonly hyperparameters: Hyperparameters;
  /** Null before it was started. */
  readonly backend: string | null;
  /** Completed steps. */
  readonly step: number;
  readonly epochs: number;
  readonly elapsedSeconds: number;
  /** Of the last measured batch, in [0, 1]. */
  readonly trainAccuracy: number | null;
  readonly trainLoss: number | null;
  /** The best, on the images kept for validation, in [0, 1]. */
  readonly validationAccuracy: number | null;
  /** Of the last evaluation, in [0, 1]. */
  readonly testAccuracy: number | null;
  /** How often the test images were looked at. */
  readonly testEvaluations: number;
  readonly parent: RunParent | null;
  /** Why it came to no end of its own; null where it did, or is under way. */
  readonly brokenBy: 'divergence' | 'fault' | null;
}

/** All that is kept of a run beside its checkpoints. */
export interface RunRecord {
  readonly summary: RunSummary;
  readonly history: RunHistory;
  readonly logits: readonly HistogramPoint[];
  /** Of a long run, every second, fourth … that was counted. */
  readonly layers: readonly LayersPoint[];
  readonly log: readonly string[];
}
