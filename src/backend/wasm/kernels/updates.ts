/* The optimizers' updates, each in one pass over the memory. The formulas are in `training/optimizers.ts`. */
import { multiplyAdd } from './multiplyAdd';

/** Numbers per item; a multiple of four. */
const numbersPerItem: i32 = 16384;

@unmanaged
class MomentumUpdate {
  weights: usize;
  velocity: usize;
  gradient: usize;
  newWeights: usize;
  newVelocity: usize;
  count: i32;
  momentum: f32;
  /** The learning rate with a minus sign. */
  rate: f32;
  /** The share of each weight that weight decay leaves. */
  decayFactor: f32;
  isNesterov: i32;
}

@unmanaged
class AdamUpdate {
  weights: usize;
  mean: usize;
  square: usize;
  gradient: usize;
  newWeights: usize;
  newMean: usize;
  newSquare: usize;
  count: i32;
  meanDecay: f32;
  meanShare: f32;
  squareDecay: f32;
  squareShare: f32;
  /** The learning rate, divided by the mean's bias correction, with a minus sign. */
  rate: f32;
  /** 1 divided by the root of the square's bias correction. */
  rootFactor: f32;
  epsilon: f32;
  decayFactor: f32;
}

export function momentumUpdate(job: usize, item: i32, _scratch: usize): void {
  const update = changetype<MomentumUpdate>(job);
  const left = min(numbersPerItem, update.count - item * numbersPerItem);
  let place = (<usize>(item * numbersPerItem)) << 2;
  const end = place + ((<usize>left) << 2);
  const momentum = f32x4.splat(update.momentum);
  const rate = f32x4.splat(update.rate);
  const decayFactor = f32x4.splat(update.decayFactor);
  const isNesterov = update.isNesterov !== 0;
  for (; place + 16 <= end; place += 16) {
    const gradient = v128.load(update.gradient + place);
    const velocity = multiplyAdd(momentum, v128.load(update.velocity + place), gradient);
    const direction = isNesterov ? multiplyAdd(momentum, velocity, gradient) : velocity;
    const weights = f32x4.mul(decayFactor, v128.load(update.weights + place));
    v128.store(update.newVelocity + place, velocity);
    v128.store(update.newWeights + place, multiplyAdd(rate, direction, weights));
  }
  // The last few use the same instructions, so that results do not depend on the position.
  for (; place < end; place += 4) {
    const gradient = v128.load32_zero(update.gradient + place);
    const velocity = multiplyAdd(momentum, v128.load32_zero(update.velocity + place), gradient);
    const direction = isNesterov ? multiplyAdd(momentum, velocity, gradient) : velocity;
    const weights = f32x4.mul(decayFactor, v128.load32_zero(update.weights + place));
    v128.store_lane<f32>(update.newVelocity + place, velocity, 0);
    v128.store_lane<f32>(update.newWeights + place, multiplyAdd(rate, direction, weights), 0);
  }
}

export function adamUpdate(job: usize, item: i32, _scratch: usize): void {
  const update = changetype<AdamUpdate>(job);
  const left = min(numbersPerItem, update.count - item * numbersPerItem);
  let place = (<usize>(item * numbersPerItem)) << 2;
  const end = place + ((<usize>left) << 2);
  for (; place + 16 <= end; place += 16) {
    const gradient = v128.load(update.gradient + place);
    const mean = movedMean(update, v128.load(update.mean + place), gradient);
    const square = movedSquare(update, v128.load(update.square + place), gradient);
    v128.store(update.newMean + place, mean);
    v128.store(update.newSquare + place, square);
    const weights = movedByAdam(update, v128.load(update.weights + place), mean, square);
    v128.store(update.newWeights + place, weights);
  }
  for (; place < end; place += 4) {
    const gradient = v128.load32_zero(update.gradient + place);
    const mean = movedMean(update, v128.load32_zero(update.mean + place), gradient);
    const square = movedSquare(update, v128.load32_zero(update.square + place), gradient);
    v128.store_lane<f32>(update.newMean + place, mean, 0);
    v128.store_lane<f32>(update.newSquare + place, square, 0);
    const weights = movedByAdam(update, v128.load32_zero(update.weights + place), mean, square);
    v128.store_lane<f32>(update.newWeights + place, weights, 0);
  }
}

function movedMean(update: AdamUpdate, mean: v128, gradient: v128): v128 {
  const own = f32x4.mul(f32x4.splat(update.meanDecay), mean);
  return multiplyAdd(f32x4.splat(update.meanShare), gradient, own);
}

function movedSquare(update: AdamUpdate, square: v128, gradient: v128): v128 {
  const own = f32x4.mul(f32x4.splat(update.squareDecay), square);
  return multiplyAdd(f32x4.splat(update.squareShare), f32x4.mul(gradient, gradient), own);
}

function movedByAdam(update: AdamUpdate, weights: v128, mean: v128, square: v128): v128 {
  const root = f32x4.mul(f32x4.sqrt(square), f32x4.splat(update.rootFactor));
  const direction = f32x4.div(mean, f32x4.add(root, f32x4.splat(update.epsilon)));
  return multiplyAdd(
    f32x4.splat(update.rate),
    direction,
    f32x4.mul(f32x4.splat(update.decayFactor), weights),
  );
}
