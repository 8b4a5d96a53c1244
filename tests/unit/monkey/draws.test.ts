import { describe, expect, it } from 'vitest';
import { drawsOf, type Weighted } from '../../monkey/draws.ts';

const choices: readonly Weighted[] = 'abcdefghij'.split('').map((key) => ({ key, weight: 1 }));
const actions = Array.from({ length: 2_000 }, (_, action) => action);
const chosenKeys = (list: readonly Weighted[], seed = 1) =>
  actions.map((action) => drawsOf(seed, action).choose(list).key);

describe('the choices of the monkey test', () => {
  it('are the same with the same seed, and others with another', () => {
    expect(chosenKeys(choices)).toEqual(chosenKeys(choices));
    expect(chosenKeys(choices)).not.toEqual(chosenKeys(choices, 2));
  });

  it('do not depend on the order of what there is to choose from', () => {
    expect(chosenKeys(choices.toReversed())).toEqual(chosenKeys(choices));
  });

  it('stay as they were where only something else is gone', () => {
    const before = chosenKeys(choices);
    const after = chosenKeys(choices.filter(({ key }) => key !== 'c'));
    expect(after.filter((key, action) => key !== before[action] && before[action] !== 'c')).toEqual([]);
  });

  it('follow the weights', () => {
    const weighted = choices.map(({ key }) => ({ key, weight: key === 'a' ? 11 : 1 }));
    const count = chosenKeys(weighted).filter((key) => key === 'a').length;
    expect(count / actions.length).toBeCloseTo(11 / 20, 1);
  });

  it('are everything that there is, sooner or later', () => {
    expect(new Set(chosenKeys(choices)).size).toBe(choices.length);
    const draws = drawsOf(1, 0);
    const between = actions.map(() => draws.between(3, 5));
    expect([...new Set(between)].sort()).toEqual([3, 4, 5]);
    expect(new Set(actions.map(() => draws.pick([1, 2]))).size).toBe(2);
    expect(actions.filter(() => draws.isLucky(0)).length).toBe(0);
    expect(actions.filter(() => draws.isLucky(1)).length).toBe(actions.length);
  });

  it('need something to choose from', () => {
    expect(() => drawsOf(1, 0).choose([])).toThrow(RangeError);
    expect(() => drawsOf(1, 0).pick([])).toThrow(RangeError);
  });
});
