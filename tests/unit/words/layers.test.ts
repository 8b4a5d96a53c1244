import { expect, it } from 'vitest';
import { layerName, layerPhrase, layersTitle, layerTitle, unitNoun } from '../../../src/ui/words/layers.ts';

it.each([
  ['hidden', 'Hidden layer', 'Hidden'],
  ['hidden2', 'Hidden layer 2', 'Hidden 2'],
  ['output', 'Output layer', 'Output'],
  ['conv1', 'Convolution 1', 'Convolution 1'],
  ['whitening', 'Whitening layer', 'Whitening'],
])('the layer %s is called %s', (name, title, short) => {
  expect(layerTitle(name)).toBe(title);
  expect(layerName(name)).toBe(short);
});

it('a layer within a sentence has an article, unless it is numbered as a convolution', () => {
  expect(['hidden', 'hidden2', 'conv3'].map(layerPhrase)).toEqual([
    'the hidden layer',
    'the hidden layer 2',
    'convolution 3',
  ]);
});

it('neighbours that are alike share a title', () => {
  expect(layersTitle('conv2', 'conv4')).toBe('Convolutions 2 to 4');
  expect(layersTitle('hidden2', 'hidden3')).toBe('Hidden layers 2 to 3');
});

it('only a convolution has filters', () => {
  expect(['hidden', 'output', 'conv1', 'conv12'].map(unitNoun)).toEqual(['unit', 'unit', 'filter', 'filter']);
});
