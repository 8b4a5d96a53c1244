import { describe, expect, it } from 'vitest';
import { Failure } from '../../../src/failure.ts';
import { AllocationBudget } from '../../../src/limits/allocationBudget.ts';

describe('what reading may allocate', () => {
  it('is as much as the limit, in any parts', () => {
    const budget = new AllocationBudget(100);
    budget.take(60);
    budget.take(40);
    expect(budget.takenBytes).toBe(100);
    expect(() => budget.take(1)).toThrow(Failure);
  });

  it('is left to others where one asks for too much, or for no number', () => {
    const budget = new AllocationBudget(100);
    for (const bytes of [101, Number.POSITIVE_INFINITY, Number.NaN]) {
      expect(() => budget.take(bytes)).toThrow(Failure);
    }
    budget.take(100);
    expect(budget.takenBytes).toBe(100);
  });
});
