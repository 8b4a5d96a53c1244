import type { Calibration } from '../../inspection/calibration.ts';
import { signedHundredths } from './numbers.ts';

/** Means closer than this are alike to the eye, and on 10,000 images within three standard errors. */
const alike = 0.015;

/** Whether the network is as often right as it is confident, on the whole. */
export function calibrationText({ confidence, accuracy, expectedError }: Calibration): string {
  const means = `The network’s mean confidence is ${confidence.toFixed(3)}, and its accuracy ${accuracy.toFixed(3)}`;
  return `${means}: ${verdictOf(confidence - accuracy)}. The expected calibration error is ${expectedError.toFixed(3)}.`;
}

function verdictOf(excess: number): string {
  if (Math.abs(excess) < alike) return 'its probabilities can be taken at their word on the whole';
  return excess > 0
    ? 'it is overconfident, and wrong more often than it says'
    : 'it is underconfident, and right more often than it says';
}

/** +0.08, −0.12: confidence minus accuracy */
export function excessText(confidence: number, accuracy: number): string {
  return signedHundredths(confidence - accuracy);
}
