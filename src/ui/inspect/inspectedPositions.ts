import type { StoredCheckpoint } from '../../checkpoint/storedCheckpoint.ts';
import { type AccuracyPoint, accuracyAt } from '../../history/history.ts';
import type { InspectionTarget } from '../../session/state/inspectionState.ts';
import { checkpointTitle } from '../words/checkpoints.ts';

/** Weights that can be inspected. */
export interface InspectedPosition {
  readonly target: InspectionTarget;
  /** Null for the present weights, which move on. */
  readonly step: number | null;
  /** The step, and how accurate the network was then, as far as that was measured. */
  readonly title: string;
}

/**
 * The checkpoints of a run, by step, and behind them its present weights. Of several at one step, which have the same weights, the one
 * of which most is known.
 *
 * @param checkpoints newest first
 * @param hasWeights whether the run has any beside its checkpoints
 * @param evaluations of the run on the test images, some of them after a checkpoint was saved
 */
export function inspectedPositions(
  runId: string | undefined,
  hasWeights: boolean,
  checkpoints: readonly StoredCheckpoint[],
  evaluations: readonly AccuracyPoint[],
): InspectedPosition[] {
  const summaries = [...checkpoints]
    .reverse()
    .flatMap(({ summary }) => (summary?.runId === runId ? [summary] : []));
  const ofCheckpoints = summaries
    .filter((summary) => summary !== null)
    .sort((a, b) => a.step - b.step || Number(a.testAccuracy === null) - Number(b.testAccuracy === null))
    .filter(({ step }, index, sorted) => step !== sorted[index - 1]?.step)
    .map((summary): InspectedPosition => {
      const { id, step } = summary;
      const later = accuracyAt(evaluations, step);
      const title = checkpointTitle({ ...summary, testAccuracy: summary.testAccuracy ?? later });
      return { target: { kind: 'checkpoint', id }, step, title };
    });
  return hasWeights ? [...ofCheckpoints, presentWeights] : ofCheckpoints;
}

const presentWeights: InspectedPosition = {
  target: { kind: 'presentRun' },
  step: null,
  title: 'Current weights',
};

/** Where these weights are among the positions; −1 where they are not. */
export function positionOf(positions: readonly InspectedPosition[], target: InspectionTarget): number {
  return positions.findIndex((position) => isSame(position.target, target));
}

function isSame(a: InspectionTarget, b: InspectionTarget): boolean {
  return a.kind === 'checkpoint' ? b.kind === 'checkpoint' && a.id === b.id : b.kind === a.kind;
}
