import { describe, expect, it } from 'vitest';
import { failureData } from '../../../src/failure.ts';
import { once } from '../../../src/session/environment/once.ts';

describe('what is loaded once', () => {
  it('is loaded at the first call, and given to every other', async () => {
    let loads = 0;
    const part = once(async () => ++loads);
    expect(await Promise.all([part(), part()])).toEqual([1, 1]);
    expect(await part()).toBe(1);
  });

  it('is tried again where it failed', async () => {
    let loads = 0;
    const part = once(async () => {
      loads += 1;
      if (loads === 1) throw new TypeError('Failed to fetch dynamically imported module: x.js');
      return loads;
    });
    await expect(part()).rejects.toThrow(TypeError);
    expect(await part()).toBe(2);
  });
});

describe('a part of the page that was not loaded', () => {
  it.each([
    ['Chromium', 'Failed to fetch dynamically imported module: http://localhost/assets/x.js'],
    ['Firefox', 'error loading dynamically imported module: http://localhost/assets/x.js'],
    ['Safari', 'Importing a module script failed.'],
  ])('is known by the words of %s', (_, message) => {
    expect(failureData(new TypeError(message)).code).toBe('part-not-loaded');
  });

  it('is known where only its style sheet is missing', () => {
    const error = new Error('Unable to preload CSS for http://localhost/assets/x.css');
    expect(failureData(error).code).toBe('part-not-loaded');
  });
});
