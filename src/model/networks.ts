import type { Network } from './network.ts';
import { softmaxClassifier } from './softmaxClassifier.ts';
import { twoLayerNetwork } from './twoLayerNetwork.ts';

/** Every network that can be chosen. */
export const networks: readonly Network[] = [twoLayerNetwork, softmaxClassifier];

/** The network of that name, or undefined where a file names one that this version does not know. */
export function networkNamed(name: string): Network | undefined {
  return networks.find((network) => network.name === name);
}
