@unmanaged
class ChannelsLast {
  /** [batch][channels][pixels] */
  images: usize;
  /** [batch][pixels][channels] */
  target: usize;
  batch: i32;
  channels: i32;
  pixels: i32;
  imagesPerItem: i32;
}

export function channelsLast(job: usize, item: i32, _scratch: usize): void {
  const order = changetype<ChannelsLast>(job);
  const channels = order.channels;
  const pixels = order.pixels;
  const first = item * order.imagesPerItem;
  const last = min(first + order.imagesPerItem, order.batch);
  const imageBytes = (<usize>(channels * pixels)) << 2;
  for (let image = first; image < last; image++) {
    let source = order.images + <usize>image * imageBytes;
    const target = order.target + <usize>image * imageBytes;
    for (let channel = 0; channel < channels; channel++) {
      let place = target + ((<usize>channel) << 2);
      const end = source + ((<usize>pixels) << 2);
      for (; source < end; source += 4) {
        store<f32>(place, load<f32>(source));
        place += (<usize>channels) << 2;
      }
    }
  }
}
