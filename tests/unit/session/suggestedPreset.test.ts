import { describe, expect, it } from 'vitest';
import { textsOf } from '../../../src/configuration/parseHyperparameters.ts';
import { conv80, part3, pastHalf } from '../../../src/configuration/presets.ts';
import { suggestedPreset } from '../../../src/session/state/selectors.ts';

describe('a preset is suggested', () => {
  it('for a convolutional network with the values of the article', () => {
    expect(suggestedPreset({ network: 'convolutional', fields: textsOf({}) })).toBe(part3);
    expect(suggestedPreset({ network: 'convolutional-record', fields: textsOf({}) })).toBe(conv80);
  });

  it('whatever the seed and the sizes, but not where other values were chosen', () => {
    const sized = textsOf({ seed: 7, filters: 8 });
    expect(suggestedPreset({ network: 'convolutional', fields: sized })).toBe(part3);
    const chosen = textsOf({ learningRate: 0.05 });
    expect(suggestedPreset({ network: 'convolutional', fields: chosen })).toBeNull();
  });

  it('neither for the article’s networks nor where the inputs are prepared for the network', () => {
    expect(suggestedPreset({ network: 'two-layer', fields: textsOf({}) })).toBeNull();
    expect(suggestedPreset({ network: 'three-layer', fields: textsOf({}) })).toBeNull();
    expect(suggestedPreset({ network: 'softmax', fields: textsOf({}) })).toBeNull();
    const prepared = textsOf(pastHalf.hyperparameters);
    expect(suggestedPreset({ network: 'convolutional', fields: prepared })).toBeNull();
  });
});
