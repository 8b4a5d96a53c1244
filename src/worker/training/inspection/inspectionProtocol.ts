import type { ExcitingImage } from '../../../inspection/excitingImages.ts';
import type { FirstLayerPictures } from '../../../inspection/firstLayerPictures.ts';
import type { LayerValues, OutputWeights } from '../../../inspection/layerOutputs.ts';
import type { NearestImages } from '../../../inspection/nearestImages.ts';
import type { Predictions } from '../../../inspection/predictions.ts';
import type { Saliency } from '../../../inspection/saliency.ts';
import type { FirstLayerUnits, ShownWeights, UnitAnswer } from '../../../inspection/units.ts';

/** The inspected network. A checkpoint's weights are on the backend only for the answer, and the current run is not affected. */
export type InspectionSubject =
  | { readonly kind: 'presentRun' }
  | { readonly kind: 'checkpoint'; readonly id: string; readonly bytes: Uint8Array<ArrayBuffer> };

/** The validation images, or the test images, whose use counts as an evaluation. */
export type InspectedImages = 'validation' | 'test';

/** All questions about a network, and their answers. To add one, add it to both types and to `answer.ts`. */
export type InspectionQuestion =
  | { readonly kind: 'predictions'; readonly images: InspectedImages }
  /** `pixels` [3072]: the user's own picture, in the layout of the official records */
  | { readonly kind: 'picture'; readonly pixels: Uint8Array<ArrayBuffer> }
  /** What every layer computes for a picture; `pixels` as above. */
  | { readonly kind: 'layerOutputs'; readonly pixels: Uint8Array<ArrayBuffer> }
  /** What in a picture speaks for a class; null for the predicted one. `pixels` as above. */
  | { readonly kind: 'saliency'; readonly pixels: Uint8Array<ArrayBuffer>; readonly label: number | null }
  /** A filter of the layer with that name, or the weights of a unit. */
  | { readonly kind: 'outputWeights'; readonly layer: string; readonly output: number }
  /** The test images for which a filter or unit of the layer with that name has its largest sums. */
  | { readonly kind: 'excitingImages'; readonly layer: string; readonly output: number }
  /** Every filter of the layer with that name. */
  | { readonly kind: 'filters'; readonly layer: string }
  /** The training images that the last hidden layer takes for most like a picture; `pixels` as above. */
  | { readonly kind: 'nearestImages'; readonly pixels: Uint8Array<ArrayBuffer> }
  /** The energy scores of 1,000 test images, to compare that of a picture with. */
  | { readonly kind: 'energyScores' }
  /** The weights of every unit of the first layer, or their change by training. */
  | { readonly kind: 'units'; readonly shown: ShownWeights }
  /** One of these units, and the test images with its highest activations. */
  | { readonly kind: 'unit'; readonly unit: number }
  /** Units of the first layer as pictures; `units` null for the most influential. */
  | { readonly kind: 'firstLayer'; readonly units: readonly number[] | null }
  /** What the network takes the shown test pictures for. */
  | { readonly kind: 'shownTestPictures' }
  /** A few pictures that show the network while it trains. `units` of the first layer; null for the most influential. */
  | { readonly kind: 'live'; readonly units: readonly number[] | null };

export type InspectionAnswer =
  | { readonly kind: 'predictions'; readonly images: InspectedImages; readonly predictions: Predictions }
  /** `probabilities` [10]; they add up to 1 */
  | { readonly kind: 'picture'; readonly probabilities: readonly number[]; readonly energyScore: number }
  | { readonly kind: 'layerOutputs'; readonly values: LayerValues }
  | { readonly kind: 'saliency'; readonly saliency: Saliency }
  | {
      readonly kind: 'outputWeights';
      readonly layer: string;
      readonly output: number;
      readonly weights: OutputWeights;
    }
  | {
      readonly kind: 'excitingImages';
      readonly layer: string;
      readonly output: number;
      /** How many test images were searched. */
      readonly searched: number;
      readonly images: readonly ExcitingImage[];
    }
  /** `values` [size, size, channels, filters] */
  | { readonly kind: 'filters'; readonly layer: string; readonly values: Float32Array }
  | { readonly kind: 'nearestImages'; readonly nearest: NearestImages }
  /** `sorted` ascending */
  | { readonly kind: 'energyScores'; readonly sorted: Float32Array<ArrayBuffer> }
  | { readonly kind: 'units'; readonly units: FirstLayerUnits }
  | { readonly kind: 'unit'; readonly answer: UnitAnswer }
  | { readonly kind: 'firstLayer'; readonly pictures: FirstLayerPictures }
  /** `probabilities` [20, 10], row-major */
  | { readonly kind: 'shownTestPictures'; readonly probabilities: Float32Array }
  | ({ readonly kind: 'live' } & LiveAnswer);

export interface LiveAnswer {
  readonly firstLayer: FirstLayerPictures;
  /** [20, 10], row-major: of the shown test pictures */
  readonly probabilities: Float32Array;
  /** How long the answer took, in which no step was taken. */
  readonly milliseconds: number;
}

export type InspectionKind = InspectionQuestion['kind'];

/** The weights that an answer is about. */
export interface InspectedWeights {
  readonly runId: string;
  /** Completed steps. */
  readonly step: number;
}
