import type { Rule } from '../finding.ts';
import { chanceAccuracy, meanOf } from '../observation.ts';

/** A thousand steps. */
const minPoints = 100;
/** The loss falls by less than this share of itself. */
const fall = 0.01;

/** Over the second half of the run so far, neither loss nor accuracy has moved. Nothing where the learning rate falls by itself. */
export const plateau: Rule = ({ history: { training }, hyperparameters: { schedule } }) => {
  if (schedule !== 'constant' || training.length < minPoints) return null;
  const quarter = Math.floor(training.length / 4);
  const [earlier, later] = [training.slice(-2 * quarter, -quarter), training.slice(-quarter)];
  const [from, loss] = [meanOf(earlier, 'loss'), meanOf(later, 'loss')];
  const gain = meanOf(later, 'accuracy') - meanOf(earlier, 'accuracy');
  const hasMoved = Math.abs(from - loss) > fall * from || gain > fall;
  // Whoever guesses is the other rule's.
  if (hasMoved || meanOf(later, 'accuracy') < 1.3 * chanceAccuracy) return null;
  return {
    kind: 'plateau',
    fromStep: earlier[0]?.step ?? 0,
    from,
    step: later.at(-1)?.step ?? 0,
    loss,
  };
};
