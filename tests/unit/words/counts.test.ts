import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { failureText } from '../../../src/ui/words/failures.ts';
import { findingText } from '../../../src/ui/words/findings.ts';
import { counted } from '../../../src/ui/words/numbers.ts';
import { parameterPhrase, shortConfiguration } from '../../../src/ui/words/parameters.ts';
import { judgingText, planText } from '../../../src/ui/words/sweeps.ts';
import { articleHyperparameters } from '../../fixtures/articleHyperparameters.ts';
import { planWith } from '../../fixtures/sweeps.ts';

/** A number in a template or in JSX, and a plural behind it. */
const plural =
  /\} (steps|runs|images|pictures|checkpoints|trials|epochs|sweeps|tensors|threads|files|values|rows|histograms|layers|units|filters|batches|parameters|seconds|minutes|megapixels|times|changes|classes)\b(?!=)/;
/** Counts that are never one, or that have other words for one, and what is no count. */
const allowed = [
  'batchNames.length} batches',
  '{count} classes',
  'counts.length} layers',
  'finding.on} images',
  'group.length} layers',
  'inputScaling} images',
  '{patience} epochs',
  'wholeNumber(evaluations)} times',
  'wholeNumber(hidden.length)} values',
  'wholeNumber(rows.length)} rows',
  'wholeNumber(steps.length)} changes',
  'wholeNumber(total)} values',
  'size} megapixels',
  'details.limit)} files',
  '{shownRows} rows',
];

describe('a count', () => {
  it('has its noun by `counted`, unless it is never one', async () => {
    const folder = fileURLToPath(new URL('../../../src/', import.meta.url));
    const names = (await readdir(folder, { recursive: true })).filter((name) =>
      /^(ui|session).*\.tsx?$/.test(name),
    );
    const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
    const lines = texts.flatMap((text, file) =>
      text.split('\n').map((line) => `${names[file]}: ${line.trim()}`),
    );
    const wrong = lines.filter((line) =>
      plural.test(allowed.reduce((rest, words) => rest.replaceAll(words, ''), line)),
    );
    expect(names.length).toBeGreaterThan(100);
    expect(wrong).toEqual([]);
  });

  it('has its noun in the singular where it is one, and its thousands apart', () => {
    expect([0, 1, 2, 1_240].map((count) => counted(count, 'step'))).toEqual([
      '0 steps',
      '1 step',
      '2 steps',
      '1,240 steps',
    ]);
  });

  it('of one is one in every sentence', () => {
    const deadUnits = { kind: 'dead-units', step: 100, layer: 'hidden', remedy: 'warm-up steps' } as const;
    const values = { ...articleHyperparameters, hiddenUnits: 1, maxSteps: 1 };
    expect(parameterPhrase('hiddenUnits', values)).toBe('1 hidden unit');
    expect(parameterPhrase('maxSteps', values)).toBe('1 step in all');
    const large = { ...values, batchSize: 5_000, seed: 12_345 };
    expect(parameterPhrase('batchSize', large)).toBe('batch size 5,000');
    expect(parameterPhrase('seed', large)).toBe('seed 12345');
    expect(shortConfiguration('two-layer', values)).toBe('1 unit, learning rate 0.001');
    expect(findingText({ ...deadUnits, dead: 1, units: 1 })).toMatch(/^1 of 1 hidden unit outputs 0 /);
    expect(failureText({ code: 'import-hung', details: { seconds: 1 } })).toContain('for 1 second.');
    expect(judgingText(values, { ...values, validationImages: 1 })).toContain('the last 1 training image.');
    expect(planText(planWith({ trialCount: 1, stepsPerTrial: 1 }))).toBe('1 trial of 1 step.');
  });
});
