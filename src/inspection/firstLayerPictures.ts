import * as tf from '@tensorflow/tfjs-core';
import { imageSize } from '../data/cifar10.ts';
import type { InputScaling } from '../input/inputScaling.ts';
import type { Model } from '../model/model.ts';
import { asColumns, type Tensors, tensorNamed } from '../model/operation.ts';
import type { ImageRange } from '../training/accuracy.ts';
import { byInfluence } from './byInfluence.ts';
import { type FirstLayer, firstLayerOf, responsesOf } from './firstLayer.ts';
import { readOnce } from './readOnce.ts';
import { withoutStart } from './startingNoise.ts';
import type { StartingWeights } from './startingWeights.ts';

/** A few units or filters of the first layer as pictures that are ready to be drawn. */
export interface FirstLayerPictures {
  readonly kind: 'units' | 'filters' | 'classes';
  /** Of all units, whether shown or not. */
  readonly count: number;
  /** Whether the pictures are what training has added to the weights; filters that are never trained are shown as they are. */
  readonly isChange: boolean;
  /** Their indices: the most influential first, classes in their order. */
  readonly shown: readonly number[];
  /** [shown, 32, 32, 4]: RGBA; grey is 0. Filters are magnified as often as fits, and transparent around. */
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
}

/** The network, and the images that its units are sorted by. */
export interface FirstLayerSubject {
  readonly model: Model;
  readonly parameters: Tensors;
  readonly seed: number;
  readonly testSet: ImageRange['images'];
  readonly scaling: InputScaling;
}

const maxShown = 24;
/** A unit gives one activation for each image, a filter hundreds. */
const imagesForUnits = 1_000;
const imagesForFilters = 100;

/**
 * @param wanted the units to show; null, or where the network has not all of them, for the most influential
 * @param starts remembers what was drawn for the last answer
 */
export async function firstLayerPictures(
  subject: FirstLayerSubject,
  wanted: readonly number[] | null,
  starts: StartingWeights,
): Promise<FirstLayerPictures> {
  const { model, parameters, seed } = subject;
  const first = firstLayerOf(model);
  const { layer, count, nextWeights } = first;
  const areThere = wanted?.every((unit) => unit < count) ?? false;
  const shown = wanted && areThere ? wanted : await mostInfluential(first, subject);
  const weights = await readOnce(() => {
    const columns = asColumns(tensorNamed(parameters, first.weights));
    return tf.gather(columns, tf.tensor1d([...shown], 'int32'), 1);
  });
  const isDense = layer.kind === 'dense';
  const isChange = layer.kind !== 'whitening';
  const values = isChange
    ? withoutStart(weights, starts.columns(layer, seed, shown), shown.length, !isDense)
    : weights;
  return {
    kind: isDense ? (nextWeights === null ? 'classes' : 'units') : 'filters',
    count,
    isChange,
    shown,
    pixels: isDense ? unitPixels(values, shown.length) : filterPixels(values, shown.length, layer.size),
  };
}

async function mostInfluential(
  first: FirstLayer,
  { model, parameters, testSet, scaling }: FirstLayerSubject,
): Promise<number[]> {
  const { layer, count, nextWeights } = first;
  if (nextWeights === null) return Array.from({ length: Math.min(maxShown, count) }, (_, unit) => unit);
  const end = Math.min(testSet.imageCount, layer.kind === 'dense' ? imagesForUnits : imagesForFilters);
  const range = { images: testSet, first: 0, end };
  const { influences } = await responsesOf(first, nextWeights, range, model, parameters, scaling);
  return byInfluence(influences).slice(0, maxShown);
}

const pixelsPerPicture = imageSize * imageSize;

/** @param values [3072, units]: three colour planes */
function unitPixels(values: Float32Array, units: number): Uint8ClampedArray<ArrayBuffer> {
  const factors = brightnessFactors(values, units);
  const pixels = new Uint8ClampedArray(units * pixelsPerPicture * 4).fill(255);
  for (let index = 0; index < values.length; index++) {
    const unit = index % units;
    const place = (index - unit) / units;
    const colour = Math.trunc(place / pixelsPerPicture);
    const pixel = unit * pixelsPerPicture + (place % pixelsPerPicture);
    pixels[4 * pixel + colour] = 127.5 + (values[index] as number) * (factors[unit] as number);
  }
  return pixels;
}

/** @param values [size, size, 3, filters] */
function filterPixels(values: Float32Array, filters: number, size: number): Uint8ClampedArray<ArrayBuffer> {
  const factors = brightnessFactors(values, filters);
  const magnification = Math.trunc(imageSize / size);
  const margin = Math.trunc((imageSize - magnification * size) / 2);
  const pixels = new Uint8ClampedArray(filters * pixelsPerPicture * 4);
  for (let filter = 0; filter < filters; filter++) {
    for (let row = 0; row < magnification * size; row++) {
      for (let column = 0; column < magnification * size; column++) {
        const place = Math.trunc(row / magnification) * size + Math.trunc(column / magnification);
        const pixel = filter * pixelsPerPicture + (margin + row) * imageSize + margin + column;
        for (let colour = 0; colour < 3; colour++) {
          const value = values[(place * 3 + colour) * filters + filter] as number;
          pixels[4 * pixel + colour] = 127.5 + value * (factors[filter] as number);
        }
        pixels[4 * pixel + 3] = 255;
      }
    }
  }
  return pixels;
}

/** [units]: what makes the largest value of each unit the brightest or the darkest; 0 where all values are 0. */
function brightnessFactors(values: Float32Array, units: number): Float32Array {
  const largest = new Float32Array(units);
  for (let index = 0; index < values.length; index++) {
    const unit = index % units;
    largest[unit] = Math.max(largest[unit] as number, Math.abs(values[index] as number));
  }
  return largest.map((value) => (value === 0 ? 0 : 127.5 / value));
}
