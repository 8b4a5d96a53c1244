import type { CheckpointSummary } from '../../checkpoint/checkpoint.ts';
import { checkpointFailure } from '../../checkpoint/checkpointFailure.ts';
import { Failure } from '../../failure.ts';
import type { Network } from '../../network/network.ts';
import { networkNamed } from '../../network/networks.ts';

/**
 * Makes something of a checkpoint that anyone may have made: its checksum is right, its network may still be none of ours, and its
 * weights those of another one.
 *
 * @param id names the checkpoint in a failure
 * @param make throws a RangeError where the checkpoint is not one of the network
 * @throws Failure `checkpoint-damaged`, `out-of-memory`
 */
export function withNetworkOf<Result>(
  { network: name }: CheckpointSummary,
  id: string,
  make: (network: Network) => Result,
): Result {
  const network = networkNamed(name);
  if (!network) throw new Failure({ code: 'checkpoint-damaged', details: { id } });
  try {
    return make(network);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw checkpointFailure(cause, id);
  }
}
