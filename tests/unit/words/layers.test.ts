import { expect, it } from 'vitest';
import { layerName, layerTitle } from '../../../src/ui/words/layers.ts';

it.each([
  ['hidden', 'Hidden layer', 'Hidden'],
  ['hidden2', 'Hidden layer 2', 'Hidden 2'],
  ['output', 'Output layer', 'Output'],
])('the layer %s is called %s', (name, title, short) => {
  expect(layerTitle(name)).toBe(title);
  expect(layerName(name)).toBe(short);
});
