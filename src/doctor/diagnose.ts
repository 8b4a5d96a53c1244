import type { Finding, Rule } from './finding.ts';
import type { Observation } from './observation.ts';
import { deadUnits } from './rules/deadUnits.ts';
import { diverged, diverging } from './rules/divergence.ts';
import { firstLoss } from './rules/firstLoss.ts';
import { noisy } from './rules/noisy.ts';
import { notLearning } from './rules/notLearning.ts';
import { overfitting } from './rules/overfitting.ts';
import { plateau } from './rules/plateau.ts';
import { updateTooLarge, updateTooSmall } from './rules/updateSize.ts';

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

/** More than these nobody would follow. */
const maxFindings = 3;

/** The most urgent findings about a run; none where nothing stands out. */
export function diagnose(observation: Observation): Finding[] {
  return rules
    .map((rule) => rule(observation))
    .filter((finding) => finding !== null)
    .slice(0, maxFindings);
}
