import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { AdamRule, MomentumRule } from '../updateRules.ts';
import { floatWord } from './jobs.ts';
import type { WasmBackend } from './wasmBackend.ts';

/** The same as in `kernels/updates.ts`. */
const numbersPerItem = 16_384;

/** @returns the new weights and velocity, in the weights' shape */
export function heapMomentumUpdate(
  backend: WasmBackend,
  [weights, velocity, gradient]: readonly [TensorInfo, TensorInfo, TensorInfo],
  { rate, decayFactor, momentum, isNesterov }: MomentumRule,
): [TensorInfo, TensorInfo] {
  const result: [TensorInfo, TensorInfo] = [backend.reserve(weights.shape), backend.reserve(weights.shape)];
  const count = sizeOf(weights);
  backend.jobs.run('momentumUpdate', Math.ceil(count / numbersPerItem), [
    ...[weights, velocity, gradient, ...result].map((tensor) => backend.addressOf(tensor)),
    count,
    floatWord(momentum),
    floatWord(-rate),
    floatWord(decayFactor),
    Number(isNesterov),
  ]);
  return result;
}

/** @returns the new weights, mean and square, in the weights' shape */
export function heapAdamUpdate(
  backend: WasmBackend,
  [weights, mean, square, gradient]: readonly [TensorInfo, TensorInfo, TensorInfo, TensorInfo],
  { rate, decayFactor, meanDecay, squareDecay, rootFactor, epsilon }: AdamRule,
): [TensorInfo, TensorInfo, TensorInfo] {
  const { shape } = weights;
  const result: [TensorInfo, TensorInfo, TensorInfo] = [
    backend.reserve(shape),
    backend.reserve(shape),
    backend.reserve(shape),
  ];
  const count = sizeOf(weights);
  backend.jobs.run('adamUpdate', Math.ceil(count / numbersPerItem), [
    ...[weights, mean, square, gradient, ...result].map((tensor) => backend.addressOf(tensor)),
    count,
    ...[meanDecay, 1 - meanDecay, squareDecay, 1 - squareDecay, -rate, rootFactor, epsilon, decayFactor].map(
      floatWord,
    ),
  ]);
  return result;
}

function sizeOf({ shape }: TensorInfo): number {
  return shape.reduce((product, size) => product * size, 1);
}
