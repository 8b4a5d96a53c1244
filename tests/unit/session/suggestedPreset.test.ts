import { describe, expect, it } from 'vitest';
import { textsOf } from '../../../src/configuration/parseHyperparameters.ts';
import { conv80, part3, pastHalf } from '../../../src/configuration/presets.ts';
import { suggestedPreset } from '../../../src/session/state/selectors.ts';

describe('a preset is suggested', () => {
  it('for a convolutional network with the values of the article', () => {
    expect(suggestedPreset({ network: 'convolutional', fields: textsOf({}) })).toBe(part3);
    expect(suggestedPreset({ network: 'convolutional-record', fields: textsOf({}) })).toBe(conv80);
  });

  it('neither for the article’s networks nor where the inputs are prepared for the network', () => {
    expect(suggestedPreset({ network: 'two-layer', fields: textsOf({}) })).toBeNull();
    expect(suggestedPreset({ network: 'three-layer', fields: textsOf({}) })).toBeNull();
    const prepared = textsOf(pastHalf.hyperparameters);
    expect(suggestedPreset({ network: 'convolutional', fields: prepared })).toBeNull();
  });
});
