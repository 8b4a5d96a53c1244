import { multiplyAdd } from './multiplyAdd';

/** Numbers per item; a multiple of four. */
const numbersPerItem: i32 = 16384;

@unmanaged
class PlusScaled {
  a: usize;
  b: usize;
  target: usize;
  count: i32;
  ownFactor: f32;
  factor: f32;
}

@unmanaged
class Masking {
  values: usize;
  mask: usize;
  target: usize;
  count: i32;
  factor: f32;
}

@unmanaged
class Product {
  a: usize;
  b: usize;
  target: usize;
  count: i32;
}

@unmanaged
class Scaling {
  /** [pictures]: the address of each, [pixels] bytes */
  addresses: usize;
  /** [pixels] */
  offset: usize;
  /** [pixels]; 0 where nothing is scaled */
  scale: usize;
  /** [pictures][pixels] */
  target: usize;
  pictures: i32;
  /** A multiple of 16. */
  pixels: i32;
  picturesPerItem: i32;
}

/** target = ownFactor · a + factor · b */
export function plusScaled(job: usize, item: i32, _scratch: usize): void {
  const sum = changetype<PlusScaled>(job);
  const offset = (<usize>(item * numbersPerItem)) << 2;
  let a = sum.a + offset;
  let b = sum.b + offset;
  let target = sum.target + offset;
  let left = min(numbersPerItem, sum.count - item * numbersPerItem);
  const ownFactor = f32x4.splat(sum.ownFactor);
  const factor = f32x4.splat(sum.factor);
  for (; left >= 4; left -= 4) {
    v128.store(target, multiplyAdd(factor, v128.load(b), f32x4.mul(ownFactor, v128.load(a))));
    a += 16;
    b += 16;
    target += 16;
  }
  for (; left > 0; left--) {
    // The same instruction as above, so that results do not depend on the position.
    const value = multiplyAdd(factor, v128.load32_zero(b), f32x4.mul(ownFactor, v128.load32_zero(a)));
    v128.store_lane<f32>(target, value, 0);
    a += 4;
    b += 4;
    target += 4;
  }
}

/** target = factor · values where the mask is positive, else 0 */
export function keepWherePositive(job: usize, item: i32, _scratch: usize): void {
  const masking = changetype<Masking>(job);
  const offset = (<usize>(item * numbersPerItem)) << 2;
  let values = masking.values + offset;
  let mask = masking.mask + offset;
  let target = masking.target + offset;
  let left = min(numbersPerItem, masking.count - item * numbersPerItem);
  const zero = f32x4.splat(0);
  const factor = f32x4.splat(masking.factor);
  for (; left >= 4; left -= 4) {
    const scaled = f32x4.mul(factor, v128.load(values));
    v128.store(target, v128.and(scaled, f32x4.gt(v128.load(mask), zero)));
    values += 16;
    mask += 16;
    target += 16;
  }
  for (; left > 0; left--) {
    store<f32>(target, load<f32>(mask) > 0 ? masking.factor * load<f32>(values) : 0);
    values += 4;
    mask += 4;
    target += 4;
  }
}

/** target = a · b */
export function multiply(job: usize, item: i32, _scratch: usize): void {
  const product = changetype<Product>(job);
  const offset = (<usize>(item * numbersPerItem)) << 2;
  let a = product.a + offset;
  let b = product.b + offset;
  let target = product.target + offset;
  let left = min(numbersPerItem, product.count - item * numbersPerItem);
  for (; left >= 4; left -= 4) {
    v128.store(target, f32x4.mul(v128.load(a), v128.load(b)));
    a += 16;
    b += 16;
    target += 16;
  }
  for (; left > 0; left--) {
    store<f32>(target, load<f32>(a) * load<f32>(b));
    a += 4;
    b += 4;
    target += 4;
  }
}

/** target = (bytes − offset) · scale, for `picturesPerItem` pictures */
export function scalePictures(job: usize, item: i32, _scratch: usize): void {
  const scaling = changetype<Scaling>(job);
  const first = item * scaling.picturesPerItem;
  const pictures = min(scaling.picturesPerItem, scaling.pictures - first);
  const target = scaling.target + ((<usize>(first * scaling.pixels)) << 2);
  subtractOffset(scaling, scaling.addresses + ((<usize>first) << 2), target, pictures);
  if (scaling.scale !== 0) multiplyByScale(scaling, target, pictures);
}

function subtractOffset(scaling: Scaling, addresses: usize, start: usize, pictures: i32): void {
  let target = start;
  for (let picture = 0; picture < pictures; picture++) {
    let bytes = <usize>load<u32>(addresses + ((<usize>picture) << 2));
    let mean = scaling.offset;
    for (let pixel = 0; pixel < scaling.pixels; pixel += 16) {
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

/** A second pass, while the pictures are in the cache: centring alone does not pay for it. */
function multiplyByScale(scaling: Scaling, start: usize, pictures: i32): void {
  let target = start;
  for (let picture = 0; picture < pictures; picture++) {
    for (let pixel = 0; pixel < scaling.pixels; pixel += 4) {
      v128.store(target, f32x4.mul(v128.load(target), v128.load(scaling.scale + ((<usize>pixel) << 2))));
      target += 16;
    }
  }
}

function minusMean(four: v128, mean: usize): v128 {
  return f32x4.sub(f32x4.convert_i32x4_s(four), v128.load(mean));
}
