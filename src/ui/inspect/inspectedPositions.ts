import type { StoredCheckpoint } from '../../checkpoint/storedCheckpoint.ts';
import type { InspectionTarget } from '../../session/state/inspectionState.ts';

/** Weights that can be inspected. */
export interface InspectedPosition {
  readonly target: InspectionTarget;
  /** Null for the present weights, which move on. */
  readonly step: number | null;
}

/**
 * The checkpoints of a run, by step, and behind them its present weights.
 *
 * @param checkpoints newest first
 * @param hasWeights whether the run has any beside its checkpoints
 */
export function inspectedPositions(
  runId: string | undefined,
  hasWeights: boolean,
  checkpoints: readonly StoredCheckpoint[],
): InspectedPosition[] {
  const summaries = [...checkpoints]
    .reverse()
    .flatMap(({ summary }) => (summary?.runId === runId ? [summary] : []));
  const ofCheckpoints = summaries
    .filter((summary) => summary !== null)
    .sort((a, b) => a.step - b.step)
    .map(({ id, step }): InspectedPosition => ({ target: { kind: 'checkpoint', id }, step }));
  return hasWeights ? [...ofCheckpoints, { target: { kind: 'presentRun' }, step: null }] : ofCheckpoints;
}

/** Where these weights are among the positions; −1 where they are not. */
export function positionOf(positions: readonly InspectedPosition[], target: InspectionTarget): number {
  return positions.findIndex((position) => isSame(position.target, target));
}

function isSame(a: InspectionTarget, b: InspectionTarget): boolean {
  return a.kind === 'checkpoint' ? b.kind === 'checkpoint' && a.id === b.id : b.kind === a.kind;
}
