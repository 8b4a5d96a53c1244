import type { InputScalingName } from '../../configuration/hyperparameters.ts';
import type { Histogram } from '../../history/histogram.ts';
import type { HistogramPoint, LayersPoint } from '../../history/history.ts';
import { layerHistograms } from '../../runs/layerSeries.ts';
import { layerTitle } from '../words/layers.ts';

/** Something that is counted at every hundredth step. */
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
export interface Beginning {
  readonly inputScaling: InputScalingName;
  /** Whether every weight is 0 before the first step. */
  readonly isAllZero: boolean;
}

/** All that was counted: the logits, and of each layer its weights, activations and gradients. */
export function quantities(
  logits: readonly HistogramPoint[],
  layers: readonly LayersPoint[],
  beginning: Beginning,
): Quantity[] {
  return [
    {
      ...{ id: 'logits', title: 'Logits', name: 'the logits', unit: 'Logit', points: logits },
      explanation: `How the ten class scores of a batch are spread, every 100 steps; the latest in front. ${logitsStart(beginning)}`,
    },
    ...layerHistograms(layers).map(({ tag, layer, quantity, points }) => ({
      id: tag,
      title: `${layerTitle(layer)}: ${quantity}`,
      name: `the ${layerTitle(layer).toLowerCase()}’s ${quantity}`,
      ...texts[quantity],
      ...(quantity === 'weights' && beginning.isAllZero && { explanation: weightsFromZero }),
      points: quantity === 'activations' ? points.map(withoutZeros) : points,
    })),
  ];
}

const texts = {
  weights: {
    unit: 'Weight',
    explanation:
      'How the layer’s weights are spread; the latest in front. They start as a bell that is cut off at two standard deviations, and grow tails where the network learns.',
  },
  activations: {
    unit: 'Activation',
    explanation:
      'How the outputs of the layer’s units are spread over a batch, after ReLU; the latest in front. Zeros, and what is below a hundredth of the largest, are left out: they would tower above all else.',
  },
  gradients: {
    unit: 'Gradient',
    explanation:
      'How the derivatives of the loss by the layer’s weights are spread; the latest in front. Where they draw together to nothing, the layer no longer learns; where they widen, training is about to diverge.',
  },
} as const;

const weightsFromZero =
  'How the layer’s weights are spread; the latest in front. They all start at 0, and spread as the network learns.';

function logitsStart({ inputScaling, isAllZero }: Beginning): string {
  if (isAllZero) return 'They all start at 0, as the weights do, and spread as the network learns.';
  return inputScaling === 'centred'
    ? 'They start wide, because raw pixels are large, and draw together as the network learns.'
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
