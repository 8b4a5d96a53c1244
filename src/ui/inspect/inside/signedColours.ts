type Colour = readonly [red: number, green: number, blue: number];

/* From dark blue to light orange, through grey: the lightness tells the sign as well, without colour vision or on paper. */
const lowest: Colour = [8, 38, 120];
const zero: Colour = [128, 128, 128];
const highest: Colour = [255, 196, 112];

/** RGBA bytes: 0 is grey, `limit` light orange, −`limit` dark blue. What lies beyond is as they are. */
export function signedColours(values: Float32Array, limit: number): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(4 * values.length).fill(255);
  values.forEach((value, index) => {
    const share = limit > 0 ? Math.max(-1, Math.min(1, value / limit)) : 0;
    const end = share < 0 ? lowest : highest;
    zero.forEach((grey, channel) => {
      pixels[4 * index + channel] = grey + Math.abs(share) * ((end[channel] ?? grey) - grey);
    });
  });
  return pixels;
}
