import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import { runFromCheckpoint, type TrainingRun } from '../../training/trainingRun.ts';
import { withNetworkOf } from './networkOfCheckpoint.ts';

/**
 * The run of a checkpoint that anyone may have made.
 *
 * @param id names the checkpoint in a failure
 * @throws Failure `checkpoint-damaged`, `out-of-memory`; nothing is left on the backend then
 */
export function restoredRun(checkpoint: Checkpoint, id: string): TrainingRun {
  return withNetworkOf(checkpoint.summary, id, (network) => runFromCheckpoint(network, checkpoint));
}
