import type { Finding, Remedy } from '../../doctor/finding.ts';
import { usualUpdates } from '../../doctor/observation.ts';
import { layerPhrase, unitNoun } from './layers.ts';
import { listText } from './lists.ts';
import { accuracyText, counted, lossText, parameterText, roundedBeside, wholeNumber } from './numbers.ts';

/** A finding in one line: what was measured, what it means, and what to try. */
export function findingText(finding: Finding): string {
  switch (finding.kind) {
    case 'diverged':
      return `The loss had become infinite or NaN by step ${wholeNumber(finding.step)}: a learning rate of ${parameterText(finding.learningRate)} is too large here. Try a tenth of it, ${rateText(finding.learningRate / 10)}, and a tenth of that if the loss still grows.`;
    case 'diverging':
      return `The cross-entropy has grown from ${lossText(finding.lowest)} at step ${wholeNumber(finding.lowestStep)} to ${lossText(finding.crossEntropy)} at step ${wholeNumber(finding.step)}: training is diverging. ${finding.checkpointStep === null ? 'Train again' : `Restore the checkpoint of step ${wholeNumber(finding.checkpointStep)} and continue`} with a smaller learning rate.`;
    case 'not-learning':
      return `After ${counted(finding.step, 'step')} the mean accuracy of the last training batches is ${accuracyText(finding.accuracy)}, and guessing gives 0.1: the network is not learning yet. If the loss is falling, try a larger learning rate; otherwise, try a smaller one.`;
    case 'dead-units':
      return deadText(finding);
    case 'update-too-large':
      return `The update at step ${wholeNumber(finding.step)} changed ${layerPhrase(finding.layer)}’s weights by ${ratioText(finding.ratio, usualUpdates.max)} of their size; ${parameterText(usualUpdates.min)} to ${parameterText(usualUpdates.max)} is usual. The learning rate of ${rateText(finding.learningRate)} may be too large.`;
    case 'update-too-small':
      return `No measured update changed a layer’s weights by more than ${ratioText(finding.ratio, usualUpdates.min)} of their size (${layerPhrase(finding.layer)} at step ${wholeNumber(finding.step)}); ${parameterText(usualUpdates.min)} to ${parameterText(usualUpdates.max)} is usual. A larger learning rate would learn faster.`;
    case 'overfitting':
      return `Accuracy is ${accuracyText(finding.trainAccuracy)} on training batches and ${accuracyText(finding.accuracy)} on the ${finding.on} images${beforeText(finding.before)}: the network memorizes the training set.${trendText(finding)}${remediesText(finding.remedies)}${convolutionsText(finding)}`;
    case 'plateau':
      return `The loss has hardly changed since step ${wholeNumber(finding.fromStep)}: its mean over many batches was ${lossText(finding.from)}, and is ${lossText(finding.loss)} now. A smaller learning rate, or a schedule that lowers it, may help.${convolutionsText(finding)}`;
    case 'noisy':
      return `The cross-entropy changes by ${(100 * finding.jump).toFixed(0)} % from one measured batch to the next. ${finding.batchSize < 100 ? `Batches larger than ${counted(finding.batchSize, 'image')}` : 'A smaller learning rate'} would reduce this noise.`;
    case 'first-loss':
      return `The first cross-entropy was ${lossText(finding.crossEntropy)}, and guessing gives ln 10 = 2.303: ${firstLossText(finding)}`;
  }
}

function deadText({ step, layer, dead, units, remedy }: Extract<Finding, { kind: 'dead-units' }>): string {
  const noun = unitNoun(layer);
  const count =
    noun === 'unit' ? counted(units, 'hidden unit') : `${counted(units, noun)} of ${layerPhrase(layer)}`;
  return `${wholeNumber(dead)} of ${count} ${dead === 1 ? 'outputs' : 'output'} 0 for every image of the batch at step ${wholeNumber(step)}: dead ${noun}s no longer learn. A smaller learning rate or ${remedy} can keep more ${noun}s alive.`;
}

function firstLossText({ inputScaling, largestLogit }: Extract<Finding, { kind: 'first-loss' }>): string {
  const logits =
    largestLogit === null ? 'large logits' : `logits up to ${largestLogit.toFixed(0)} in magnitude`;
  if (inputScaling === 'centred') {
    return `raw pixels, with values up to 128 and more, produced ${logits}. With standardized inputs, it starts near 2.3.`;
  }
  return `the untrained network produced ${logits} and was confident in wrong answers.`;
}

function beforeText(before: { readonly step: number; readonly gap: number } | null): string {
  return before === null
    ? ''
    : `, and the gap is growing (${accuracyText(before.gap)} at step ${wholeNumber(before.step)})`;
}

function trendText({ on, best }: Extract<Finding, { kind: 'overfitting' }>): string {
  if (on === 'test') return '';
  return best
    ? ` Validation accuracy was best at step ${wholeNumber(best.step)} (${accuracyText(best.accuracy)}): stopping there gives a better network.`
    : ' Validation accuracy has not fallen, so training can continue.';
}

function remediesText(remedies: readonly Remedy[]): string {
  if (remedies.length === 0) return '';
  return ` Try adding ${listText(remedies, 'or')}.`;
}

function convolutionsText({ suggestsConvolutions }: { readonly suggestsConvolutions: boolean }): string {
  return suggestsConvolutions
    ? ' A convolutional network gets much further on images: see the preset “Part 3”.'
    : '';
}

/** Two significant digits, without the rounding error of dividing by ten. */
function rateText(rate: number): string {
  return parameterText(Number(rate.toPrecision(2)));
}

function ratioText(ratio: number, limit: number): string {
  return parameterText(roundedBeside(limit, ratio));
}
