import type { CheckpointReason } from '../checkpoint/checkpoint.ts';
import { bestOf } from '../history/history.ts';
import { winnerOf } from '../sweep/sweepState.ts';
import type { SessionState } from './sessionState.ts';

/** These come of what the person pressed. */
const askedFor: readonly CheckpointReason[] = ['requested', 'paused', 'stopped'];

/**
 * Whether a checkpoint is worth its storage. Of a sweep's trials only those are that did better than all before: the others can be
 * trained again, and dozens of large networks would fill the disk.
 */
export function isWorthKeeping(
  { activeSweep, sweeps, history }: SessionState,
  reason: CheckpointReason,
): boolean {
  const sweep = sweeps.find(({ plan }) => plan.id === activeSweep);
  if (!sweep || askedFor.includes(reason)) return true;
  const accuracy = bestOf(history.validation)?.accuracy ?? -1;
  return reason !== 'scheduled' && accuracy > (winnerOf(sweep)?.validationAccuracy ?? -1);
}
