import type { InputScalingName } from '../configuration/hyperparameters.ts';
import type { AccuracyPoint } from '../history/history.ts';
import type { Observation } from './observation.ts';

/** What keeps a network from learning its pictures by heart. */
export type Remedy = 'mirroring' | 'shifting' | 'dropout' | 'weight decay';

/** What a rule has found, with the numbers that speak for it. The page makes a sentence of it. */
export type Finding =
  | { readonly kind: 'diverged'; readonly step: number; readonly learningRate: number }
  /** The loss grows: means of a few batches. */
  | {
      readonly kind: 'diverging';
      readonly step: number;
      readonly loss: number;
      readonly lowestStep: number;
      readonly lowest: number;
    }
  /** The mean accuracy of the last batches is that of guessing. */
  | { readonly kind: 'not-learning'; readonly step: number; readonly accuracy: number }
  | { readonly kind: 'dead-units'; readonly step: number; readonly dead: number; readonly units: number }
  | {
      readonly kind: 'update-too-large' | 'update-too-small';
      readonly step: number;
      readonly layer: string;
      /** ‖change of the weights‖ / ‖weights‖ */
      readonly ratio: number;
      readonly learningRate: number;
    }
  | {
      readonly kind: 'overfitting';
      readonly on: 'validation' | 'test';
      readonly trainAccuracy: number;
      readonly accuracy: number;
      /** An earlier and smaller gap; null where none was measured. */
      readonly before: { readonly step: number; readonly gap: number } | null;
      /** The best on the validation images, where the last is lower by more than chance; null where it is not. */
      readonly best: AccuracyPoint | null;
      /** What the run is trained without. */
      readonly remedies: readonly Remedy[];
    }
  | {
      readonly kind: 'plateau';
      readonly fromStep: number;
      readonly from: number;
      readonly step: number;
      readonly loss: number;
    }
  /** From one measured batch to the next the cross-entropy jumps by this share of itself. */
  | { readonly kind: 'noisy'; readonly jump: number; readonly batchSize: number }
  | {
      readonly kind: 'first-loss';
      readonly crossEntropy: number;
      readonly inputScaling: InputScalingName;
      /** The size of the largest logit at step 0; null where it was not counted. */
      readonly largestLogit: number | null;
    };

/** Looks for one thing; null where it is not there, or too little is known. */
export type Rule = (observation: Observation) => Finding | null;
