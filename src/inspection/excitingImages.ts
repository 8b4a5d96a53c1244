import * as tf from '@tensorflow/tfjs-core';
import type { Interruption } from '../backend/interruption.ts';
import { modelOf } from '../model/model.ts';
import type { CombiningLayer } from '../network/stages.ts';
import { type ImageRange, passesOver } from '../training/accuracy.ts';
import { type EvaluatedNetwork, evaluatedLogits } from '../training/evaluatedNetwork.ts';
import { mapsOf, placeOf } from './featureMaps.ts';

/** An image, and where in the layer's map of it the value is largest. */
export interface ExcitingImage {
  readonly image: number;
  /** The sum of the filter or unit, before any activation, normalization or pooling. */
  readonly value: number;
  readonly row: number;
  readonly column: number;
}

/**
 * The images for which a filter or a unit has its largest sums, the largest first. The layers behind it keep the order of sums
 * above 0, so they need not be computed.
 *
 * @throws RangeError where the layer has no such output
 * @throws Interrupted
 */
export async function excitingImages(
  layer: CombiningLayer,
  output: number,
  range: ImageRange,
  network: EvaluatedNetwork,
  maxImages: number,
  interruption: Interruption,
): Promise<readonly ExcitingImage[]> {
  const { layers } = network.model;
  const { height, width, count } = mapsOf(layer.output);
  if (output < 0 || output >= count) throw new RangeError(`${layer.name} has no output ${output}`);
  const model = modelOf(layers.slice(0, layers.indexOf(layer) + 1));
  const evaluated = { ...network, model };
  const passes = passesOver(range, model, interruption, (indices) => {
    const values = tf.reshape(evaluatedLogits(range.images, indices, evaluated), [-1, height * width, count]);
    const map = tf.slice(values, [0, 0, output], [-1, -1, 1]);
    const places = tf.reshape(map, [-1, height * width]);
    return [tf.max(places, 1), tf.argMax(places, 1)];
  });
  const found: ExcitingImage[] = [];
  for await (const { indices, values } of passes) {
    const [largest, at] = values;
    indices.forEach((image, row) => {
      const place = placeOf([height, width, 1], at?.[row] ?? 0);
      found.push({ image, value: largest?.[row] ?? 0, row: place.row, column: place.column });
    });
  }
  return found.sort((a, b) => b.value - a.value).slice(0, maxImages);
}
