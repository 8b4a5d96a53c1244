import { multiplyAdd } from './multiplyAdd';

/** Numbers an item holds; a multiple of four. */
const numbersPerItem: i32 = 16384;

@unmanaged
class PlusScaled {
  a: usize;
  b: usize;
  target: usize;
  count: i32;
  factor: f32;
}

@unmanaged
class Masking {
  values: usize;
  mask: usize;
  target: usize;
  count: i32;
}

@unmanaged
class Centring {
  /** [pictures][pixels], a byte each */
  bytes: usize;
  /** [pixels] */
  mean: usize;
  /** [pictures][pixels] */
  target: usize;
  pictures: i32;
  /** A multiple of 16. */
  pixels: i32;
  picturesPerItem: i32;
}

/** target = a + factor · b */
export function plusScaled(job: usize, item: i32, _scratch: usize): void {
  const sum = changetype<PlusScaled>(job);
  const offset = (<usize>(item * numbersPerItem)) << 2;
  let a = sum.a + offset;
  let b = sum.b + offset;
  let target = sum.target + offset;
  let left = min(numbersPerItem, sum.count - item * numbersPerItem);
  const factor = f32x4.splat(sum.factor);
  for (; left >= 4; left -= 4) {
    v128.store(target, multiplyAdd(factor, v128.load(b), v128.load(a)));
    a += 16;
    b += 16;
    target += 16;
  }
  for (; left > 0; left--) {
    // By the same instruction as the others, so that a number's place does not change it.
    const value = multiplyAdd(factor, v128.load32_zero(b), v128.load32_zero(a));
    v128.store_lane<f32>(target, value, 0);
    a += 4;
    b += 4;
    target += 4;
  }
}

/** target = values where the mask is positive, else 0 */
export function keepWherePositive(job: usize, item: i32, _scratch: usize): void {
  const masking = changetype<Masking>(job);
  const offset = (<usize>(item * numbersPerItem)) << 2;
  let values = masking.values + offset;
  let mask = masking.mask + offset;
  let target = masking.target + offset;
  let left = min(numbersPerItem, masking.count - item * numbersPerItem);
  const zero = f32x4.splat(0);
  for (; left >= 4; left -= 4) {
    v128.store(target, v128.and(v128.load(values), f32x4.gt(v128.load(mask), zero)));
    values += 16;
    mask += 16;
    target += 16;
  }
  for (; left > 0; left--) {
    store<f32>(target, load<f32>(mask) > 0 ? load<f32>(values) : 0);
    values += 4;
    mask += 4;
    target += 4;
  }
}

/** target = bytes − mean, for `picturesPerItem` pictures */
export function subtractMean(job: usize, item: i32, _scratch: usize): void {
  const centring = changetype<Centring>(job);
  const first = item * centring.picturesPerItem;
  const pictures = min(centring.picturesPerItem, centring.pictures - first);
  let bytes = centring.bytes + <usize>(first * centring.pixels);
  let target = centring.target + ((<usize>(first * centring.pixels)) << 2);
  for (let picture = 0; picture < pictures; picture++) {
    let mean = centring.mean;
    for (let pixel = 0; pixel < centring.pixels; pixel += 16) {
      const sixteen = v128.load(bytes);
      const low = i16x8.extend_low_i8x16_u(sixteen);
      const high = i16x8.extend_high_i8x16_u(sixteen);
      v128.store(target, minusMean(i32x4.extend_low_i16x8_u(low), mean));
      v128.store(target, minusMean(i32x4.extend_high_i16x8_u(low), mean + 16), 16);
      v128.store(target, minusMean(i32x4.extend_low_i16x8_u(high), mean + 32), 32);
      v128.store(target, minusMean(i32x4.extend_high_i16x8_u(high), mean + 48), 48);
      bytes += 16;
      target += 64;
      mean += 64;
    }
  }
}

function minusMean(four: v128, mean: usize): v128 {
  return f32x4.sub(f32x4.convert_i32x4_s(four), v128.load(mean));
}
