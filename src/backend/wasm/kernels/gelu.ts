import { loadUpTo4, storeUpTo4 } from './lanes';
import { geluOf, geluSlope, writeConstants } from './normalDistribution';

/** Numbers per item; a multiple of four. */
const numbersPerItem: i32 = 16384;

@unmanaged
class Gelu {
  inputs: usize;
  /** The loss’s derivative with respect to the outputs; 0 for the outputs themselves. */
  byOutputs: usize;
  target: usize;
  count: i32;
}

/** target = gelu(inputs), or, with `byOutputs`, byOutputs · gelu’(inputs) */
export function gelu(job: usize, item: i32, scratch: usize): void {
  const gelu = changetype<Gelu>(job);
  const first = item * numbersPerItem;
  const left = min(numbersPerItem, gelu.count - first);
  writeConstants(scratch);
  for (let index = 0; index < left; index += 4) {
    const place = (<usize>(first + index)) << 2;
    const x = loadUpTo4(gelu.inputs + place, left - index);
    if (gelu.byOutputs === 0) {
      storeUpTo4(gelu.target + place, geluOf(x, scratch), left - index);
    } else {
      const byOutput = loadUpTo4(gelu.byOutputs + place, left - index);
      storeUpTo4(gelu.target + place, f32x4.mul(byOutput, geluSlope(x, scratch)), left - index);
    }
  }
}
