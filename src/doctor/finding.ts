import type { InputScalingName } from '../configuration/hyperparameters.ts';
import type { AccuracyPoint } from '../history/history.ts';
import type { Observation } from './observation.ts';

/** Ways to reduce overfitting. */
export type Remedy = 'mirroring' | 'shifting' | 'dropout' | 'weight decay';

/** Ways to keep units alive. */
export type LivelinessRemedy = 'a smaller rate factor for biases' | 'standardized inputs' | 'warm-up steps';

/** What a rule has found, with the evidence. The page words it. */
export type Finding =
  | { readonly kind: 'diverged'; readonly step: number; readonly learningRate: number }
  /** The cross-entropy grows. Both values were measured at their steps. */
  | {
      readonly kind: 'diverging';
      readonly step: number;
      readonly crossEntropy: number;
      readonly lowestStep: number;
      readonly lowest: number;
      /** Of the last checkpoint from before the growth; null where there is none. */
      readonly checkpointStep: number | null;
    }
  /** The mean accuracy of the last batches is at chance level. */
  | { readonly kind: 'not-learning'; readonly step: number; readonly accuracy: number }
  | {
      readonly kind: 'dead-units';
      readonly step: number;
      readonly layer: string;
      readonly dead: number;
      /** All units, or filters, of the layer. */
      readonly units: number;
      /** What may help besides a smaller learning rate. */
      readonly remedy: LivelinessRemedy;
    }
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
      /** The best validation accuracy, where the last one is lower by more than chance; else null. */
      readonly best: AccuracyPoint | null;
      /** Those that the run does not use. */
      readonly remedies: readonly Remedy[];
      /** Whether a convolutional network is what is left to try. */
      readonly suggestsConvolutions: boolean;
    }
  | {
      readonly kind: 'plateau';
      readonly fromStep: number;
      readonly from: number;
      readonly step: number;
      readonly loss: number;
      /** Whether a dense network has come as far as such networks come. */
      readonly suggestsConvolutions: boolean;
    }
  /** From one measured batch to the next, the cross-entropy changes by this share of its mean. */
  | { readonly kind: 'noisy'; readonly jump: number; readonly batchSize: number }
  | {
      readonly kind: 'first-loss';
      readonly crossEntropy: number;
      readonly inputScaling: InputScalingName;
      /** The largest absolute logit at step 0; null where it was not measured. */
      readonly largestLogit: number | null;
    };

/** Checks for one problem; null where there is none, or too little is known. */
export type Rule = (observation: Observation) => Finding | null;
