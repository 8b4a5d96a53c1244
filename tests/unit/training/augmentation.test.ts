import { describe, expect, it } from 'vitest';
import { augmented, type StepPictures } from '../../../src/training/augmentation.ts';
import { maskValues } from '../../../src/training/dropoutMasks.ts';

const pictures = Array.from({ length: 200 }, (_, index) =>
  Uint8Array.from({ length: 3_072 }, (_value, pixel) => 1 + ((pixel * 7 + index * 31) % 200)),
);
const fill = new Uint8Array(3_072);
const off = { flip: 'off', shift: 0, seed: 3 } as const;

/** A colour value by plane, row and column. */
function at(picture: Uint8Array | undefined, plane: number, row: number, column: number): number {
  return picture?.[plane * 1_024 + row * 32 + column] ?? Number.NaN;
}

function isMirrored(changed: Uint8Array | undefined, picture: Uint8Array | undefined): boolean {
  return [0, 1, 2].every((plane) =>
    [0, 5, 31].every((row) =>
      [0, 9, 31].every((column) => at(changed, plane, row, column) === at(picture, plane, row, 31 - column)),
    ),
  );
}

/** The first epoch's pictures at a step. */
function stepAt(step: number, epoch = 0): StepPictures {
  return { step, epoch, indices: Uint32Array.from(pictures.keys()) };
}

describe('augmentation', () => {
  it('takes the pictures themselves where nothing is to be changed', () => {
    expect(augmented(pictures, off, stepAt(0), fill)).toBe(pictures);
  });

  it('mirrors about half of the pictures, and leaves the others as they are', () => {
    const changed = augmented(pictures, { ...off, flip: 'on' }, stepAt(0), fill);
    const mirrored = changed.filter((picture, index) => isMirrored(picture, pictures[index])).length;
    const same = changed.filter((picture, index) => picture.join() === pictures[index]?.join()).length;
    expect(mirrored + same).toBe(200);
    expect(mirrored).toBeGreaterThan(70);
    expect(mirrored).toBeLessThan(130);
  });

  it('mirrors each picture in every second epoch, and half of them in the first', () => {
    const settings = { ...off, flip: 'alternating' } as const;
    const mirrored = [0, 1, 2].map((epoch) =>
      augmented(pictures, settings, stepAt(7 + epoch, epoch), fill).map((picture, index) =>
        isMirrored(picture, pictures[index]),
      ),
    );
    const [first = [], second, third] = mirrored;
    expect(second).toEqual(first.map((isMirroredFirst) => !isMirroredFirst));
    expect(third).toEqual(first);
    expect(first.filter(Boolean).length).toBeGreaterThan(70);
    expect(first.filter(Boolean).length).toBeLessThan(130);
  });

  it('moves pictures by up to so many pixels either way, and fills what comes in', () => {
    const changed = augmented(pictures, { ...off, shift: 2 }, stepAt(0), fill);
    const moves = changed.map((picture, index) => moveBetween(pictures[index], picture));
    expect(new Set(moves).size).toBe(25);
  });

  it('draws anew at each step, and the same for the same step', () => {
    const settings = { flip: 'on', shift: 2, seed: 3 } as const;
    const first = augmented(pictures, settings, stepAt(5), fill).map((picture) => picture.join());
    expect(augmented(pictures, settings, stepAt(5), fill).map((picture) => picture.join())).toEqual(first);
    expect(augmented(pictures, settings, stepAt(6), fill).map((picture) => picture.join())).not.toEqual(
      first,
    );
  });
});

describe('a dropout mask', () => {
  it('silences its share of the units, and makes up for them', () => {
    const mask = maskValues(100_000, 0.2, 3, 0);
    expect(mask.filter((value) => value === 0).length / mask.length).toBeCloseTo(0.2, 2);
    expect(new Set(mask)).toEqual(new Set([0, 1.25]));
  });

  it('depends on nothing but seed and index', () => {
    expect(maskValues(101, 0.5, 3, 7)).toEqual(maskValues(101, 0.5, 3, 7));
    expect(maskValues(101, 0.5, 3, 8)).not.toEqual(maskValues(101, 0.5, 3, 7));
    expect(maskValues(101, 0.5, 4, 7)).not.toEqual(maskValues(101, 0.5, 3, 7));
  });
});

/** `right,down`; fails where no move within two pixels explains every value. */
function moveBetween(picture: Uint8Array | undefined, changed: Uint8Array | undefined): string {
  const within = [-2, -1, 0, 1, 2];
  for (const right of within) {
    for (const down of within) {
      if (isMoved(picture, changed, right, down)) return `${right},${down}`;
    }
  }
  throw new Error('no move explains the picture');
}

function isMoved(
  picture: Uint8Array | undefined,
  changed: Uint8Array | undefined,
  right: number,
  down: number,
): boolean {
  for (let row = 0; row < 32; row++) {
    for (let column = 0; column < 32; column++) {
      const isInside = row - down >= 0 && row - down < 32 && column - right >= 0 && column - right < 32;
      const expected = isInside ? at(picture, 1, row - down, column - right) : 0;
      if (at(changed, 1, row, column) !== expected) return false;
    }
  }
  return true;
}
