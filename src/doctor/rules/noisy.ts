import type { Rule } from '../finding.ts';
import { meanOf } from '../observation.ts';

const batches = 30;
/** In the first steps the loss falls, which is no noise. */
const minPoints = 60;
const largeJump = 0.3;

/** Neighbouring measurements of the cross-entropy differ by much of itself. */
export const noisy: Rule = ({ history: { training }, hyperparameters: { batchSize } }) => {
  if (training.length < minPoints) return null;
  const last = training.slice(-batches);
  const jumps = last.slice(1).map(({ crossEntropy }, index) => {
    return Math.abs(crossEntropy - (last[index]?.crossEntropy ?? crossEntropy));
  });
  const jump = jumps.reduce((sum, size) => sum + size, 0) / jumps.length / meanOf(last, 'crossEntropy');
  return jump > largeJump ? { kind: 'noisy', jump, batchSize } : null;
};
