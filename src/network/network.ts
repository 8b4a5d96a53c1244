import type { Hyperparameters, ParameterKey } from '../configuration/hyperparameters.ts';
import type { LayerSpec, Shape } from './specification.ts';

/** A network is data: layers from pixels to logits. A new one is one file in this folder and a line in `networks.ts`. */
export interface Network {
  readonly name: string;
  readonly title: string;
  /** The hyperparameters that it has, in the order in which the page shows them. */
  readonly parameters: readonly ParameterKey[];
  /** How batches are taken: each image once an epoch, or drawn anew at every step. */
  readonly sampling: 'epochs' | 'draws';
  layers(hyperparameters: Hyperparameters): readonly LayerSpec[];
  /**
   * The inverse of `layers`: the sizes of a network whose weight arrays have these shapes; null where they cannot be those of
   * such a network. Files of other programs say no more of what they are.
   */
  sizesOf(weightShapes: readonly Shape[]): Partial<Hyperparameters> | null;
}
