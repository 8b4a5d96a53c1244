import { describe, expect, it } from 'vitest';
import { AllocationBudget } from '../../../src/limits/allocationBudget.ts';
import { parseJson } from '../../../src/tensorFiles/parseJson.ts';
import { failureOf } from '../../fixtures/importing.ts';

const parsed = (text: string, budget = new AllocationBudget()) => parseJson(Buffer.from(text), budget);
const reasonOf = (text: string) => failureOf((async () => parsed(text))());
const damaged = (reason: string) => ({ code: 'weights-file-damaged', details: { reason } });

describe('the JSON of a model', () => {
  it('is read, with brackets and quotes in its texts', () => {
    const value = { a: ['[[[[', '\\"{{{{', '\\'], b: { c: 1 } };
    expect(parsed(JSON.stringify(value))).toEqual(value);
  });

  it('is refused where it is deeper than any model’s', async () => {
    const deep = '['.repeat(40) + ']'.repeat(40);
    expect(await reasonOf(deep)).toEqual(damaged('its JSON is nested deeper than that of any network'));
  });

  it('is refused where its values would take more than is left, before it is parsed', async () => {
    const lists = `[${'[],'.repeat(1_000)}0]`;
    const budget = new AllocationBudget(100_000);
    expect(await failureOf((async () => parsed(lists, budget))())).toMatchObject({ code: 'reading-stopped' });
    expect(() => parsed(`"${'[],'.repeat(1_000)}"`, new AllocationBudget(100_000))).not.toThrow();
  });

  it('is refused at once where a text in it has no end, whatever is in that', async () => {
    const start = performance.now();
    expect(await reasonOf(`"${'\\"'.repeat(1_500_000)}`)).toEqual(damaged('it is not complete JSON'));
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});
