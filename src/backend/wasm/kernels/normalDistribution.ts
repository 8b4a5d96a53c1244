/*
 * Four lanes of Φ, the distribution function of the normal distribution, and what follows from it. The constants are read from
 * memory: where there are more than registers, the engine would put each of them together anew every time.
 */
import { multiplyAdd } from './multiplyAdd';

/** Of the constants, in scratch space. */
export const constantsBytes: usize = 384;

const one: usize = 0;
const minusHalf: usize = 16;
const leastPower: usize = 32;
const exponents: usize = 48;
const tails: usize = 208;
const slope: usize = 336;
const density: usize = 352;

/** Call this before the others, with the address that they are given. */
export function writeConstants(target: usize): void {
  splat(target + one, 1);
  splat(target + minusHalf, -0.5);
  // Below it, the power would have no normal bits left.
  splat(target + leastPower, -87);
  // After Cephes’ expf: 2ⁿ times a polynomial in the rest, which is at most ln 2 / 2. The first has n in its last bits once added.
  splat(target + exponents, <f32>Math.LOG2E);
  splat(target + exponents + 16, 12582912);
  splat(target + exponents + 32, -0.693359375);
  splat(target + exponents + 48, 2.1219444e-4);
  splat(target + exponents + 64, 1.98756915e-4);
  splat(target + exponents + 80, 1.3981999507e-3);
  splat(target + exponents + 96, 8.3334519073e-3);
  splat(target + exponents + 112, 4.1665795894e-2);
  splat(target + exponents + 128, 1.6666665459e-1);
  splat(target + exponents + 144, 5.0000001201e-1);
  // Φ(−|x|) · exp(x² / 2) as a polynomial in t = 1 / (1 + 0.3 |x|), after Hastings; fitted to 1.5e-7 of the value for |x| ≤ 14.
  splat(target + tails, 0.035675769513);
  splat(target + tails + 16, -0.157207020779);
  splat(target + tails + 32, 0.20635983195);
  splat(target + tails + 48, -0.053688931069);
  splat(target + tails + 64, 0.12856407092);
  splat(target + tails + 80, 0.099912881109);
  splat(target + tails + 96, 0.120754029827);
  splat(target + tails + 112, 0.119629295692);
  splat(target + slope, 0.3);
  // φ(0) = 1 / √(2π)
  splat(target + density, 0.3989422804);
}

/** x · Φ(x) */
export function geluOf(x: v128, constants: usize): v128 {
  return f32x4.mul(x, normalDistribution(x, bellCurve(x, constants), constants));
}

/** Φ(x) + x · φ(x) */
export function geluSlope(x: v128, constants: usize): v128 {
  const bell = bellCurve(x, constants);
  const alongDensity = f32x4.mul(f32x4.mul(x, v128.load(constants, density)), bell);
  return f32x4.add(alongDensity, normalDistribution(x, bell, constants));
}

/** Φ(x), to within 2e-7, from exp(−x² / 2). */
function normalDistribution(x: v128, bell: v128, constants: usize): v128 {
  const unit = v128.load(constants, one);
  const t = f32x4.div(unit, multiplyAdd(f32x4.abs(x), v128.load(constants, slope), unit));
  let tail = multiplyAdd(v128.load(constants, tails), t, v128.load(constants, tails + 16));
  tail = multiplyAdd(tail, t, v128.load(constants, tails + 32));
  tail = multiplyAdd(tail, t, v128.load(constants, tails + 48));
  tail = multiplyAdd(tail, t, v128.load(constants, tails + 64));
  tail = multiplyAdd(tail, t, v128.load(constants, tails + 80));
  tail = multiplyAdd(tail, t, v128.load(constants, tails + 96));
  tail = multiplyAdd(tail, t, v128.load(constants, tails + 112));
  tail = f32x4.mul(f32x4.mul(tail, t), bell);
  return v128.bitselect(tail, f32x4.sub(unit, tail), f32x4.lt(x, f32x4.splat(0)));
}

/** exp(−x² / 2) */
function bellCurve(x: v128, constants: usize): v128 {
  const power = f32x4.mul(f32x4.mul(x, x), v128.load(constants, minusHalf));
  // `pmax` keeps a NaN that comes first.
  return exponential(f32x4.pmax(power, v128.load(constants, leastPower)), constants);
}

function exponential(x: v128, constants: usize): v128 {
  const shifted = multiplyAdd(x, v128.load(constants, exponents), v128.load(constants, exponents + 16));
  const n = f32x4.sub(shifted, v128.load(constants, exponents + 16));
  let rest = multiplyAdd(n, v128.load(constants, exponents + 32), x);
  rest = multiplyAdd(n, v128.load(constants, exponents + 48), rest);
  let sum = multiplyAdd(v128.load(constants, exponents + 64), rest, v128.load(constants, exponents + 80));
  sum = multiplyAdd(sum, rest, v128.load(constants, exponents + 96));
  sum = multiplyAdd(sum, rest, v128.load(constants, exponents + 112));
  sum = multiplyAdd(sum, rest, v128.load(constants, exponents + 128));
  sum = multiplyAdd(sum, rest, v128.load(constants, exponents + 144));
  const unit = v128.load(constants, one);
  sum = multiplyAdd(sum, f32x4.mul(rest, rest), f32x4.add(rest, unit));
  // The bits of 1 are those of 2⁰, shifted.
  return f32x4.mul(sum, i32x4.add(i32x4.shl(shifted, 23), unit));
}

function splat(target: usize, value: f32): void {
  v128.store(target, f32x4.splat(value));
}
