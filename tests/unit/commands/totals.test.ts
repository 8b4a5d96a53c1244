import { describe, expect, it } from 'vitest';
import {
  summaryLine,
  sumOf,
  totalsOfCheck,
  totalsOfPlaywright,
  totalsOfRunner,
  totalsOfVitest,
} from '../../../commands/totals.mjs';

const passedFile = { status: 'passed', assertionResults: [{ status: 'passed' }, { status: 'passed' }] };
const failedFile = { status: 'failed', assertionResults: [{ status: 'passed' }, { status: 'failed' }] };
const brokenFile = { status: 'failed', assertionResults: [] };
const vitest = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [] };

describe('the totals of a check', () => {
  it('are one passed or one failed', () => {
    expect(totalsOfCheck(0)).toEqual({ passed: 1, failed: 0, skipped: 0 });
    expect(totalsOfCheck(2)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });
});

describe('the totals of the unit tests', () => {
  it('are those of the tests', () => {
    const report = { ...vitest, numPassedTests: 3, numFailedTests: 1, testResults: [passedFile, failedFile] };
    expect(totalsOfVitest(report)).toEqual({ passed: 3, failed: 1, skipped: 0 });
  });

  it('count a file that did not load as a failure', () => {
    const report = { ...vitest, numPassedTests: 2, testResults: [passedFile, brokenFile] };
    expect(totalsOfVitest(report)).toEqual({ passed: 2, failed: 1, skipped: 0 });
  });

  it('tell skipped and planned tests', () => {
    const report = {
      ...vitest,
      numPassedTests: 2,
      numPendingTests: 1,
      numTodoTests: 2,
      testResults: [passedFile],
    };
    expect(totalsOfVitest(report)).toEqual({ passed: 2, failed: 0, skipped: 3 });
  });
});

describe('the totals of the browser tests', () => {
  it('are those of the tests', () => {
    const stats = { expected: 5, unexpected: 1, flaky: 0, skipped: 2 };
    expect(totalsOfPlaywright({ stats, errors: [] })).toEqual({ passed: 5, failed: 1, skipped: 2 });
  });

  it('count what passed only when tried again as a failure', () => {
    const stats = { expected: 5, unexpected: 0, flaky: 1, skipped: 0 };
    expect(totalsOfPlaywright({ stats, errors: [] })).toEqual({ passed: 5, failed: 1, skipped: 0 });
  });

  it('count an error outside the tests, such as a server that does not start, as a failure', () => {
    const stats = { expected: 0, unexpected: 0, flaky: 0, skipped: 0 };
    expect(totalsOfPlaywright({ stats, errors: [{ message: 'no server' }] }).failed).toBe(1);
  });
});

describe('a runner that says one thing and ends with another', () => {
  const fine = { passed: 4, failed: 0, skipped: 0 };

  it('has passed when it reports no failure and ends with 0', () => {
    expect(totalsOfRunner(fine, 0)).toEqual(fine);
  });

  it('has failed once when it ends with an error and reports no failure', () => {
    expect(totalsOfRunner(fine, 1)).toEqual({ passed: 4, failed: 1, skipped: 0 });
  });

  it('has failed as often as it reports, not once more for its exit code', () => {
    expect(totalsOfRunner({ passed: 4, failed: 2, skipped: 0 }, 1).failed).toBe(2);
  });

  it.each([0, 1, 139])('has failed once when it leaves no report and ends with %i', (code) => {
    expect(totalsOfRunner(null, code)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  it('has failed when it ran no test at all', () => {
    expect(totalsOfRunner({ passed: 0, failed: 0, skipped: 3 }, 0).failed).toBe(1);
  });
});

it('the last line sums all parts, and is nothing but the two numbers', () => {
  const sum = sumOf([totalsOfCheck(0), totalsOfCheck(1), { passed: 40, failed: 2, skipped: 1 }]);
  expect(sum).toEqual({ passed: 41, failed: 3, skipped: 1 });
  expect(summaryLine(sum)).toBe('41 passed, 3 failed');
});
