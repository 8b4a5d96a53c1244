/**
 * @typedef {object} Totals
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 * @property {readonly string[]} notes about tests that passed only on a retry, and about skipped tests, with the reasons
 */

/**
 * A check without individual tests: it passes or fails as a whole.
 * @param {number} code its exit code
 * @returns {Totals}
 */
export function totalsOfCheck(code) {
  const failed = code === 0 ? 0 : 1;
  return { passed: 1 - failed, failed, skipped: 0, notes: [] };
}

/**
 * Tests that cannot run here.
 * @param {string} reason
 * @returns {Totals}
 */
export function totalsOfSkipped(reason) {
  return { passed: 0, failed: 0, skipped: 1, notes: [`skipped: ${reason}`] };
}

/**
 * A test runner: the totals of its report, reconciled with its exit code. A runner that failed without a failed test (it crashed,
 * found no tests, left no report) counts as one failure.
 * @param {Totals | null} reported null when there is no report that can be read
 * @param {number} code the runner's exit code
 * @returns {Totals}
 */
export function totalsOfRunner(reported, code) {
  const totals = reported ?? { passed: 0, failed: 0, skipped: 0, notes: [] };
  const hasProblem = code !== 0 || totals.passed + totals.failed === 0;
  return hasProblem && totals.failed === 0 ? { ...totals, failed: 1 } : totals;
}

/**
 * The part of vitest's JSON report that matters here.
 * @typedef {object} VitestReport
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {number} numPendingTests
 * @property {number} numTodoTests
 * @property {readonly { status: string, assertionResults: readonly VitestTest[] }[]} testResults one for each file
 */

/** @typedef {{ status: string, fullName: string, meta?: { skipReason?: string } }} VitestTest */

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
    notes: skipNotes(report.testResults.flatMap(({ assertionResults }) => assertionResults)),
  };
}

/**
 * One line for each reason.
 * @param {readonly VitestTest[]} tests
 */
function skipNotes(tests) {
  /** @type {Map<string, string[]>} */
  const namesByReason = new Map();
  for (const { status, fullName, meta } of tests) {
    if (status === 'passed' || status === 'failed') continue;
    const reason = meta?.skipReason ?? 'no reason given';
    namesByReason.set(reason, [...(namesByReason.get(reason) ?? []), fullName]);
  }
  return [...namesByReason].map(([reason, [first = '', ...others]]) => {
    const more = others.length === 0 ? '' : ` and ${others.length} more`;
    return `skipped, ${reason}: ${first}${more}`;
  });
}

/**
 * The totals of tests that failed and were retried in a new browser.
 * @param {string} name of the tests
 * @param {Totals} first
 * @param {Totals} second
 * @returns {Totals} those of the second try; if it passed, with notes on the failures of the first
 */
export function totalsOfSecondTry(name, first, second) {
  if (second.failed > 0) return second;
  const note = `FLAKY, ${name}: ${first.failed} failed, and passed in a fresh browser`;
  return { ...second, notes: [...second.notes, note] };
}

/**
 * The part of Playwright's JSON report that matters here.
 * @typedef {object} PlaywrightReport
 * @property {{ expected: number, unexpected: number, flaky: number, skipped: number }} stats
 * @property {readonly unknown[]} errors errors outside of tests
 * @property {readonly PlaywrightSuite[]} suites
 */

/**
 * @typedef {object} PlaywrightSuite
 * @property {readonly PlaywrightSpec[]} [specs]
 * @property {readonly PlaywrightSuite[]} [suites]
 */

/** @typedef {{ title: string, file: string, tests: readonly PlaywrightTest[] }} PlaywrightSpec */

/**
 * @typedef {object} PlaywrightTest
 * @property {'expected' | 'unexpected' | 'flaky' | 'skipped'} status
 * @property {readonly { type: string, description?: string }[]} annotations
 * @property {readonly { duration?: number, attachments: readonly { name: string, path?: string }[] }[]} results
 */

/**
 * @param {PlaywrightReport} report
 * @returns {Totals} a test that passed on a retry in a new browser counts as passed, with a note
 */
export function totalsOfPlaywright({ stats, errors, suites }) {
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + errors.length,
    skipped: stats.skipped,
    notes: suites.flatMap(specsOf).flatMap(notesOfSpec),
  };
}

/**
 * @param {PlaywrightSuite} suite
 * @returns {readonly PlaywrightSpec[]} with those of the suites within
 */
export function specsOf({ specs = [], suites = [] }) {
  return [...specs, ...suites.flatMap(specsOf)];
}

/** @param {PlaywrightSpec} spec */
function notesOfSpec({ file, title, tests }) {
  return tests.flatMap(({ status, annotations, results }) => {
    const skipped = annotations
      .filter(({ type }) => type === 'skip' || type === 'skipped')
      .map(({ description = 'no reason given' }) => `skipped, ${description}: ${title}`);
    if (status !== 'flaky') return skipped;
    const attachments = results.flatMap(({ attachments }) => attachments);
    const trace = attachments.find(({ name }) => name === 'trace')?.path ?? 'no trace';
    return [...skipped, `FLAKY, ${file}: ${title} (${trace})`];
  });
}

/**
 * @param {readonly Totals[]} parts
 * @returns {Totals}
 */
export function sumOf(parts) {
  const sumOver = (/** @type {(part: Totals) => number} */ count) =>
    parts.reduce((sum, part) => sum + count(part), 0);
  return {
    passed: sumOver(({ passed }) => passed),
    failed: sumOver(({ failed }) => failed),
    skipped: sumOver(({ skipped }) => skipped),
    notes: parts.flatMap(({ notes }) => notes),
  };
}

/**
 * The last line of a test run.
 * @param {Totals} totals
 */
export function summaryLine({ passed, failed }) {
  return `${passed} passed, ${failed} failed`;
}
