import type { Shape } from '../network/specification.ts';
import type { Random } from '../random/random.ts';

/**
 * Draws `count` values from a normal distribution with mean 0, truncated at two standard deviations, as the article initializes
 * its weights.
 *
 * Uses rejection sampling from a uniform proposal: a value depends only on the generator's integers, whereas the logarithms and
 * sines of the usual methods differ in the last digit between JavaScript engines. 60 % of the proposals are accepted.
 */
export function truncatedNormal(random: Random, count: number, stddev: number): Float32Array<ArrayBuffer> {
  const values = new Float32Array(count);
  if (stddev === 0) return values;
  for (let i = 0; i < count; i++) values[i] = stddev * standardTruncatedNormal(random);
  return values;
}

/**
 * Filters [size, size, channels, filters], with an odd size. Filter `n` passes channel `n` on unchanged, so that a deep network
 * begins as a shallow one; filters beyond the number of channels are drawn.
 */
export function identityFilters(random: Random, shape: Shape, stddev: number): Float32Array<ArrayBuffer> {
  const [size = 1, , channels = 1, filters = 1] = shape;
  const values = truncatedNormal(random, size * size * channels * filters, stddev);
  const centre = (size * size - 1) / 2;
  const passedOn = Math.min(channels, filters);
  for (let row = 0; row < size * size * channels; row++) {
    values.fill(0, row * filters, row * filters + passedOn);
    const channel = row - centre * channels;
    if (channel >= 0 && channel < passedOn) values[row * filters + channel] = 1;
  }
  return values;
}

function standardTruncatedNormal(random: Random): number {
  for (;;) {
    const x = 4 * random.uniform() - 2;
    if (random.uniform() < Math.exp((-x * x) / 2)) return x;
  }
}
