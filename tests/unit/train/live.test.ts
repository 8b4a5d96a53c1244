import { describe, expect, it } from 'vitest';
import { pauseAfter, unitsToAskFor } from '../../../src/ui/train/live/livePace.ts';
import { guessName, guessOf } from '../../../src/ui/words/guesses.ts';

const frog = 6;
const bird = 2;

describe('what is shown of a run while it trains', () => {
  it('is asked for once a second, and more rarely where answers take more than a thirtieth of that', () => {
    expect(pauseAfter(2, 0)).toBe(1_000);
    expect(pauseAfter(2, 30)).toBe(1_000);
    expect(pauseAfter(2, 200)).toBe(6_000);
    expect(pauseAfter(2, 5_000)).toBe(10_000);
  });

  it('is asked for a second after the first answer, however long that took', () => {
    expect(pauseAfter(1, 5_000)).toBe(1_000);
  });

  it('keeps its order for ten answers', () => {
    const asked = Array.from({ length: 21 }, (_, answers) => unitsToAskFor(answers, [4, 2]));
    expect([...asked.keys()].filter((answers) => asked[answers] === null)).toEqual([0, 10, 20]);
    expect(asked[11]).toEqual([4, 2]);
  });

  it('names a picture by its class and by what it is taken for', () => {
    const sure = (label: number) =>
      Array.from({ length: 10 }, (_, other) => (other === label ? 0.62 : 0.38 / 9));
    expect(guessName(frog, guessOf(frog, sure(bird)))).toBe('frog: taken for bird, 62 %');
    expect(guessName(frog, guessOf(frog, sure(frog)))).toBe('frog: recognized, 62 %');
    expect(guessName(frog, null)).toBe('frog');
  });

  it('is no guess where a run has diverged', () => {
    expect(
      guessOf(
        frog,
        Array.from({ length: 10 }, () => Number.NaN),
      ),
    ).toBeNull();
  });
});
