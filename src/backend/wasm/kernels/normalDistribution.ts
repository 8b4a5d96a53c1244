import { multiplyAdd } from './multiplyAdd';

/** exp(−x² / 2) in each of four lanes, to within 2 units in the last place of the power’s own rounding. */
export function bellCurve(x: v128): v128 {
  const power = f32x4.mul(f32x4.mul(x, x), f32x4.splat(-0.5));
  // Below it, the result would have no normal bits left.
  return exponential(f32x4.max(power, f32x4.splat(-87)));
}

/**
 * Φ(x), the distribution function of the normal distribution, to within 2e-7.
 *
 * @param bell `bellCurve(x)`, which a derivative needs as well
 */
export function normalDistribution(x: v128, bell: v128): v128 {
  const one = f32x4.splat(1);
  const t = f32x4.div(one, multiplyAdd(f32x4.abs(x), f32x4.splat(0.3), one));
  // Φ(−|x|) · exp(x² / 2) as a polynomial in t = 1 / (1 + 0.3 |x|), after Hastings; fitted to 1.5e-7 of the value for |x| ≤ 14.
  let tail = f32x4.splat(0.035675769);
  tail = multiplyAdd(tail, t, f32x4.splat(-0.15720702));
  tail = multiplyAdd(tail, t, f32x4.splat(0.206359831));
  tail = multiplyAdd(tail, t, f32x4.splat(-0.053688931));
  tail = multiplyAdd(tail, t, f32x4.splat(0.12856407));
  tail = multiplyAdd(tail, t, f32x4.splat(0.099912881));
  tail = multiplyAdd(tail, t, f32x4.splat(0.120754029));
  tail = multiplyAdd(tail, t, f32x4.splat(0.119629295));
  tail = f32x4.mul(f32x4.mul(tail, t), bell);
  return v128.bitselect(tail, f32x4.sub(one, tail), f32x4.lt(x, f32x4.splat(0)));
}

/** x · Φ(x) */
export function geluOf(x: v128): v128 {
  return f32x4.mul(x, normalDistribution(x, bellCurve(x)));
}

/** Φ(x) + x · φ(x) */
export function geluSlope(x: v128): v128 {
  const bell = bellCurve(x);
  const density = f32x4.mul(bell, f32x4.splat(0.39894228));
  return multiplyAdd(x, density, normalDistribution(x, bell));
}

/** After Cephes’ expf: 2ⁿ times a polynomial in the rest, which is at most ln 2 / 2. */
function exponential(x: v128): v128 {
  const n = f32x4.nearest(f32x4.mul(x, f32x4.splat(<f32>Math.LOG2E)));
  let rest = multiplyAdd(n, f32x4.splat(-0.693359375), x);
  rest = multiplyAdd(n, f32x4.splat(2.1219444e-4), rest);
  let sum = f32x4.splat(1.98756915e-4);
  sum = multiplyAdd(sum, rest, f32x4.splat(1.3981999507e-3));
  sum = multiplyAdd(sum, rest, f32x4.splat(8.3334519073e-3));
  sum = multiplyAdd(sum, rest, f32x4.splat(4.1665795894e-2));
  sum = multiplyAdd(sum, rest, f32x4.splat(1.6666665459e-1));
  sum = multiplyAdd(sum, rest, f32x4.splat(5.0000001201e-1));
  sum = multiplyAdd(sum, f32x4.mul(rest, rest), f32x4.add(rest, f32x4.splat(1)));
  const scale = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
  return f32x4.mul(sum, scale);
}
