import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import { Failure } from '../../failure.ts';
import { networkNamed } from '../../model/networks.ts';
import { runFromCheckpoint, type TrainingRun } from '../../training/trainingRun.ts';

/**
 * The run of a checkpoint that anyone may have made: its checksum is right, its network may still be none of ours, and its weights
 * those of another one.
 *
 * @param id names the checkpoint in a failure
 * @throws Failure `checkpoint-damaged`
 */
export function restoredRun(checkpoint: Checkpoint, id: string): TrainingRun {
  const network = networkNamed(checkpoint.summary.network);
  if (!network) throw new Failure({ code: 'checkpoint-damaged', details: { id } });
  try {
    return runFromCheckpoint(network, checkpoint);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new Failure({ code: 'checkpoint-damaged', details: { id } }, { cause });
  }
}
