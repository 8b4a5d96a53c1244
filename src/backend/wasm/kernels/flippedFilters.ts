@unmanaged
class Flipping {
  /** [taps][channels][filters], a tap being a row and a column of a filter */
  filters: usize;
  /** [panel of 8 channels][taps, in reverse][filters, rounded up to a multiple of 8][8] */
  packed: usize;
  taps: i32;
  channels: i32;
  filterCount: i32;
}

/** Packs filters for the derivative by the inputs, which is a convolution with rotated filters whose channels are the filters. */
export function packFlippedFilters(job: usize, item: i32, _scratch: usize): void {
  const flipping = changetype<Flipping>(job);
  const taps = flipping.taps;
  const channels = flipping.channels;
  const filterCount = flipping.filterCount;
  const first = item << 3;
  const width = min(8, channels - first);
  const depth = (filterCount + 7) & ~7;
  let target = flipping.packed + ((<usize>(item * taps * depth)) << 5);
  for (let tap = taps - 1; tap >= 0; tap--) {
    const source = flipping.filters + ((<usize>((tap * channels + first) * filterCount)) << 2);
    for (let filter = 0; filter < depth; filter++) {
      for (let channel = 0; channel < 8; channel++) {
        const isInside = filter < filterCount && channel < width;
        const place = source + ((<usize>(channel * filterCount + filter)) << 2);
        store<f32>(target, isInside ? load<f32>(place) : 0);
        target += 4;
      }
    }
  }
}
