import type { CheckpointSummary } from '../../checkpoint/checkpoint.ts';
import { type CheckpointBytes, runOf } from '../state/runState.ts';
import { isWorthKeeping } from '../state/selectors.ts';
import type { SessionState } from '../state/sessionState.ts';
import type { RunEventOf } from './event.ts';
import { noCommands, type Outcome, type RunCommand, withContext, withFailureNotice } from './outcome.ts';
import { withAnswered } from './weightsRequests.ts';

export function checkpointTaken(
  state: SessionState,
  { checkpoint, isUpdate }: RunEventOf<'checkpointTaken'>,
): Outcome {
  const { summary, bytes } = checkpoint;
  const next = withCheckpoint(withAnswered(state, 'saveCheckpoint'), summary, bytes);
  const commands: RunCommand[] = isWorthKeeping(next, summary.reason)
    ? [{ kind: 'storeCheckpoint', checkpoint, isUpdate }]
    : [];
  return [next, commands];
}

/** The page says once that nothing can be autosaved, and no more when it can again. */
export function autosaved(
  state: SessionState,
  { autosave: { summary, bytes }, failure }: RunEventOf<'autosaved'>,
): Outcome {
  const { isAutosaveFailing } = state.runContext;
  const next = withContext(withCheckpoint(state, summary, bytes), { isAutosaveFailing: failure !== null });
  return noCommands(failure || isAutosaveFailing ? withFailureNotice(next, 'checkpoints', failure) : next);
}

/**
 * Notes the latest checkpoint of the present run. An autosave is told of when it is written: the run may have come to its end
 * meanwhile, and have a later one, or another run may have taken its place.
 */
function withCheckpoint(
  state: SessionState,
  { id, runId, step }: CheckpointSummary,
  bytes: CheckpointBytes['bytes'],
): SessionState {
  const { checkpoint, consecutiveFaults } = state.runContext;
  const isOutdated = checkpoint?.runId === runId && checkpoint.step > step;
  if (isOutdated || runOf(state.run)?.id !== runId) return state;
  const isLater = step > (checkpoint?.step ?? 0);
  return withContext(state, {
    checkpoint: { id, runId, step, bytes },
    consecutiveFaults: isLater ? 0 : consecutiveFaults,
  });
}
