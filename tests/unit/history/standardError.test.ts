import { expect, it } from 'vitest';
import { standardError } from '../../../src/history/standardError.ts';

it('an accuracy near one half on 10,000 images is known to half a percent, and all or nothing exactly', () => {
  expect(standardError(0.4633, 10_000)).toBeCloseTo(0.00499, 5);
  expect(standardError(1, 10_000)).toBe(0);
});
