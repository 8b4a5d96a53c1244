import type { Hyperparameters } from '../../configuration/hyperparameters.ts';
import { networkNamed } from '../../network/networks.ts';
import type { AccuracyTarget } from '../../network/resultLink.ts';
import { hasConvolutions, stagesOf } from '../../network/stages.ts';
import type { RunResult } from '../../session/state/runResult.ts';
import type { RunProgress } from '../../worker/training/protocol.ts';
import { accuracyText, counted, durationText, percentText, wholeNumber } from './numbers.ts';
import { networkSizeText } from './parameters.ts';

/** A result in two parts, the first of them large: `45.8 %`, `of 10,000 unseen pictures right`. */
export function resultTexts(
  result: RunResult,
  { maxSteps }: Hyperparameters,
): { readonly figure: string; readonly rest: string } {
  switch (result.kind) {
    case 'test':
      return {
        figure: percentText(result.accuracy),
        rest: `of ${wholeNumber(result.images)} unseen pictures right`,
      };
    case 'validation':
      return {
        figure: percentText(result.accuracy),
        rest: `of ${wholeNumber(result.images)} validation pictures right`,
      };
    case 'batch':
      return { figure: percentText(result.accuracy), rest: 'of its last training batch right' };
    case 'diverged':
      return {
        figure: 'Diverged',
        rest: `by step ${wholeNumber(result.step)} of ${wholeNumber(maxSteps)}`,
      };
  }
}

/** `Two-layer network, 3072–120–10`, `Convolutional network, 16 + 32 + 64 filters` */
export function networkLine(name: string, hyperparameters: Hyperparameters): string {
  const network = networkNamed(name);
  if (!network) return name;
  const title = network.title.replace(/ \(.*\)$/, '');
  const layers = network.layers(hyperparameters);
  if (hasConvolutions(layers)) return `${title}, ${networkSizeText(name, hyperparameters)}`;
  const stages = stagesOf(layers).map(({ first }) => first);
  const sizes = [stages[0], ...stages].map((layer, place) => (place === 0 ? layer?.input : layer?.output));
  return `${title}, ${sizes.map((shape) => shape?.at(-1) ?? 0).join('–')}`;
}

/** `2,000 steps of 400 pictures in 28 s, in a browser tab` */
export function trainingLine(
  { step, elapsedSeconds }: Pick<RunProgress, 'step' | 'elapsedSeconds'>,
  { maxSteps, batchSize, views }: Hyperparameters,
): string {
  const steps =
    step === maxSteps ? counted(step, 'step') : `${wholeNumber(step)} of ${counted(maxSteps, 'step')}`;
  const mirrored = views === 'mirrored' ? ', evaluated with mirror images' : '';
  // Weights that were opened from files took no time here.
  const time = elapsedSeconds > 0 ? ` in ${durationText(elapsedSeconds)}` : '';
  return `${steps} of ${counted(batchSize, 'picture')}${time}, in a browser tab${mirrored}`;
}

/** `Beat 45.8 % test accuracy` */
export function targetPhrase({ measuredOn, accuracy }: AccuracyTarget): string {
  return `Beat ${percentText(accuracy)} ${measuredOn} accuracy`;
}

/** `You beat it: 0.4633, against 0.4582` */
export function verdictText({ accuracy: target }: AccuracyTarget, accuracy: number): string {
  if (accuracy === target)
    return `A draw: ${accuracyText(accuracy)} each. The same settings and seed give the same result: change something.`;
  const numbers = `${accuracyText(accuracy)}, against ${accuracyText(target)}.`;
  return accuracy > target ? `You beat it: ${numbers}` : `Not beaten: ${numbers}`;
}
