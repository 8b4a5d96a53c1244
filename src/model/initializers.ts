import type { Random } from '../random/random.ts';

/**
 * Fills `count` values from a normal distribution of mean 0 that is cut off at two standard deviations, as the article
 * initialises its weights.
 *
 * Made by rejection from a uniform proposal: a value depends on the generator's integers alone, while the logarithms and
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
