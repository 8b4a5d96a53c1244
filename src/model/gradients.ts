import * as tf from '@tensorflow/tfjs-core';
import { fused } from '../backend/fusedOperations.ts';
import { endIfInterrupted } from '../backend/interruption.ts';
import { isTrained } from '../network/arrays.ts';
import { logitsOf, type PassedOperation } from './inference.ts';
import type { Model } from './model.ts';
import { type Tensors, tensorNamed } from './operation.ts';

/**
 * The derivatives of the loss (see `loss.ts`) with respect to every trained array, in the arrays' own shapes and order.
 *
 * Written by hand rather than recorded by TensorFlow.js: this takes a third of the kernels, and a backend can fuse operations. It
 * starts from ∂L/∂logits = (softmax(logits) − labels) / batch; each operation then returns the derivative with respect to its
 * inputs. The penalty adds regConstant · W to the derivative with respect to each weight array.
 *
 * @param pass from `forwardPass`
 * @param oneHotLabels `[batch, 10]`
 * @throws Interrupted
 */
export function gradients(
  pass: readonly PassedOperation[],
  oneHotLabels: tf.Tensor2D,
  { operations, arrays, firstTrained }: Model,
  parameters: Tensors,
  regConstant: number,
): Tensors {
  return tf.tidy(() => {
    const byArrays: Record<string, tf.Tensor> = {};
    let byOutputs: tf.Tensor | null = fused().crossEntropyGradient(logitsOf(pass), oneHotLabels);
    for (let index = operations.length - 1; index >= firstTrained; index--) {
      const operation = operations[index];
      const passed = pass[index];
      if (!operation || !passed || !byOutputs) throw new RangeError(`the pass has no operation ${index}`);
      const derivatives = operation.backward(
        { ...passed, byOutputs, wantsInputs: index > firstTrained },
        parameters,
      );
      endIfInterrupted();
      Object.assign(byArrays, derivatives.byArrays);
      byOutputs = derivatives.byInputs;
    }
    return Object.fromEntries(
      arrays.filter(isTrained).map(({ name, role }) => {
        const gradient = tensorNamed(byArrays, name);
        const isPenalized = role === 'weight' && regConstant !== 0;
        return [
          name,
          isPenalized ? fused().plusScaled(gradient, tensorNamed(parameters, name), regConstant) : gradient,
        ];
      }),
    );
  });
}
