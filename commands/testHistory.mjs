import { specsOf } from './totals.mjs';

/** @typedef {{ passes: number, failures: number, longestMs: number }} TestHistory */

/** The results of each test over several runs, by title. @typedef {Map<string, TestHistory>} History */

/**
 * The part of Playwright's JSON report that matters here.
 * @typedef {{ suites: readonly import('./totals.mjs').PlaywrightSuite[] }} Report
 */

/**
 * @param {History} history is added to
 * @param {Report} report of one run
 */
export function addRun(history, { suites }) {
  for (const { title, tests } of suites.flatMap(specsOf)) {
    for (const { status, results } of tests) {
      if (status === 'skipped') continue;
      const { passes, failures, longestMs } = history.get(title) ?? { passes: 0, failures: 0, longestMs: 0 };
      const hasPassed = status === 'expected';
      history.set(title, {
        passes: passes + (hasPassed ? 1 : 0),
        failures: failures + (hasPassed ? 0 : 1),
        longestMs: Math.max(longestMs, ...results.map(({ duration = 0 }) => duration)),
      });
    }
  }
}

/**
 * Whether there were tests, and none of them failed.
 * @param {History} history
 */
export function isSteady(history) {
  return history.size > 0 && [...history.values()].every(({ failures }) => failures === 0);
}

/**
 * Sorted by the number of failures, then by duration, both descending.
 * @param {History} history
 * @returns {string} Markdown
 */
export function historyTable(history) {
  const rows = [...history]
    .sort(([, a], [, b]) => b.failures - a.failures || b.longestMs - a.longestMs)
    .map(([title, { passes, failures, longestMs }]) => {
      return `| ${passes} | ${failures} | ${(longestMs / 1_000).toFixed(1)} s | ${title} |`;
    });
  return ['| Passes | Failures | Longest | Test |', '| --- | --- | --- | --- |', ...rows].join('\n');
}
