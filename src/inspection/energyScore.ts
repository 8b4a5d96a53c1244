/**
 * How much a network finds of its classes in a picture, whichever class it is: log Σ exp(logits). It is low for many pictures that
 * belong to none of the classes. Liu, Wang, Owens and Li, "Energy-based out-of-distribution detection" (2020), where it is the
 * negative energy at temperature 1.
 *
 * @param logits [10]
 */
export function energyScore(logits: Float32Array): number {
  const largest = Math.max(...logits);
  return largest + Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit - largest), 0));
}

/**
 * The share of scores that are lower.
 *
 * @param sorted ascending
 */
export function rankAmong(score: number, sorted: Float32Array): number {
  return sorted.filter((other) => other < score).length / sorted.length;
}
