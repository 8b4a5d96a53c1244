import fc from 'fast-check';
import { describe, it } from 'vitest';
import { statedSize } from '../../../src/worker/reading/pictureSize.ts';
import { anyBytesLike, fuzz } from '../../fixtures/fuzzing.ts';
import { pictureHeaders } from '../../fixtures/pictureHeaders.ts';

describe('a picture from anywhere', () => {
  it('states its size, or none', () =>
    fuzz({
      parser: 'size of a picture',
      inputs: fc.oneof(...Object.values(pictureHeaders).map(anyBytesLike)),
      parse: statedSize,
      failures: [],
      check: (size) => {
        if (size === null) return;
        const { width, height } = Object(size);
        const isPossible = [width, height].every((side) => Number.isSafeInteger(side) && side >= 0);
        if (!isPossible) throw new RangeError(`${width} × ${height}`);
      },
    }));
});
