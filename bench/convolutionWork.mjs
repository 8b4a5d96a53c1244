/**
 * The operations of one direction of a convolution of 3 × 3: a multiplication and an addition for each filter value and place.
 * @param {import('./rivals/convolution/layers.ts').MeasuredLayer} layer
 */
export function layerOperations({ channels, filters, side, batchSize }) {
  return 2 * 3 ** 2 * channels * filters * side ** 2 * batchSize;
}

/**
 * The nominal operations of a step: as many as the forward pass for each of the two gradients, although the first layer has but
 * one, and a frozen one has none.
 * @param {{ batchSize: number, multiplyAdds: number }} work
 */
export function stepOperations({ batchSize, multiplyAdds }) {
  return 6 * multiplyAdds * batchSize;
}
