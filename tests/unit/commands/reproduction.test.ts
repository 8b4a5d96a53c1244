import { describe, expect, it } from 'vitest';
import { optionsFrom } from '../../../commands/reproduction/options.mjs';
import { readLog } from '../../../commands/reproduction/readLog.mjs';
import { markdownReport } from '../../../commands/reproduction/report.mjs';
import article from '../../../src/configuration/articleResults.json' with { type: 'json' };

describe('the options of npm run reproduce', () => {
  it('are both presets of the article and seeds 1 to 3 where nothing is said', () => {
    expect(optionsFrom([])).toEqual({
      presets: ['part-1', 'part-2'],
      seeds: [1, 2, 3],
      steps: null,
      backend: 'auto',
    });
  });

  it('choose preset, seeds, steps and backend', () => {
    const args = ['--preset', 'part-2', '--seeds', '0,7', '--steps', '200', '--backend', 'webgl'];
    expect(optionsFrom(args)).toEqual({ presets: ['part-2'], seeds: [0, 7], steps: 200, backend: 'webgl' });
  });

  it.each([
    [
      ['--preset', 'part-4'],
      '--preset part-4: it must be one of part-1, part-2, past-50, how-far, part-3, conv-80, conv-90.',
    ],
    [['--seeds', '1,x'], '--seeds x: it must be a whole number from 0.'],
    [['--steps', '0'], '--steps 0: it must be a whole number from 1.'],
    [['--backend', 'cuda'], '--backend cuda: it must be one of auto, webgl, wasm, cpu.'],
  ])('%j is refused with a sentence', (args, sentence) => {
    expect(() => optionsFrom(args)).toThrow(new RangeError(sentence));
  });
});

const log = `Parameters: batch_size = 400 hidden1 = 120
Step 0, training accuracy 0.09
Step 100, training accuracy 0.2675
Saved checkpoint
Test accuracy 0.4633
Total time: 97.54s`;

describe('a training log', () => {
  it('is read back as numbers', () => {
    expect(readLog(log)).toEqual({
      trainingAccuracy: [
        [0, 0.09],
        [100, 0.2675],
      ],
      validationAccuracy: null,
      testAccuracy: 0.4633,
      totalSeconds: 97.54,
    });
  });

  it('of a run that did not finish is refused', () => {
    expect(() => readLog('Step 0, training accuracy 0.09')).toThrow(/Test accuracy/);
  });
});

describe('the report', () => {
  const machine = {
    date: '2026-11-24',
    processor: 'A processor',
    cores: 2,
    memoryGb: 16,
    system: 'Linux x64',
    browser: 'Chromium 1',
    backend: 'Backend: WASM on the CPU.',
  };
  const run = { preset: 'part-2' as const, steps: 2000, ...readLog(log) };
  const report = markdownReport(
    [
      { ...run, seed: 1 },
      { ...run, seed: 2, testAccuracy: 0.4433 },
    ],
    machine,
    article,
  );

  it('names the machine', () => {
    expect(report).toContain('2026-11-24: A processor, 2 cores, 16 GB, Linux x64, Chromium 1. Backend: WASM');
  });

  it('has a row for each seed, their mean, and the article', () => {
    expect(report).toContain('| Article, Part 2 (two-layer network) | 2 | 2000 |  | 0.4433 | 97.54 s |');
    expect(report).toContain('| Article, Part 2 (two-layer network) | mean |  |  | 0.4533 | 97.54 s |');
    expect(report).toContain(
      '| Article, Part 2 (two-layer network) | the article | 2000 |  | 0.4633 | 97.54 s |',
    );
  });

  it('sets training accuracy every 100 steps beside the article’s', () => {
    expect(report).toContain('| Step | seed 1 | seed 2 | the article |');
    expect(report).toContain('| 100 | 0.2675 | 0.2675 | 0.2675 |');
  });
});
