import type { InputRecipe } from '../input/inputScaling.ts';
import type { NamedArray } from '../tensorFiles/namedArray.ts';

/** The arrays that turn pictures into inputs, such as the pixel mean, under the names that all formats use. */
export function inputArrays({ pixelMean, pixelScale, whitening }: InputRecipe): NamedArray[] {
  const size = pixelMean.length;
  return [
    { name: 'pixel_mean', shape: [size], values: pixelMean },
    ...(pixelScale ? [{ name: 'pixel_scale', shape: [size], values: pixelScale }] : []),
    ...(whitening
      ? [
          { name: 'whitening', shape: [size, size], values: whitening.matrix },
          { name: 'whitening_step', shape: [1], values: Float32Array.of(whitening.step) },
        ]
      : []),
  ];
}
