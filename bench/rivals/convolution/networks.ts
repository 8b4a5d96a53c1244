import { defaultHyperparameters } from '../../../src/configuration/hyperparameters.ts';
import { convolutionalNetwork } from '../../../src/network/convolutionalNetwork.ts';
import { recordNetwork } from '../../../src/network/recordNetwork.ts';

/** The layers of the networks that are trained, by the networks' names. */
export const layersOf = Object.fromEntries(
  [convolutionalNetwork, recordNetwork].map(({ name, layers }) => [name, layers(defaultHyperparameters)]),
);
