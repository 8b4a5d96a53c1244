import type { StoredCheckpoint } from '../../checkpoint/checkpointStores.ts';
import type { LookedAt } from '../../session/inspectionState.ts';
import { type RunState, runOf } from '../../session/runState.ts';

/** Weights that can be looked at. */
export interface InspectedPosition {
  readonly subject: LookedAt;
  /** Null for the present weights, which move on. */
  readonly step: number | null;
}

/** The checkpoints of the run that the page shows, by step, and behind them its present weights where there are any. */
export function inspectedPositions(
  state: RunState,
  checkpoints: readonly StoredCheckpoint[],
): InspectedPosition[] {
  const runId = runOf(state)?.id;
  const summaries = checkpoints.flatMap(({ summary }) =>
    summary?.runId === runId && summary ? [summary] : [],
  );
  const ofCheckpoints = [...summaries]
    .sort((a, b) => a.step - b.step || a.savedAt.localeCompare(b.savedAt))
    .map(({ id, step }): InspectedPosition => ({ subject: { kind: 'checkpoint', id }, step }));
  const hasWeights = !['idle', 'opened', 'failed'].includes(state.kind);
  return hasWeights ? [...ofCheckpoints, { subject: { kind: 'presentRun' }, step: null }] : ofCheckpoints;
}

/** Where these weights are among the positions; −1 where they are not. */
export function positionOf(positions: readonly InspectedPosition[], subject: LookedAt): number {
  return positions.findIndex((position) => isSame(position.subject, subject));
}

function isSame(a: LookedAt, b: LookedAt): boolean {
  return a.kind === 'checkpoint' ? b.kind === 'checkpoint' && a.id === b.id : b.kind === a.kind;
}
