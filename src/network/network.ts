import type { Hyperparameters, ParameterKey } from '../configuration/hyperparameters.ts';
import type { LayerSpec, Shape } from './specification.ts';

/** A network is data: layers from pixels to logits. A new one is one file in this folder and a line in `networks.ts`. */
export interface Network {
  readonly name: string;
  readonly title: string;
  /** Its hyperparameters, in the order in which the page shows them. */
  readonly parameters: readonly ParameterKey[];
  /** How batches are sampled: each image once per epoch, or drawn anew at every step. */
  readonly sampling: 'epochs' | 'draws';
  layers(hyperparameters: Hyperparameters): readonly LayerSpec[];
  /**
   * The inverse of `layers`: the sizes of a network whose matrices and filters, trained or not, have these shapes; null where they
   * cannot be those of such a network. Shapes are all that files from other programs have.
   */
  sizesOf(shapes: readonly Shape[]): Partial<Hyperparameters> | null;
}
