import * as tf from '@tensorflow/tfjs-core';
import { imagePixels, imageSize } from '../data/cifar10.ts';
import { inference } from '../model/inference.ts';
import { logitGradients } from '../model/logitGradients.ts';
import type { Model } from '../model/model.ts';
import type { Tensors } from '../model/operation.ts';
import type { LayerSpec } from '../network/specification.ts';
import { readOnce } from './readOnce.ts';

/** Where in a picture a network finds what speaks for a class. */
export interface Saliency {
  /** The class with the largest logit. */
  readonly predicted: number;
  /** The class whose logit this is about. */
  readonly label: number;
  /** [1024]: of each pixel, Σ over its colours of the logit's derivative × the input */
  readonly products: Float32Array;
  /** Null where no convolution makes feature maps. */
  readonly classActivation: ClassActivation | null;
}

/** What the last feature maps add to a logit, place by place. */
export interface ClassActivation {
  /**
   * `exact` where only linear layers are behind the maps: the values add up to the logit without its bias. With global average
   * pooling this is the class activation map of Zhou et al. (2016). Otherwise Grad-CAM (Selvaraju et al., 2017): each map of the
   * last convolution times the mean of its derivatives, added up; negative sums are 0.
   */
  readonly method: 'exact' | 'gradCam';
  /** [height, width] */
  readonly values: Float32Array;
  readonly width: number;
}

/**
 * @param inputs [3072], prepared as in training
 * @param chosen the class; null for the predicted one
 */
export async function saliency(
  inputs: Float32Array,
  chosen: number | null,
  model: Model,
  parameters: Tensors,
): Promise<Saliency> {
  const images = () => tf.tensor2d(inputs, [1, imagePixels]);
  const logits = await readOnce(() => inference(images(), model, parameters));
  const predicted = logits.indexOf(Math.max(...logits));
  const label = chosen ?? predicted;
  const maps = lastMaps(model.layers);
  const tensors = tf.tidy(() => {
    const { byImages, layers } = logitGradients(images(), label, model.layers, parameters);
    const ofMaps = maps && layers[maps.place];
    return ofMaps ? [byImages, ofMaps.outputs, ofMaps.byOutputs] : [byImages];
  });
  const [byPixels, values, byValues] = await Promise.all(tensors.map((tensor) => tensor.data<'float32'>()));
  tf.dispose(tensors);
  return {
    predicted,
    label,
    products: pixelProducts(inputs, byPixels ?? new Float32Array()),
    classActivation: maps && values && byValues ? classActivation(maps, values, byValues) : null,
  };
}

/** The pixels' colours are planes. */
function pixelProducts(inputs: Float32Array, byPixels: Float32Array): Float32Array {
  const plane = imageSize * imageSize;
  const products = new Float32Array(plane);
  inputs.forEach((value, index) => {
    products[index % plane] = (products[index % plane] ?? 0) + value * (byPixels[index] ?? 0);
  });
  return products;
}

interface LastMaps {
  readonly method: ClassActivation['method'];
  /** Among the layers. */
  readonly place: number;
  readonly width: number;
  readonly count: number;
}

const linearKinds: readonly string[] = ['flatten', 'globalAveragePooling', 'dropout'];

/** The feature maps that a class activation map is made of: for Grad-CAM, those that are not pooled yet. */
function lastMaps(layers: readonly LayerSpec[]): LastMaps | null {
  const last = layers.findLastIndex(({ input, output }) => input.length === 3 && output.length === 3);
  if (last < 0) return null;
  const isLinear = layers.slice(last + 1, -1).every(({ kind }) => linearKinds.includes(kind));
  const place = isLinear ? last : layers.findLastIndex(({ kind }, at) => at <= last && !isPooling(kind));
  const [, width = 1, count = 1] = layers[place]?.output ?? [];
  return { method: isLinear ? 'exact' : 'gradCam', place, width, count };
}

function isPooling(kind: LayerSpec['kind']): boolean {
  return kind === 'maxPooling' || kind === 'averagePooling';
}

/** @param values [height, width, count], as their derivatives are */
function classActivation(
  { method, width, count }: LastMaps,
  values: Float32Array,
  byValues: Float32Array,
): ClassActivation {
  const places = values.length / count;
  const weights = method === 'exact' ? byValues : meansOfMaps(byValues, count);
  const sums = new Float32Array(places);
  values.forEach((value, index) => {
    const place = Math.trunc(index / count);
    sums[place] = (sums[place] ?? 0) + value * (weights[index % weights.length] ?? 0);
  });
  return { method, width, values: method === 'exact' ? sums : sums.map((sum) => Math.max(0, sum)) };
}

/** [count] */
function meansOfMaps(values: Float32Array, count: number): Float32Array {
  const means = new Float32Array(count);
  const places = values.length / count;
  values.forEach((value, index) => {
    means[index % count] = (means[index % count] ?? 0) + value / places;
  });
  return means;
}
