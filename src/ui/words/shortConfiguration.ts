import type { Hyperparameters } from '../../configuration/hyperparameters.ts';
import { networkNamed } from '../../network/networks.ts';
import { counted, parameterText } from './numbers.ts';

/** `120 units, rate 0.001`; of a network without hidden units, its name stands in their place. */
export function shortConfiguration(network: string, { hiddenUnits, learningRate }: Hyperparameters): string {
  const hasUnits = networkNamed(network)?.parameters.includes('hiddenUnits');
  const size = hasUnits ? counted(hiddenUnits, 'unit') : network;
  return `${size}, rate ${parameterText(learningRate)}`;
}
