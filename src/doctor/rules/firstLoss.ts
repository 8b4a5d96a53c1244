import type { Rule } from '../finding.ts';
import { chanceLoss } from '../observation.ts';

/** Standardized pictures begin a little above chance. */
const muchAbove = 2 * chanceLoss;

/** An untrained network should be as unsure as one that guesses, and its cross-entropy ln 10. */
export const firstLoss: Rule = ({ history: { training }, logits, hyperparameters: { inputScaling } }) => {
  const [first] = training;
  if (first?.step !== 0 || first.crossEntropy < muchAbove) return null;
  const counted = logits[0]?.step === 0 ? logits[0].histogram : null;
  const largestLogit = counted && Math.max(-counted.min, counted.max);
  return { kind: 'first-loss', crossEntropy: first.crossEntropy, inputScaling, largestLogit };
};
