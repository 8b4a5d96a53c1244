import { expect, it } from 'vitest';
import { durationText } from '../../../src/ui/words/numbers.ts';

it('a duration is never less than nothing, whatever a file says or Max steps was lowered to', () => {
  expect([-0.4, -3, -7_200].map(durationText)).toEqual(['0 s', '0 s', '0 s']);
  expect([0.04, 1.5, 9.94, 9.96, 12.4].map(durationText)).toEqual(['0 s', '1.5 s', '9.9 s', '10 s', '12 s']);
  expect([0, 59.4, 125, 4_320].map(durationText)).toEqual(['0 s', '59 s', '2 min 05 s', '1 h 12 min']);
});
