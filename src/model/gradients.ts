import * as tf from '@tensorflow/tfjs-core';
import {
  columnSums,
  crossEntropyGradient,
  keepWherePositive,
  plusScaled,
} from '../backend/fusedOperations.ts';
import type { DenseLayer, LayerParameters, Parameters } from './network.ts';
import { layerAt } from './parameters.ts';

/**
 * The derivatives of the loss (see `loss.ts`) by every parameter, in the parameters' own shapes.
 *
 * Written out by hand rather than recorded by tfjs: for a chain of dense layers it is short, it needs a third of the
 * kernels, and a backend can fuse what belongs together.
 *
 * With Z the inputs of a layer's activation and A its outputs (A₀ the images):
 * ∂L/∂Z_last = (softmax(logits) − labels) / batch; ∂L/∂W = Aᵀ_prev · ∂L/∂Z + regConstant · W; ∂L/∂b = Σ_batch ∂L/∂Z;
 * ∂L/∂A_prev = ∂L/∂Z · Wᵀ; and ReLU lets the derivative pass where its output is positive. Dropout has multiplied the outputs
 * that it kept by 1 / (1 − dropout), and so multiplies their derivatives.
 *
 * @param images `[batch, 3072]`
 * @param outputs of every layer, from `layerOutputs`; the last are the logits `[batch, 10]`
 * @param oneHotLabels `[batch, 10]`
 */
export function gradients(
  images: tf.Tensor2D,
  outputs: readonly tf.Tensor2D[],
  oneHotLabels: tf.Tensor2D,
  layers: readonly DenseLayer[],
  parameters: Parameters,
  { regConstant, dropout = 0 }: { readonly regConstant: number; readonly dropout?: number },
): Parameters {
  return tf.tidy(() => {
    const result: LayerParameters[] = [];
    let byActivation = crossEntropyGradient(outputAt(outputs, layers.length - 1), oneHotLabels);
    for (let index = layers.length - 1; index >= 0; index--) {
      const { weights } = layerAt(parameters, index);
      const inputs = index === 0 ? images : outputAt(outputs, index - 1);
      const byWeights = tf.matMul<tf.Tensor2D>(inputs, byActivation, true, false);
      result.unshift({
        weights: regConstant === 0 ? byWeights : plusScaled(byWeights, weights, regConstant),
        biases: columnSums(byActivation),
      });
      if (index > 0) byActivation = throughLayer(byActivation, weights, inputs, layers[index - 1], dropout);
    }
    return result;
  });
}

/** From the derivative by one layer's activation inputs to that by the activation inputs of the layer before it. */
function throughLayer(
  byActivation: tf.Tensor2D,
  weights: tf.Tensor2D,
  inputs: tf.Tensor2D,
  layerBefore: DenseLayer | undefined,
  dropout: number,
): tf.Tensor2D {
  const byInputs = tf.matMul<tf.Tensor2D>(byActivation, weights, false, true);
  return layerBefore?.activation === 'relu'
    ? keepWherePositive(byInputs, inputs, 1 / (1 - dropout))
    : byInputs;
}

function outputAt(outputs: readonly tf.Tensor2D[], index: number): tf.Tensor2D {
  const output = outputs[index];
  if (!output) throw new RangeError(`the network has no layer ${index}`);
  return output;
}
