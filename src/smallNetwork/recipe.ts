import * as v from 'valibot';
import type { Hyperparameters } from '../configuration/hyperparameters.ts';
import { hyperparametersSchema } from '../configuration/hyperparametersSchema.ts';
import recipe from './recipe.json' with { type: 'json' };

/** How the weights of the small network were made, and what came of it (`recipe.json`, written by `npm run small-network`). */
export interface SmallNetworkRecipe {
  /** Its name in `network/networks.ts`. */
  readonly network: string;
  readonly hyperparameters: Hyperparameters;
  /** ISO 8601, UTC: the date in the file’s metadata. */
  readonly savedAt: string;
  /** Cross-entropy and penalty of each of the first batches, before its update. */
  readonly firstLosses: readonly number[];
  /** On the 10,000 test images, in [0, 1]. */
  readonly testAccuracy: number;
  /** How many of the first test images are right. */
  readonly firstImages: { readonly count: number; readonly correct: number };
  /** Of the file of weights. */
  readonly bytes: number;
  /** Of the file of weights, in hexadecimal digits. */
  readonly sha256: string;
}

export const smallNetworkRecipe: SmallNetworkRecipe = {
  ...recipe,
  hyperparameters: v.parse(hyperparametersSchema, recipe.hyperparameters),
};
