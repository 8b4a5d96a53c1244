import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import { runFromCheckpoint, type TrainingRun } from '../../training/trainingRun.ts';
import { withNetworkOf } from './networkOfCheckpoint.ts';

/**
 * The run of an untrusted checkpoint.
 *
 * @param id names the checkpoint in failures
 * @throws Failure `checkpoint-damaged`, `out-of-memory`; no tensor is left on the backend then
 */
export function restoredRun(checkpoint: Checkpoint, id: string): TrainingRun {
  return withNetworkOf(checkpoint.summary, id, (network) => runFromCheckpoint(network, checkpoint));
}
