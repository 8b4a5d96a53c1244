import * as tf from '@tensorflow/tfjs-core';
import { imagePixels } from '../data/cifar10.ts';
import type { Model } from '../model/model.ts';
import { asColumns, evaluationMode, type Tensors, tensorNamed } from '../model/operation.ts';
import { operationsOf } from '../model/operations.ts';
import type { CombiningLayer } from '../network/stages.ts';
import { readOnce } from './readOnce.ts';

/** What the layers of a network compute for one picture. */
export interface LayerValues {
  /** [3072], prepared as in training */
  readonly inputs: Float32Array;
  /** In the order of the network's layers; each row-major, of the shape in the layer's specification. */
  readonly outputs: readonly Float32Array[];
}

/**
 * Layers that a backend fuses are computed one by one, so that the outputs of all of them can be seen.
 *
 * @param inputs [3072], prepared as in training
 */
export async function layerValues(
  inputs: Float32Array,
  { layers }: Pick<Model, 'layers'>,
  parameters: Tensors,
): Promise<LayerValues> {
  let before: tf.Tensor = tf.tensor2d(inputs, [1, imagePixels]);
  const outputs: Float32Array[] = [];
  try {
    for (const layer of layers) {
      const next = tf.tidy(() => forward(operationsOf([layer]), before, parameters));
      if (next !== before) before.dispose();
      before = next;
      outputs.push(await next.data<'float32'>());
    }
  } finally {
    before.dispose();
  }
  return { inputs, outputs };
}

function forward(operations: Model['operations'], inputs: tf.Tensor, parameters: Tensors): tf.Tensor {
  return operations.reduce(
    (tensor, operation) => operation.forward(tensor, parameters, evaluationMode).outputs,
    inputs,
  );
}

/** What one output of a layer is computed with: `values` belong to its inputs, in their order. */
export interface OutputWeights {
  readonly values: Float32Array;
  readonly bias: number;
}

/**
 * A filter, or the weights of one unit.
 *
 * @throws RangeError where the layer has no such output
 */
export async function outputWeights(
  layer: CombiningLayer,
  output: number,
  parameters: Tensors,
): Promise<OutputWeights> {
  const count = layer.output.at(-1) ?? 0;
  if (output < 0 || output >= count) throw new RangeError(`${layer.name} has no output ${output}`);
  const name = layer.kind === 'dense' ? 'weights' : 'filters';
  const hasBias = layer.kind === 'dense' || (layer.kind === 'convolution' && layer.hasBiases);
  const values = await columnOf(tensorNamed(parameters, `${layer.name}/${name}`), output);
  const biases = hasBias ? await columnOf(tensorNamed(parameters, `${layer.name}/biases`), output) : [];
  return { values, bias: biases[0] ?? 0 };
}

/** Along the last axis. */
function columnOf(tensor: tf.Tensor, index: number): Promise<Float32Array> {
  return readOnce(() => {
    const matrix = asColumns(tensor);
    return tf.slice(matrix, [0, index], [matrix.shape[0], 1]);
  });
}
