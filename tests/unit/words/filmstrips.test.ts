import { describe, expect, it } from 'vitest';
import { filmstripText } from '../../../src/ui/words/filmstrips.ts';

describe('the sentence about a filmstrip', () => {
  it.each([
    [
      { kind: 'units', count: 120, units: [7, 3], step: 2_700 },
      'the 2 of 120 units that are most influential at step 2,700',
    ],
    [
      { kind: 'filters', count: 2, units: [1, 0], step: 100 },
      '2 filters, the most influential at step 100 first',
    ],
    [{ kind: 'classes', count: 10, units: [0, 1], step: 100 }, 'the weights of each class'],
  ] as const)('says which units it shows: %o', (units, which) => {
    expect(filmstripText(units)).toMatch(
      new RegExp(`^What training has added to ${which}\\. Grey is no change`),
    );
  });
});
