import { describe, expect, it } from 'vitest';
import { monkeyArguments } from '../../../commands/monkeyArguments.mjs';

describe('the arguments of the monkey test', () => {
  it('are a seed and a number of actions', () => {
    expect(monkeyArguments(['--seed', '7', '--actions=20'])).toEqual({ seed: 7, actions: 20 });
  });

  it('may be left out: there are 500 actions with a seed that is drawn', () => {
    expect(monkeyArguments([])).toEqual({ seed: expect.any(Number), actions: 500 });
  });

  it.each([
    [['--seed', 'x'], /^--seed must be a whole number from 0 to \d+, not “x”\. Example: npm run test:monkey/],
    [['--seed', '-1'], /'--seed'.* ambiguous.* Example: /s],
    [['--seed='], /^--seed must be a whole number/],
    [['--actions', '0'], /^--actions must be a whole number from 1 to 100000, not “0”\./],
    [['--actions', '1e3'], /^--actions must be/],
    [['--steps', '3'], /^Unknown option '--steps'\. Example: /],
    [['7'], /^Unexpected argument '7'.*\. Example: /],
  ])('answers %j with a sentence', (args, sentence) => {
    expect(monkeyArguments(args)).toEqual({ problem: expect.stringMatching(sentence) });
  });
});
