import type { CheckpointSummary } from '../../checkpoint/checkpoint.ts';
import { checkpointFailure } from '../../checkpoint/checkpointFailure.ts';
import { Failure } from '../../failure.ts';
import type { Network } from '../../network/network.ts';
import { networkNamed } from '../../network/networks.ts';

/**
 * Uses an untrusted checkpoint: its checksum is right, but its network may be unknown, or its weights may not match the network.
 *
 * @param id names the checkpoint in failures
 * @param make throws a RangeError where the checkpoint does not match the network
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
