import type { Finding, Rule } from './finding.ts';
import type { Observation } from './observation.ts';
import { notLearning, overfitting } from './rules/accuracy.ts';
import { deadUnits, updateTooLarge, updateTooSmall } from './rules/layers.ts';
import { diverged, diverging, firstLoss, noisy, plateau } from './rules/loss.ts';

/** Every rule, the most urgent first. */
const rules: readonly Rule[] = [
  diverged,
  diverging,
  notLearning,
  updateTooLarge,
  updateTooSmall,
  deadUnits,
  overfitting,
  plateau,
  noisy,
  firstLoss,
];

/** More findings would be too many to act on. */
const maxFindings = 3;

/** The most urgent findings about a run; empty where nothing stands out. */
export function diagnose(observation: Observation): Finding[] {
  return rules
    .map((rule) => rule(observation))
    .filter((finding) => finding !== null)
    .slice(0, maxFindings);
}
