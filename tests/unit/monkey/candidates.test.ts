import { describe, expect, it } from 'vitest';
import { candidatesIn } from '../../monkey/candidates.ts';
import type { Control } from '../../monkey/controls.ts';

function button(name: string, rest: Partial<Control> = {}): Control {
  return { role: 'button', name, place: 'train', isDisabled: false, options: [], text: '', ...rest };
}

const weightOf = (controls: readonly Control[], key: string, tabs = 1) =>
  candidatesIn({ controls, tabs }).find((candidate) => candidate.key === key)?.weight;

describe('what the monkey test can do', () => {
  it('is sorted, and tells controls of the same name apart by their order', () => {
    const controls = [button('Train'), button('Restore'), button('Restore')];
    const keys = candidatesIn({ controls, tabs: 1 }).map(({ key }) => key);
    expect(keys).toEqual(keys.toSorted());
    expect(keys.filter((key) => key.startsWith('button'))).toEqual([
      'button Restore in train 0',
      'button Restore in train 1',
      'button Train in train 0',
    ]);
  });

  it('has the same names in runs of another time', () => {
    const keysAt = (date: string) =>
      candidatesIn({ controls: [button(`Show ${date}`)], tabs: 1 }).map(({ key }) => key);
    expect(keysAt('2026-11-30')).toEqual(keysAt('2027-01-02'));
  });

  it('shares the chances of a group among its members', () => {
    const many = Array.from({ length: 50 }, () => button('About Seed'));
    const alone = weightOf([button('About Seed')], 'button About Seed in train 0') ?? 0;
    expect(weightOf(many, 'button About Seed in train 0')).toBeCloseTo(alone / 50);
  });

  it('has a limited number of tabs, and switches where there are several', () => {
    expect(weightOf([], 'open a tab', 3)).toBeUndefined();
    expect(weightOf([], 'switch to another tab', 1)).toBeUndefined();
    expect(weightOf([], 'switch to another tab', 2)).toBeGreaterThan(0);
  });

  it('comes back to small settings where a run would take long', () => {
    const steps = (text: string) => [button('Max steps', { role: 'spinbutton', text })];
    const small = weightOf(steps('100'), 'choose small settings') ?? 0;
    expect(weightOf(steps('5,000'), 'choose small settings')).toBeGreaterThan(10 * small);
  });
});
