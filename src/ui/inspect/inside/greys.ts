/** RGBA bytes of grey pixels, from black at `darkest` to white at `brightest`; what lies beyond is black or white. */
export function greys(
  values: Float32Array,
  darkest: number,
  brightest: number,
): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(4 * values.length).fill(255);
  const range = brightest - darkest || 1;
  values.forEach((value, index) => {
    // Clamped and rounded by the array itself.
    pixels.fill((255 * (value - darkest)) / range, 4 * index, 4 * index + 3);
  });
  return pixels;
}
