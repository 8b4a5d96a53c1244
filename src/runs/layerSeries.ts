import type { HistogramPoint, LayerStatistics, LayersPoint } from '../history/history.ts';

/** The quantities of a layer that have histograms. */
export type LayerQuantity = 'weights' | 'activations' | 'gradients';

const layerQuantities: readonly LayerQuantity[] = ['weights', 'activations', 'gradients'];

export interface LayerHistograms {
  /** `hidden/weights` */
  readonly tag: string;
  readonly layer: string;
  readonly quantity: LayerQuantity;
  /** Null where the histograms count all values, and in records that do not tell. */
  readonly sample: HistogramSample | null;
  readonly points: readonly HistogramPoint[];
}

/** How much of a quantity its histograms count, as of the latest one. */
export interface HistogramSample {
  readonly counted: number;
  readonly total: number;
}

/** The quantities of a layer that are one number at each step. */
export type LayerScalarQuantity = 'dead_units' | 'update_ratio';

export interface LayerScalars {
  /** `hidden/dead_units` */
  readonly tag: string;
  readonly quantity: LayerScalarQuantity;
  readonly points: readonly { readonly step: number; readonly value: number }[];
}

/** The histograms of each layer over the steps. */
export function layerHistograms(points: readonly LayersPoint[]): LayerHistograms[] {
  return layerNames(points)
    .flatMap((layer) => layerQuantities.map((quantity) => ({ layer, quantity })))
    .map(({ layer, quantity }) => ({
      tag: `${layer}/${quantity}`,
      layer,
      quantity,
      sample: sampleOf(points, layer, quantity),
      points: valuesOf(points, layer, (statistics) => statistics[quantity]).map(({ step, value }) => ({
        step,
        histogram: value,
      })),
    }))
    .filter((series) => series.points.length > 0);
}

function sampleOf(
  points: readonly LayersPoint[],
  layer: string,
  quantity: LayerQuantity,
): HistogramSample | null {
  const [latest] = valuesOf(points, layer, ({ [quantity]: histogram, totals }) => {
    const total = quantity === 'activations' ? totals?.activations : totals?.weights;
    return histogram && total ? { counted: histogram.count, total } : null;
  }).slice(-1);
  return latest && latest.value.counted < latest.value.total ? latest.value : null;
}

/** The share of dead units, and the size of the update relative to the weights, over the steps. */
export function layerScalars(points: readonly LayersPoint[]): LayerScalars[] {
  return layerNames(points)
    .flatMap((layer) => [
      scalarsOf(points, layer, 'dead_units', deadShareOf),
      scalarsOf(points, layer, 'update_ratio', ({ updateRatio }) => updateRatio),
    ])
    .filter((series) => series.points.length > 0);
}

function scalarsOf(
  points: readonly LayersPoint[],
  layer: string,
  quantity: LayerScalarQuantity,
  pick: (statistics: LayerStatistics) => number | null,
): LayerScalars {
  return { tag: `${layer}/${quantity}`, quantity, points: valuesOf(points, layer, pick) };
}

/** In [0, 1]; null where the layer has no ReLU. */
export function deadShareOf({ deadUnits, units }: LayerStatistics): number | null {
  return deadUnits === null ? null : deadUnits / units;
}

export function layerNames(points: readonly LayersPoint[]): string[] {
  return points.at(-1)?.layers.map(({ name }) => name) ?? [];
}

/** The values of one layer at every step that has one. */
export function valuesOf<Value>(
  points: readonly LayersPoint[],
  layer: string,
  pick: (statistics: LayerStatistics) => Value | null,
): { readonly step: number; readonly value: Value }[] {
  return points.flatMap(({ step, layers }) => {
    const statistics = layers.find(({ name }) => name === layer);
    const value = statistics ? pick(statistics) : null;
    return value === null ? [] : [{ step, value }];
  });
}
