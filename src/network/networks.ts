import {
  defaultHyperparameters,
  type Hyperparameters,
  ownHyperparameters,
  parameterKeys,
} from '../configuration/hyperparameters.ts';
import { networkArrays } from './arrays.ts';
import { convolutionalNetwork } from './convolutionalNetwork.ts';
import type { Network } from './network.ts';
import { recordNetwork } from './recordNetwork.ts';
import { softmaxClassifier } from './softmaxClassifier.ts';
import type { Shape } from './specification.ts';
import { threeLayerNetwork } from './threeLayerNetwork.ts';
import { twoLayerNetwork } from './twoLayerNetwork.ts';

/** All networks that can be chosen. */
export const networks: readonly Network[] = [
  twoLayerNetwork,
  softmaxClassifier,
  threeLayerNetwork,
  convolutionalNetwork,
  recordNetwork,
];

/** The network with that name; undefined where this version does not know it. */
export function networkNamed(name: string): Network | undefined {
  return networks.find((network) => network.name === name);
}

/** A network and the hyperparameters that determine its sizes. */
export interface SizedNetwork {
  readonly network: Network;
  readonly sizes: Partial<Hyperparameters>;
}

/** The network whose matrices and filters, from the first layer to the last, have exactly these shapes; null where there is none. */
export function networkOfShapes(shapes: readonly Shape[]): SizedNetwork | null {
  for (const network of networks) {
    const sizes = network.sizesOf(shapes);
    if (sizes && hasShapes(network, sizes, shapes)) return { network, sizes };
  }
  return null;
}

function hasShapes(network: Network, sizes: Partial<Hyperparameters>, shapes: readonly Shape[]): boolean {
  const arrays = networkArrays(network.layers({ ...defaultHyperparameters, ...sizes }));
  const own = arrays.filter(({ role }) => role === 'weight' || role === 'constant');
  return own.map(({ shape }) => shape.join()).join(' ') === shapes.map((shape) => shape.join()).join(' ');
}

/** A record with only the hyperparameters that its network has; with all of them where this version does not know the network. */
export function withOwnHyperparameters<
  Summary extends { readonly network: string; readonly hyperparameters: Hyperparameters },
>(summary: Summary): Summary {
  const keys = networkNamed(summary.network)?.parameters ?? parameterKeys;
  return { ...summary, hyperparameters: ownHyperparameters(summary.hyperparameters, keys) };
}
