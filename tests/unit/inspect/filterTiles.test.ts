import { expect, it } from 'vitest';
import { channelTiles, colourTiles } from '../../../src/ui/inspect/units/filterTiles.ts';

/** Two filters of 2 × 2 with three channels; `at` is a weight of one of them. */
function filtersWith(at: (filter: number, pixel: number, channel: number) => number) {
  const values = new Float32Array(2 * 2 * 3 * 2);
  for (let pixel = 0; pixel < 4; pixel++) {
    for (let channel = 0; channel < 3; channel++) {
      for (let filter = 0; filter < 2; filter++) {
        values[(pixel * 3 + channel) * 2 + filter] = at(filter, pixel, channel);
      }
    }
  }
  return { size: 2, channels: 3, count: 2, values };
}

const filters = filtersWith((filter, pixel, channel) => {
  if (filter === 0) return 0;
  if (pixel === 1 && channel === 0) return 4;
  return pixel === 2 && channel === 2 ? -2 : 0;
});

it('filters of three channels are pictures in colour, each relative to its own largest weight', () => {
  const { pictures } = colourTiles(filters);
  const grey = [128, 128, 128, 255];
  expect(pictures.map((picture) => [...picture])).toEqual([
    [...grey, ...grey, ...grey, ...grey],
    [...grey, 255, 128, 128, 255, 128, 128, 64, 255, ...grey],
  ]);
});

it('a filter is a picture in grey for each channel, all relative to its largest weight', () => {
  const { pictures } = channelTiles(filters, 1);
  const shades = pictures.map((picture) => [0, 4, 8, 12].map((place) => picture[place]));
  expect(shades).toEqual([
    [128, 255, 128, 128],
    [128, 128, 128, 128],
    [128, 128, 64, 128],
  ]);
});
