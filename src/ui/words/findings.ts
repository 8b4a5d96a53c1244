import type { Finding, Remedy } from '../../doctor/finding.ts';
import { usualUpdates } from '../../doctor/observation.ts';
import { accuracyText, counted, lossText, parameterText, wholeNumber } from './numbers.ts';

/** A finding in one line: what was seen, what it means, and what to try. */
export function findingText(finding: Finding): string {
  switch (finding.kind) {
    case 'diverged':
      return `The loss was no longer a number at step ${wholeNumber(finding.step)}: a learning rate of ${parameterText(finding.learningRate)} is too large here. Try a tenth of it, ${rateText(finding.learningRate / 10)}.`;
    case 'diverging':
      return `The loss has grown from ${lossText(finding.lowest)} at step ${wholeNumber(finding.lowestStep)} to ${lossText(finding.loss)} at step ${wholeNumber(finding.step)}: training is running away. Go back to an earlier checkpoint and take a smaller learning rate.`;
    case 'not-learning':
      return `After ${counted(finding.step, 'step')} the accuracy is ${accuracyText(finding.accuracy)}, where guessing gives 0.1: the network is not learning yet. Where the loss falls, a larger learning rate may do; where it does not, a smaller one.`;
    case 'dead-units':
      return `${wholeNumber(finding.dead)} of ${counted(finding.units, 'hidden unit')} gave 0 for every picture of the batch at step ${wholeNumber(finding.step)}: what is dead learns nothing more. A smaller learning rate or standardized inputs keep more of them alive.`;
    case 'update-too-large':
      return `At step ${wholeNumber(finding.step)} the ${finding.layer} layer’s weights moved by ${ratioText(finding.ratio)} of their size, where ${parameterText(usualUpdates.min)} to ${parameterText(usualUpdates.max)} is usual: a learning rate of ${rateText(finding.learningRate)} may be too large.`;
    case 'update-too-small':
      return `No step that was counted moved a layer’s weights by more than ${ratioText(finding.ratio)} of their size (the ${finding.layer} layer at step ${wholeNumber(finding.step)}), where ${parameterText(usualUpdates.min)} to ${parameterText(usualUpdates.max)} is usual: a larger learning rate would learn faster.`;
    case 'overfitting':
      return `Accuracy on training batches is ${accuracyText(finding.trainAccuracy)}, on the ${finding.on} images ${accuracyText(finding.accuracy)}${beforeText(finding.before)}: the network learns its pictures by heart.${trendText(finding)}${remediesText(finding.remedies)}`;
    case 'plateau':
      return `Since step ${wholeNumber(finding.fromStep)} the loss has hardly moved, from ${lossText(finding.from)} to ${lossText(finding.loss)}: a smaller learning rate, or one that falls by a schedule, may bring more.`;
    case 'noisy':
      return `From one measured batch to the next the cross-entropy jumps by ${(100 * finding.jump).toFixed(0)} % of itself: ${finding.batchSize < 100 ? `batches of ${counted(finding.batchSize, 'picture')} say little on their own, and larger ones` : 'a smaller learning rate'} would calm it.`;
    case 'first-loss':
      return `The cross-entropy began at ${lossText(finding.crossEntropy)}, where guessing costs ln 10 = 2.303: ${firstLossText(finding)}`;
  }
}

function firstLossText({ inputScaling, largestLogit }: Extract<Finding, { kind: 'first-loss' }>): string {
  const logits = largestLogit === null ? 'large logits' : `logits up to ${largestLogit.toFixed(0)} in size`;
  if (inputScaling === 'centred') {
    return `raw pixels, up to 128 in size and more, gave ${logits}. Standardized inputs begin near 2.3.`;
  }
  return `the untrained network gave ${logits}, and was sure of what is wrong.`;
}

function beforeText(before: { readonly step: number; readonly gap: number } | null): string {
  return before === null
    ? ''
    : `, and the gap grows (${accuracyText(before.gap)} at step ${wholeNumber(before.step)})`;
}

function trendText({ on, best }: Extract<Finding, { kind: 'overfitting' }>): string {
  if (on === 'test') return '';
  return best
    ? ` On the validation images it was best at step ${wholeNumber(best.step)} (${accuracyText(best.accuracy)}): ending there gives more.`
    : ' On the validation images it has not fallen, so going on does no harm.';
}

function remediesText(remedies: readonly Remedy[]): string {
  if (remedies.length === 0) return '';
  const list = new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(remedies);
  return ` What the run is trained without may help: ${list}.`;
}

/** Two significant digits, without what dividing by ten leaves behind. */
function rateText(rate: number): string {
  return parameterText(Number(rate.toPrecision(2)));
}

function ratioText(ratio: number): string {
  return parameterText(Number(ratio.toPrecision(2)));
}
