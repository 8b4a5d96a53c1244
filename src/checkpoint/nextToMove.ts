import { newestCheckpointFirst, type StoredCheckpoint } from './storedCheckpoint.ts';

/**
 * Which checkpoint to move out of localStorage: the oldest that is neither pinned nor the best nor the newest. Undefined where
 * all that are left should stay. A damaged one stays too, because moving it would hide the damage.
 */
export function nextToMove(checkpoints: readonly StoredCheckpoint[]): StoredCheckpoint | undefined {
  const best = bestOf(checkpoints);
  const newestFirst = checkpoints.filter(({ summary }) => summary !== null).sort(newestCheckpointFirst);
  return newestFirst.slice(1).findLast((candidate) => !candidate.isPinned && candidate !== best);
}

/** The one with the highest test accuracy, if any was evaluated. */
function bestOf(checkpoints: readonly StoredCheckpoint[]): StoredCheckpoint | undefined {
  const accuracy = ({ summary }: StoredCheckpoint) => summary?.testAccuracy ?? -1;
  const evaluated = checkpoints.filter((checkpoint) => accuracy(checkpoint) >= 0);
  return evaluated.sort((a, b) => accuracy(b) - accuracy(a))[0];
}
