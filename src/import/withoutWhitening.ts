import type { KerasLayer } from '../export/kerasLayers.ts';
import { whiteningLayers } from '../export/kerasWhitening.ts';
import type { StoredArray } from '../tensorFiles/storedArray.ts';

interface Model {
  readonly layers: readonly KerasLayer[];
  readonly arrays: readonly StoredArray[];
}

/**
 * The network in a model whose first layers whiten its inputs, as the page exports it: the page whitens images by itself.
 *
 * @returns null where the model does not begin with these layers
 */
export function withoutWhitening({ layers, arrays }: Model): Model | null {
  const names = whiteningLayers.map(nameOf);
  const first = layers.findIndex(({ class_name }) => class_name !== 'InputLayer');
  const found = layers.slice(first, first + names.length).map(nameOf);
  if (found.join() !== names.join()) return null;
  return {
    layers: layers.toSpliced(first, names.length),
    arrays: arrays.filter(({ name }) => !names.some((layer) => name.startsWith(`${layer}/`))),
  };
}

function nameOf({ config }: KerasLayer): string {
  return String(config.name);
}
