import type { Hyperparameters, InputScalingName } from '../../configuration/hyperparameters.ts';
import type { Histogram } from '../../history/histogram.ts';
import type { HistogramPoint, LayersPoint } from '../../history/history.ts';
import { layerArrays, networkArrays } from '../../network/arrays.ts';
import type { LayerSpec } from '../../network/specification.ts';
import { hasConvolutions } from '../../network/stages.ts';
import { type HistogramSample, type LayerQuantity, layerHistograms } from '../../runs/layerSeries.ts';
import { layerPhrase, layerTitle } from '../words/layers.ts';
import { wholeNumber } from '../words/numbers.ts';

/** Something that is counted at every hundredth step and where a run may end. */
export interface Quantity {
  readonly id: string;
  /** In the list, and before a drawing. */
  readonly title: string;
  /** Within a sentence. */
  readonly name: string;
  /** Below an axis. */
  readonly unit: string;
  /** What one sees in its histograms. */
  readonly explanation: string;
  readonly points: readonly HistogramPoint[];
}

/** What decides how the numbers of a run begin. */
export interface InitialConditions {
  readonly inputScaling: InputScalingName;
  /** Whether every weight is 0 before the first step. */
  readonly isAllZero: boolean;
  /** Whether batch normalization keeps the values between the layers small, whatever the inputs. */
  readonly isNormalized: boolean;
  readonly isConvolutional: boolean;
  /** The layers whose filters start by passing channels on. */
  readonly identityLayers: readonly string[];
}

export function initialConditions(
  layers: readonly LayerSpec[],
  { inputScaling }: Pick<Hyperparameters, 'inputScaling'>,
): InitialConditions {
  return {
    inputScaling,
    isAllZero: networkArrays(layers).every(({ initial }) => initial.kind === 'zeros'),
    isNormalized: layers.some(({ kind }) => kind === 'batchNormalization'),
    isConvolutional: hasConvolutions(layers),
    identityLayers: layers
      .filter((layer) => layerArrays(layer).some(({ initial }) => initial.kind === 'identity'))
      .map(({ name }) => name),
  };
}

/** All that was counted: the logits, and of each layer its weights, activations and gradients. */
export function quantities(
  logits: readonly HistogramPoint[],
  layers: readonly LayersPoint[],
  conditions: InitialConditions,
): Quantity[] {
  return [
    {
      ...{
        id: 'logits',
        title: 'Logits',
        name: 'the logits',
        unit: 'Logit',
        points: logits.filter(isCounted),
      },
      explanation: `The distribution of the ten class scores (logits) of a batch, every 100 steps and at the last; the latest is in front. ${logitsStart(conditions)}`,
    },
    ...layerHistograms(layers).map(({ tag, layer, quantity, sample, points }) => {
      const { unit, explanation } = texts[quantity](layer, conditions);
      return {
        id: tag,
        title: `${layerTitle(layer)}: ${quantity}`,
        name: `${layerPhrase(layer)}’s ${quantity}`,
        unit,
        explanation: sample ? `${explanation} ${sampleText(sample)}` : explanation,
        points: (quantity === 'activations' ? points.map(withoutZeros) : points).filter(isCounted),
      };
    }),
  ];
}

/** A run of an earlier version may have counted logits none of which is a number. */
function isCounted({ histogram: { min, max } }: HistogramPoint): boolean {
  return Number.isFinite(min) && Number.isFinite(max);
}

function sampleText({ counted, total }: HistogramSample): string {
  return `Each histogram counts a sample of ${wholeNumber(counted)} of the ${wholeNumber(total)} values.`;
}

const texts: Readonly<
  Record<
    LayerQuantity,
    (layer: string, conditions: InitialConditions) => Pick<Quantity, 'unit' | 'explanation'>
  >
> = {
  weights: (layer, conditions) => ({
    unit: 'Weight',
    explanation: `The distribution of the layer’s weights; the latest is in front. ${weightsStart(layer, conditions)}`,
  }),
  activations: () => ({
    unit: 'Activation',
    explanation:
      'The distribution of the layer’s outputs over a batch, after its activation; the latest is in front. Zeros and values below a hundredth of the largest are left out: they would dwarf everything else.',
  }),
  gradients: () => ({
    unit: 'Gradient',
    explanation:
      'The distribution of the gradient of the loss with respect to the layer’s weights; the latest is in front. If it narrows to zero, the layer no longer learns; if it widens, training is about to diverge.',
  }),
};

function weightsStart(layer: string, { isAllZero, identityLayers }: InitialConditions): string {
  if (isAllZero) return 'They all start at 0 and spread as the network learns.';
  return identityLayers.includes(layer)
    ? 'As far as there are inputs, a filter starts by passing one on, with a single 1 among zeros; the others start as a normal distribution truncated at two standard deviations.'
    : 'They start as a normal distribution truncated at two standard deviations, and grow tails as the network learns.';
}

function logitsStart({ inputScaling, isAllZero, isNormalized, isConvolutional }: InitialConditions): string {
  if (isAllZero) return 'They all start at 0, like the weights, and spread as the network learns.';
  if (isNormalized) {
    return 'They start narrow, because batch normalization keeps the values before them small, and spread as the network learns.';
  }
  if (inputScaling === 'centred') {
    return 'They start wide, because raw pixels are large, and narrow as the network learns.';
  }
  return isConvolutional
    ? 'They spread as the network learns.'
    : `They start narrow, because ${inputScaling} inputs are small, and spread as the network learns.`;
}

function withoutZeros({ step, histogram }: HistogramPoint): HistogramPoint {
  return { step, histogram: above(histogram, histogram.max / 100) };
}

/** The buckets that begin at `least` or above; the others are empty. */
function above(histogram: Histogram, least: number): Histogram {
  const bucketCounts = histogram.bucketCounts.map((count, bucket) =>
    (histogram.bucketLimits[bucket] ?? 0) > least ? count : 0,
  );
  return { ...histogram, bucketCounts, count: bucketCounts.reduce((sum, count) => sum + count, 0) };
}
