import { classNames } from '../../data/cifar10.ts';
import { mapsOf, type Place } from '../../inspection/featureMaps.ts';
import type { LayerSpec, Shape } from '../../network/specification.ts';
import { layerPhrase, unitNoun } from './layers.ts';
import { counted, wholeNumber } from './numbers.ts';

const colours = ['red', 'green', 'blue'];

/** `32 feature maps of 16 × 16`, `128 values` */
export function mapsText(shape: Shape): string {
  const { height, width, count } = mapsOf(shape);
  if (shape.length < 3) return counted(count, 'value');
  return `${counted(count, 'feature map')} of ${height} × ${width}`;
}

/** `Filter 5 of convolution 1, at row 7 and column 12 of its map, all counted from 0.` */
export function placeText(layer: string, { row, column, channel }: Place, shape: Shape): string {
  if (layer === 'output') {
    return `The logit of ${classNames[channel] ?? ''}: unit ${channel} of the output layer, counted from 0.`;
  }
  const noun = unitNoun(layer) === 'filter' ? 'Filter' : 'Unit';
  const where = shape.length === 3 ? `, at row ${row} and column ${column} of its map` : '';
  return `${noun} ${wholeNumber(channel)} of ${layerPhrase(layer)}${where}, all counted from 0.`;
}

/** What a channel of a layer's inputs is called. */
export function channelName(layers: readonly LayerSpec[], place: number, channel: number): string {
  const before = layers[place - 1];
  if (before === undefined || before.kind === 'image') return colours[channel] ?? '';
  return `${areMaps(layers, place) ? 'map' : 'unit'} ${wholeNumber(channel)}`;
}

/** `58 other maps`, `6 other units`: channels that are not shown one by one. */
export function otherChannelsText(layers: readonly LayerSpec[], place: number, count: number): string {
  return counted(count, `other ${areMaps(layers, place) ? 'map' : 'unit'}`);
}

function areMaps(layers: readonly LayerSpec[], place: number): boolean {
  return layers[place]?.input.length === 3 || layers[place - 1]?.kind === 'flatten';
}

/** What a layer of a stage makes of a value. */
export function stepText(layer: LayerSpec): string {
  switch (layer.kind) {
    case 'dense':
      return layer.outputScale === 1 ? 'Sum of all' : `Sum of all, × ${layer.outputScale}`;
    case 'convolution':
    case 'whitening':
      return 'Sum of all';
    case 'relu':
      return 'ReLU: negative values become 0';
    case 'gelu':
      return 'GELU: negative values become almost 0';
    case 'batchNormalization':
      return 'Batch normalization';
    case 'maxPooling':
      return `Max pooling: the largest of ${layer.size} × ${layer.size}`;
    case 'averagePooling':
      return `Average pooling: the mean of ${layer.size} × ${layer.size}`;
    case 'globalMaxPooling':
      return 'The largest value of the map';
    case 'globalAveragePooling':
      return 'The mean of the map';
    case 'dropout':
      return 'Dropout, which only training has';
    case 'image':
    case 'flatten':
      return 'The same value';
  }
}

/** Four significant digits, with a sign that lines up: 1.234, −0.05678 */
export function valueText(value: number): string {
  return (Object.is(value, -0) ? 0 : Number(value.toPrecision(4))).toString().replace('-', '−');
}
