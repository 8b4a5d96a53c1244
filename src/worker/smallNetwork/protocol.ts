import type { FailureData } from '../../failure.ts';

/** The only command: what is in this picture? */
export interface ClassifyCommand {
  /** Repeated in the answer. */
  readonly id: number;
  /** [3072]: red, green, blue plane, as in the official records */
  readonly pixels: Uint8Array<ArrayBuffer>;
}

export type ClassifyEvent =
  | {
      readonly kind: 'classified';
      readonly id: number;
      /** [10] */
      readonly probabilities: readonly number[];
    }
  | { readonly kind: 'classificationFailed'; readonly id: number; readonly failure: FailureData };
