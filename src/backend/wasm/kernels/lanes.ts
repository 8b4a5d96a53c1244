/* Fewer than four numbers at a time, where channels are no multiple of four. */

/** The first of four numbers; the others are 0. */
export function loadUpTo4(source: usize, count: i32): v128 {
  if (count >= 4) return v128.load(source);
  let four = f32x4.splat(0);
  if (count > 0) four = v128.load_lane<f32>(source, four, 0);
  if (count > 1) four = v128.load_lane<f32>(source, four, 1, 4);
  if (count > 2) four = v128.load_lane<f32>(source, four, 2, 8);
  return four;
}

export function storeUpTo4(target: usize, four: v128, count: i32): void {
  if (count >= 4) {
    v128.store(target, four);
    return;
  }
  if (count > 0) v128.store_lane<f32>(target, four, 0);
  if (count > 1) v128.store_lane<f32>(target, four, 1, 4);
  if (count > 2) v128.store_lane<f32>(target, four, 2, 8);
}

export function storeUpTo8(target: usize, low: v128, high: v128, count: i32): void {
  storeUpTo4(target, low, count);
  storeUpTo4(target + 16, high, count - 4);
}
