import type { Predictions } from '../../../inspection/predictions.ts';
import type { FirstLayerUnits, ShownWeights, UnitAnswer } from '../../../inspection/units.ts';

/** The network that is looked at. A checkpoint's weights are on the backend for the one answer, and the present run stays as it is. */
export type InspectionSubject =
  | { readonly kind: 'presentRun' }
  | { readonly kind: 'checkpoint'; readonly id: string; readonly bytes: Uint8Array<ArrayBuffer> };

/** The images that were kept for validation, or the test images: looking at those is counted. */
export type InspectedImages = 'validation' | 'test';

/**
 * All that can be asked of a network, and what is answered. Another question is a line in both, a file beside `predictions.ts`, and
 * its case in `answer.ts`.
 */
export type InspectionQuestion =
  | { readonly kind: 'predictions'; readonly images: InspectedImages }
  /** `pixels` [3072]: a picture of one's own, as in the official records */
  | { readonly kind: 'picture'; readonly pixels: Uint8Array<ArrayBuffer> }
  /** The weights of every unit of the first layer, or what training has changed of them. */
  | { readonly kind: 'units'; readonly shown: ShownWeights }
  /** One of them, and the test images that excite it most. */
  | { readonly kind: 'unit'; readonly unit: number };

export type InspectionAnswer =
  | { readonly kind: 'predictions'; readonly images: InspectedImages; readonly predictions: Predictions }
  /** `probabilities` [10]: they add up to 1 */
  | { readonly kind: 'picture'; readonly probabilities: readonly number[] }
  | { readonly kind: 'units'; readonly units: FirstLayerUnits }
  | { readonly kind: 'unit'; readonly answer: UnitAnswer };

export type InspectionKind = InspectionQuestion['kind'];

/** The weights that an answer is about. */
export interface InspectedWeights {
  readonly runId: string;
  /** Completed steps. */
  readonly step: number;
}
