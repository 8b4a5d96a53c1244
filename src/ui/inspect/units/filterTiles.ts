import { greys } from '../inside/greys.ts';

/** Filters or parts of them as pictures of the same size. */
export interface Tiles {
  /** Of a picture's side, in pixels. */
  readonly size: number;
  /** RGBA bytes of each. */
  readonly pictures: readonly Uint8ClampedArray<ArrayBuffer>[];
}

interface Filters {
  readonly size: number;
  readonly channels: number;
  readonly count: number;
  /** [size, size, channels, count] */
  readonly values: Float32Array;
}

/** Every filter in colour, relative to its own largest weight: 0 is middle grey. Only filters of three channels are pictures. */
export function colourTiles({ size, channels, count, values }: Filters): Tiles {
  return {
    size,
    pictures: Array.from({ length: count }, (_, filter) => {
      const weights = Float32Array.from(
        { length: size * size * channels },
        (_, index) => values[index * count + filter] ?? 0,
      );
      const limit = largest(weights);
      const pixels = new Uint8ClampedArray(4 * size * size).fill(255);
      weights.forEach((weight, index) => {
        const [pixel, channel] = [Math.trunc(index / channels), index % channels];
        pixels[4 * pixel + channel] = 127.5 * (1 + weight / limit);
      });
      return pixels;
    }),
  };
}

/** What one filter does with each channel of its inputs, relative to its largest weight: 0 is middle grey. */
export function channelTiles({ size, channels, count, values }: Filters, filter: number): Tiles {
  const ofChannel = (channel: number) =>
    Float32Array.from(
      { length: size * size },
      (_, pixel) => values[(pixel * channels + channel) * count + filter] ?? 0,
    );
  const parts = Array.from({ length: channels }, (_, channel) => ofChannel(channel));
  const limit = Math.max(...parts.map(largest));
  return { size, pictures: parts.map((part) => greys(part, -limit, limit)) };
}

/** 1 where all are 0. */
function largest(weights: Float32Array): number {
  return weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0) || 1;
}
