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

function standardTruncatedNormal(random: Random): number {
  for (;;) {
    const x = 4 * random.uniform() - 2;
    if (random.uniform() < Math.exp((-x * x) / 2)) return x;
  }
}
