import type { Hyperparameters } from '../configuration/hyperparameters.ts';
import { networkNamed } from '../network/networks.ts';
import { hyperparametersOf } from './configurationFields.ts';
import type { SessionState } from './sessionState.ts';

/** What the fields spell for the chosen network; null while any of its fields is not a value. */
export function chosenHyperparameters({
  network,
  fields,
}: Pick<SessionState, 'network' | 'fields'>): Hyperparameters | null {
  return hyperparametersOf(fields, networkNamed(network)?.parameters ?? []);
}
