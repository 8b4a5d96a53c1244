/*
 * The transforms of Winograd’s convolutions F(4 × 4, 3 × 3), after Lavin and Gray, “Fast Algorithms for Convolutional Neural
 * Networks” (CVPR 2016). A square of 6 × 6 inputs and the filters are transformed, so that the 144 multiplications for 4 × 4 sums
 * become 36, one for each place of the transformed squares. Over all squares, channels and filters, each place is a matrix product.
 *
 * A product of polynomials is computed from its values at 0, ±1/√2, ±√2 and ∞. With these points, rather than 0, ±1, ±2 and ∞, the
 * errors are half as large: 1e-6 of the sums, where direct ones in single precision have 3e-7.
 *
 * Each function transforms four numbers at a time along a line. Squares are transformed along one axis, then along the other.
 */
import { multiplyAdd } from './multiplyAdd';

/** Of a transformed square. */
export const places: i32 = 36;
/** A line of a transformed square, and of squares of which each number is four lanes. */
export const patchSide: i32 = 6;
export const lineBytes: usize = 96;
/** Half-transformed squares, in scratch space. */
export const halfwayBytes: usize = 576;

const root2 = <f32>Math.SQRT2;

/** Inputs, 6 → 6: (d0 − 5/2 d2 + d4, (d4 − 2 d2) ± (d3 − 2 d1) / √2, (d4 − d2 / 2) ± √2 (d3 − d1 / 2), d1 − 5/2 d3 + d5). */
export function inputLine(target: usize, targetStep: usize, source: usize, step: usize): void {
  const d1 = v128.load(source + step);
  const d2 = v128.load(source + 2 * step);
  const d3 = v128.load(source + 3 * step);
  const d4 = v128.load(source + 4 * step);
  const middle = f32x4.splat(-2.5);
  v128.store(target, multiplyAdd(middle, d2, f32x4.add(v128.load(source), d4)));
  v128.store(target + 5 * targetStep, multiplyAdd(middle, d3, f32x4.add(d1, v128.load(source + 5 * step))));
  let even = f32x4.sub(d4, f32x4.add(d2, d2));
  let odd = f32x4.mul(f32x4.sub(d3, f32x4.add(d1, d1)), f32x4.splat(0.5 * root2));
  v128.store(target + targetStep, f32x4.add(even, odd));
  v128.store(target + 2 * targetStep, f32x4.sub(even, odd));
  const minusHalf = f32x4.splat(-0.5);
  even = multiplyAdd(minusHalf, d2, d4);
  odd = f32x4.mul(multiplyAdd(minusHalf, d1, d3), f32x4.splat(root2));
  v128.store(target + 3 * targetStep, f32x4.add(even, odd));
  v128.store(target + 4 * targetStep, f32x4.sub(even, odd));
}

/** Sums, 6 → 4, of which the first `count` are wanted. */
export function sumLine(target: usize, targetStep: usize, source: usize, step: usize, count: i32): void {
  const m1 = v128.load(source + step);
  const m2 = v128.load(source + 2 * step);
  const m3 = v128.load(source + 3 * step);
  const m4 = v128.load(source + 4 * step);
  const even = f32x4.add(m1, m2);
  const evenFar = f32x4.add(m3, m4);
  const odd = f32x4.mul(f32x4.sub(m1, m2), f32x4.splat(0.5 * root2));
  const oddFar = f32x4.mul(f32x4.sub(m3, m4), f32x4.splat(root2));
  v128.store(target, f32x4.add(f32x4.add(v128.load(source), even), evenFar));
  if (count > 1) v128.store(target + targetStep, f32x4.add(odd, oddFar));
  const half = f32x4.splat(0.5);
  if (count > 2) v128.store(target + 2 * targetStep, multiplyAdd(even, half, f32x4.add(evenFar, evenFar)));
  if (count > 3) {
    const last = f32x4.add(f32x4.add(oddFar, oddFar), v128.load(source + 5 * step));
    v128.store(target + 3 * targetStep, multiplyAdd(odd, half, last));
  }
}

/** Derivatives by sums, for the derivative by the filters, 4 → 6. */
export function sumGradientLine(target: usize, targetStep: usize, source: usize, step: usize): void {
  const s0 = v128.load(source);
  const s1 = v128.load(source + step);
  const s2 = v128.load(source + 2 * step);
  const s3 = v128.load(source + 3 * step);
  const half = f32x4.splat(0.5);
  v128.store(target, s0);
  v128.store(target + 5 * targetStep, s3);
  let even = multiplyAdd(s2, half, s0);
  let odd = f32x4.mul(multiplyAdd(s3, half, s1), f32x4.splat(0.5 * root2));
  v128.store(target + targetStep, f32x4.add(even, odd));
  v128.store(target + 2 * targetStep, f32x4.sub(even, odd));
  even = f32x4.add(f32x4.add(s2, s2), s0);
  odd = f32x4.mul(f32x4.add(f32x4.add(s3, s3), s1), f32x4.splat(root2));
  v128.store(target + 3 * targetStep, f32x4.add(even, odd));
  v128.store(target + 4 * targetStep, f32x4.sub(even, odd));
}

/** Filters, 3 → 6: (g0, −(g0 ± g1 / √2 + g2 / 2) / 1.5, (g0 ± √2 g1 + 2 g2) / 6, g2). */
export function filterLine(target: usize, targetStep: usize, source: usize, step: usize): void {
  const g0 = v128.load(source);
  const g1 = v128.load(source + step);
  const g2 = v128.load(source + 2 * step);
  v128.store(target, g0);
  v128.store(target + 5 * targetStep, g2);
  let even = f32x4.mul(multiplyAdd(g2, f32x4.splat(0.5), g0), f32x4.splat(-1 / 1.5));
  let odd = f32x4.mul(g1, f32x4.splat((-0.5 * root2) / 1.5));
  v128.store(target + targetStep, f32x4.add(even, odd));
  v128.store(target + 2 * targetStep, f32x4.sub(even, odd));
  even = f32x4.mul(f32x4.add(f32x4.add(g2, g2), g0), f32x4.splat(1 / 6));
  odd = f32x4.mul(g1, f32x4.splat(root2 / 6));
  v128.store(target + 3 * targetStep, f32x4.add(even, odd));
  v128.store(target + 4 * targetStep, f32x4.sub(even, odd));
}

/** Derivatives by filters, 6 → 3: the transpose of `filterLine`. */
export function filterGradientLine(target: usize, targetStep: usize, source: usize, step: usize): void {
  const m1 = v128.load(source + step);
  const m2 = v128.load(source + 2 * step);
  const m3 = v128.load(source + 3 * step);
  const m4 = v128.load(source + 4 * step);
  const even = f32x4.mul(f32x4.add(m1, m2), f32x4.splat(-1 / 1.5));
  const evenFar = f32x4.mul(f32x4.add(m3, m4), f32x4.splat(1 / 6));
  const odd = f32x4.mul(f32x4.sub(m1, m2), f32x4.splat((-0.5 * root2) / 1.5));
  const oddFar = f32x4.mul(f32x4.sub(m3, m4), f32x4.splat(root2 / 6));
  v128.store(target, f32x4.add(f32x4.add(v128.load(source), even), evenFar));
  v128.store(target + targetStep, f32x4.add(odd, oddFar));
  const last = f32x4.add(f32x4.add(evenFar, evenFar), v128.load(source + 5 * step));
  v128.store(target + 2 * targetStep, multiplyAdd(even, f32x4.splat(0.5), last));
}
