import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { usualUpdates } from '../../../src/doctor/observation.ts';
import { findingText } from '../../../src/ui/words/findings.ts';
import { parameterText, roundedBeside } from '../../../src/ui/words/numbers.ts';

const finding = { step: 100, layer: 'hidden', learningRate: 0.01 } as const;

describe('a value beside its limit', () => {
  it('is rounded to two digits, or to as many as keep it on its side', () => {
    expect(roundedBeside(0.05, 0.3141)).toBe(0.31);
    expect(roundedBeside(0.05, 0.0504)).toBe(0.0504);
    expect(roundedBeside(50_000, 50_000.4)).toBe(50_000.4);
  });

  it('is never said to be on the other side, or to be the limit', () => {
    const number = fc.double({ min: 1e-9, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(number, number, fc.boolean(), (limit, other, isNear) => {
        const value = isNear ? limit * (1 + other * 1e-12) : other;
        expect(Math.sign(roundedBeside(limit, value) - limit)).toBe(Math.sign(value - limit));
      }),
    );
  });

  it('does not contradict the finding that it is in', () => {
    const large = findingText({ kind: 'update-too-large', ...finding, ratio: 1.001 * usualUpdates.max });
    expect(large).toContain('by 0.05005 of their size; 0.0001 to 0.05 is usual');
    const small = findingText({ kind: 'update-too-small', ...finding, ratio: 0.999 * usualUpdates.min });
    expect(small).toContain('by more than 0.0000999 of their size (');
  });
});

describe('a hyperparameter in a sentence', () => {
  it('is the exact value', () => {
    fc.assert(fc.property(fc.double({ noNaN: true }), (value) => Number(parameterText(value)) === value));
  });
});
