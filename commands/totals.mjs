/** @typedef {{ passed: number, failed: number, skipped: number }} Totals */

/**
 * A check that has no tests of its own: it passes or fails as one.
 * @param {number} code its exit code
 * @returns {Totals}
 */
export function totalsOfCheck(code) {
  return code === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 };
}

/**
 * A test runner: what its report says, made to agree with its exit code. A runner that failed without a failed test
 * (it crashed, found no tests, left no report) counts as one failure.
 * @param {Totals | null} reported null when there is no report that can be read
 * @param {number} code the runner's exit code
 * @returns {Totals}
 */
export function totalsOfRunner(reported, code) {
  const totals = reported ?? { passed: 0, failed: 0, skipped: 0 };
  const hasProblem = code !== 0 || totals.passed + totals.failed === 0;
  return hasProblem && totals.failed === 0 ? { ...totals, failed: 1 } : totals;
}

/**
 * Of vitest's JSON reporter, as far as it matters here.
 * @typedef {object} VitestReport
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {number} numPendingTests
 * @property {number} numTodoTests
 * @property {{ status: string, assertionResults: { status: string }[] }[]} testResults one for each file
 */

/**
 * @param {VitestReport} report
 * @returns {Totals} a file that failed outside its tests (it did not load, a hook threw) counts as one failure
 */
export function totalsOfVitest(report) {
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/**
 * Of Playwright's JSON reporter, as far as it matters here.
 * @typedef {object} PlaywrightReport
 * @property {{ expected: number, unexpected: number, flaky: number, skipped: number }} stats
 * @property {unknown[]} errors what went wrong outside the tests
 */

/**
 * @param {PlaywrightReport} report
 * @returns {Totals} a test that passed only when tried again has failed
 */
export function totalsOfPlaywright({ stats, errors }) {
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + errors.length,
    skipped: stats.skipped,
  };
}

/**
 * @param {readonly Totals[]} parts
 * @returns {Totals}
 */
export function sumOf(parts) {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const part of parts) {
    sum.passed += part.passed;
    sum.failed += part.failed;
    sum.skipped += part.skipped;
  }
  return sum;
}

/**
 * The line that a test run ends with.
 * @param {Totals} totals
 */
export function summaryLine({ passed, failed }) {
  return `${passed} passed, ${failed} failed`;
}
