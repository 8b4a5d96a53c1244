/**
 * ‖change of the weights‖ / ‖weights‖ at a step. The rule of thumb is 0.001: Karpathy, "Neural networks part 3", CS231n (2016).
 * Runs that learn well have 0.01, and the article's 0.03 now and then; only what is below `least` or above `most` stands out.
 */
export const usualUpdates = { ruleOfThumb: 1e-3, least: 1e-4, most: 0.05 } as const;
