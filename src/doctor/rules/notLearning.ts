import type { Rule } from '../finding.ts';
import { chanceAccuracy, meanOf } from '../observation.ts';

/** By then the article's run has an accuracy of 0.39. */
const minStep = 200;
const batches = 10;
/** Ten batches of 400 by chance alone come this high once in 10⁹ times; smaller ones more often. */
const margin = 0.03;

/** The accuracy is that of guessing. */
export const notLearning: Rule = ({ history: { training } }) => {
  const step = training.at(-1)?.step ?? 0;
  if (step < minStep || training.length < batches) return null;
  const accuracy = meanOf(training.slice(-batches), 'accuracy');
  return accuracy < chanceAccuracy + margin ? { kind: 'not-learning', step, accuracy } : null;
};
