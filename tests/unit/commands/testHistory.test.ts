import { describe, expect, it } from 'vitest';
import { addRun, historyTable, isSteady } from '../../../commands/testHistory.mjs';

type Report = Parameters<typeof addRun>[1];

function reportOf(tests: Readonly<Record<string, readonly ['expected' | 'unexpected', number]>>): Report {
  const specs = Object.entries(tests).map(([title, [status, duration]]) => ({
    title,
    file: 'a.spec.ts',
    tests: [{ status, annotations: [], results: [{ duration, attachments: [] }] }],
  }));
  return { suites: [{ suites: [{ specs }] }] };
}

describe('the history of the browser tests over several runs', () => {
  it('counts passes and failures and keeps the longest time, those that failed first', () => {
    const history = new Map();
    addRun(history, reportOf({ steady: ['expected', 9_000], flaky: ['expected', 2_000] }));
    addRun(history, reportOf({ steady: ['expected', 7_000], flaky: ['unexpected', 3_000] }));
    expect(historyTable(history).split('\n').slice(2)).toEqual([
      '| 1 | 1 | 3.0 s | flaky |',
      '| 2 | 0 | 9.0 s | steady |',
    ]);
    expect(isSteady(history)).toBe(false);
  });

  it('is steady only where something ran, and nothing failed', () => {
    const history = new Map();
    expect(isSteady(history)).toBe(false);
    addRun(history, reportOf({ steady: ['expected', 1] }));
    expect(isSteady(history)).toBe(true);
  });
});
